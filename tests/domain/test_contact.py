"""Contact moments: there are words, and the moment has been; the day is that of Rotterdam."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.domain.nouns import KEY, KNOWN, NOW, WRITTEN
from wijkdesk.domain import ContactMoment
from wijkdesk.domain.noun import SetBy
from wijkdesk.errors import UserError


def contact(**own: Any) -> ContactMoment:
    sound = {"channel": "telefoon", "summary": "Kan dinsdag.", "at": NOW}
    return ContactMoment(**KEY, **WRITTEN, **{**sound, **own})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("summary", "\n", "missing"),
        ("at", datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "day_in_future"),
        ("at", datetime(9998, 12, 31, 23, 59, tzinfo=UTC), "day_in_future"),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: object, code: str) -> None:
    with pytest.raises(UserError) as refused:
        contact(**{field: value}).check(KNOWN)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_later_today_in_rotterdam_is_not_the_future() -> None:
    contact(at=datetime(2026, 11, 24, 22, 30, tzinfo=UTC)).check(KNOWN)


def test_it_is_written_once() -> None:
    assert {known.set_by for known in ContactMoment.facts().values()} == {SetBy.MAKER}

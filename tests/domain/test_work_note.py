"""Work notes: there are words, they were written by now, and none stays longer than policy says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.nouns import KEY, KNOWN, NOW, TODAY, WRITTEN
from wijkdesk.domain import WorkNote
from wijkdesk.domain.noun import ERASED, SetBy, erased
from wijkdesk.errors import UserError
from wijkdesk.policy.retention import over_on

LATEST = over_on("work_note", TODAY)


def note(**own: Any) -> WorkNote:
    sound = {"text": "Vraag naar de fiets.", "expires": LATEST}
    return WorkNote(**{**KEY, **WRITTEN, **sound, **own})


@pytest.mark.parametrize(
    ("own", "code", "field"),
    [
        ({"text": "\n"}, "missing", "text"),
        ({"expires": LATEST + timedelta(days=1)}, "kept_too_long", "expires"),
        ({"recorded_at": datetime(2026, 11, 24, 23, 30, tzinfo=UTC)}, "day_in_future",
         "recorded_at"),
        # Neither a clock that is years ahead nor one that is years behind lets a note stay.
        ({"recorded_at": datetime(9998, 1, 1, tzinfo=UTC), "expires": date(9998, 1, 2)},
         "day_in_future", "recorded_at"),
        ({"recorded_at": datetime(2, 1, 1, tzinfo=UTC)}, "kept_too_long", "expires"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(own: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(UserError) as refused:
        note(**own).check(KNOWN)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_one_that_waited_long_or_goes_earlier_is_sound() -> None:
    note(expires=TODAY).check(KNOWN)
    before = NOW - timedelta(weeks=40)
    note(recorded_at=before, expires=over_on("work_note", before.date())).check(KNOWN)


def test_the_day_it_expires_is_the_first_without_it() -> None:
    assert note().stands(LATEST - timedelta(days=1))
    assert not note().stands(LATEST)


def test_it_is_written_once_and_its_text_can_be_erased() -> None:
    assert {known.set_by for known in WorkNote.facts().values()} == {SetBy.MAKER}
    assert erased(WorkNote, "text") == ERASED

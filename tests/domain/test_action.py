"""Actions: a step has words, and is not finished before its day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.domain.nouns import KEY, KNOWN, WRITTEN
from wijkdesk.domain import Action
from wijkdesk.errors import UserError


def action(**own: Any) -> Action:
    sound = {"title": "Inschrijven taalles", "kind": "taalles", "by": "klant"}
    return Action(**KEY, **WRITTEN, **{**sound, **own})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("title", " ", "missing"), ("finished_on", date(2026, 11, 25), "day_in_future")],
)
def test_what_cannot_be_is_refused(field: str, value: object, code: str) -> None:
    with pytest.raises(UserError) as refused:
        action(**{field: value}).check(KNOWN)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_step_needs_no_day_no_barrier_and_no_partner() -> None:
    action().check(KNOWN)
    action(due=date(2020, 1, 1), finished_on=KNOWN.today, result="Gelukt").check(KNOWN)

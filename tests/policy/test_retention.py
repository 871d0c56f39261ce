"""Every kind of record has a time it is kept for, with who says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wijkdesk.domain import DOSSIER
from wijkdesk.policy.parameters import parameter
from wijkdesk.policy.retention import Rule, over_on, rule

LAST = date(2026, 11, 24)


@pytest.mark.parametrize("kind", DOSSIER)
def test_every_kind_of_a_dossier_has_a_rule_with_a_source(kind: str) -> None:
    found = rule(kind)
    assert found.over_on(LAST) > LAST
    assert (found.months is None) != (found.weeks is None)
    assert found.counts_from
    assert found.source


@pytest.mark.parametrize(
    ("months", "last", "over"),
    [
        (120, date(2016, 11, 24), date(2026, 11, 24)),
        (120, date(2016, 2, 29), date(2026, 3, 1)),
        (13, date(2026, 12, 31), date(2028, 1, 31)),
        (1, date(2026, 1, 31), date(2026, 3, 1)),
        (1, date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_time_is_over_on_the_same_day_of_its_last_month(
    months: int, last: date, over: date
) -> None:
    assert Rule("x", months, "", "").over_on(last) == over


def test_a_work_note_is_kept_for_weeks_by_its_dated_number() -> None:
    weeks = parameter("work_note_weeks", LAST).value
    assert over_on("work_note", LAST) - LAST == timedelta(weeks=weeks)
    # A desk may say any day it wrote something on; before the first number that one holds.
    assert over_on("work_note", date(2, 1, 1)) > date(2, 1, 1)


def test_a_kind_without_a_rule_is_a_bug() -> None:
    with pytest.raises(KeyError):
        rule("parcel")

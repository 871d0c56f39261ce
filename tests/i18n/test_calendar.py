"""The day it is in Rotterdam, whatever the zone of the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wijkdesk.i18n.calendar import today, utc_now


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-24T22:59:59Z", date(2026, 11, 24)),
        ("2026-11-24T23:00:00Z", date(2026, 11, 25)),
        ("2026-07-01T21:59:59Z", date(2026, 7, 1)),
        ("2026-07-01T22:00:00Z", date(2026, 7, 2)),
        ("2026-11-25T12:30:00+13:00", date(2026, 11, 25)),
        ("2026-03-29T00:59:59Z", date(2026, 3, 29)),
    ],
)
def test_a_day_begins_at_midnight_in_rotterdam(now: str, day: date) -> None:
    assert today(datetime.fromisoformat(now)) == day


def test_now_is_in_utc_and_whole_seconds() -> None:
    now = utc_now()
    assert now.tzinfo is UTC
    assert now.microsecond == 0
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)

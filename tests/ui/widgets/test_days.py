"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkdesk.ui.widgets.days import typed_day, written

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24-11-2026", date(2026, 11, 24)),
        ("1/2/2027", date(2027, 2, 1)),
        ("5 mrt", date(2026, 3, 5)),
        ("5 maart 2027", date(2027, 3, 5)),
        ("do 26 nov 2026", date(2026, 11, 26)),
        ("donderdag 26 november", date(2026, 11, 26)),
        ("26 nov.", date(2026, 11, 26)),
        ("2026-12-01", date(2026, 12, 1)),
        ("4.3.92", date(1992, 3, 4)),
        ("4-3-28", date(2028, 3, 4)),
        ("  Morgen ", date(2026, 11, 25)),
        ("gisteren", date(2026, 11, 23)),
        ("3 oct 2026", date(2026, 10, 3)),
    ],
)
def test_what_is_meant(typed: str, meant: date) -> None:
    assert typed_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "31-02-2026", "32 nov", "24 xyz 2026", "straks", "12", "0-0-0", "1-13-2026"]
)
def test_what_is_no_day(typed: str) -> None:
    assert typed_day(typed, TODAY) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_written_day_is_read_back(day: date) -> None:
    assert typed_day(written(day), TODAY) == day
    assert typed_day(day.isoformat(), TODAY) == day


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    assert typed_day(text, TODAY) is None or isinstance(typed_day(text, TODAY), date)

"""Days and moments in the words people use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.ui.office import NOW
from wijkdesk.ui.look import Look


@pytest.mark.parametrize(
    ("days", "said"), [(0, "vandaag"), (1, "morgen"), (-1, "gisteren"), (2, "do 26 nov 2026")]
)
def test_days_that_are_near_have_a_word(look: Look, days: int, said: str) -> None:
    assert look.near(look.today() + timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0, "vandaag 10:30"), (-24, "gisteren 10:30"), (-72, "za 21 nov 2026 10:30")],
)
def test_moments_that_are_near_have_a_word(look: Look, hours: int, said: str) -> None:
    assert look.near_moment(NOW + timedelta(hours=hours)) == said


def test_the_day_is_that_of_rotterdam(look: Look) -> None:
    assert look.today() == date(2026, 11, 24)

"""When a desk syncs by itself, and how long it waits after a failure."""

from __future__ import annotations

import random
from datetime import date

import pytest

from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.pace import Pace, Remedy, Waits, remedy
from wijkdesk.sync.signer import REFUSALS

PACE = Pace(after_work=20, between=300, first_wait=15, longest_wait=100)


class Dice(random.Random):
    """Dice that always fall the same."""

    fall = 0.0

    def random(self) -> float:
        """Return the one way they fall."""
        return self.fall


def test_the_pace_is_that_of_the_day() -> None:
    assert Pace.on(date(2026, 11, 24)) == Pace(20, 300, 15, 900)


@pytest.mark.parametrize(("fall", "waits"), [
    (0.0, [7.5, 15.0, 30.0, 50.0, 50.0, 50.0]),
    (0.5, [11.25, 22.5, 45.0, 75.0, 75.0, 75.0]),
    (1.0, [15.0, 30.0, 60.0, 100.0, 100.0, 100.0]),
])  # fmt: skip
def test_each_wait_is_twice_as_long_up_to_the_longest_and_half_of_it_is_chance(
    fall: float, waits: list[float]
) -> None:
    dice = Dice()
    dice.fall = fall
    counted = Waits(PACE, dice)
    assert [counted.next() for _ in waits] == waits
    counted.begin_anew()
    assert counted.next() == waits[0]


def test_desks_that_failed_together_do_not_come_back_together() -> None:
    first = {Waits(PACE, random.Random(seed)).next() for seed in range(50)}
    assert len(first) == 50
    assert all(PACE.first_wait / 2 <= wait <= PACE.first_wait for wait in first)


@pytest.mark.parametrize(("trouble", "mended"), [
    (OutsideTrouble("central_unreachable", sent=False), Remedy.TIME),
    (OutsideTrouble("central_trouble"), Remedy.TIME),
    (OutsideTrouble("not_central", sent=True), Remedy.TIME),
    (OutsideTrouble("not_central"), Remedy.ON_THE_SPOT),
    (OutsideTrouble("clock_outside_certificate", sent=True), Remedy.ON_THE_SPOT),
    (OutsideTrouble("disk_full"), Remedy.ON_THE_SPOT),
    (OutsideTrouble("unexpected", place="x"), Remedy.OFFICE),
])  # fmt: skip
def test_what_mends_a_trouble(trouble: OutsideTrouble, mended: Remedy) -> None:
    assert remedy(trouble) is mended


@pytest.mark.parametrize("code", sorted(set(REFUSALS.values())))
def test_what_central_refuses_is_not_asked_again_by_itself(code: str) -> None:
    assert remedy(OutsideTrouble(code)) is Remedy.OFFICE

"""Every planted fault is noticed: a suite that stays green over a mutant proves nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.town.machine import TownMachine, told
from tests.town.mutants import MUTANTS, planted
from wijkdesk.errors import OutsideTrouble

# No shrinking: that it is red is all there is to know.
BUDGET = settings(
    max_examples=60,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


def look_for_trouble() -> None:
    """Tell one story; what that does not show, chance must find within the budget."""
    told()
    run_state_machine_as_test(TownMachine, settings=BUDGET)


@pytest.mark.parametrize("name", MUTANTS)
def test_the_town_notices(name: str) -> None:
    with planted(MUTANTS[name]), pytest.raises((AssertionError, OutsideTrouble)):
        look_for_trouble()


def test_a_mutant_is_gone_afterwards() -> None:
    mutant = MUTANTS["last writer wins"]
    before = mutant.function.__code__
    with planted(mutant):
        assert mutant.function.__code__ is not before
    assert mutant.function.__code__ is before

"""Anything may happen at four desks and on the road: nothing is lost, and all agree in the end."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.town.machine import TownMachine, told


def test_the_told_story_ends_well() -> None:
    told()


TestTown = TownMachine.TestCase
TestTown.settings = settings(
    max_examples=20,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

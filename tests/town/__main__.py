"""Run the town for longer than a test may: `python -m tests.town --minutes 10 --seed 7`."""

from __future__ import annotations

import argparse
import time

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.town.machine import TownMachine, counts

STORIES = 10  # for one seed


def main() -> None:
    """Tell stories until the time is up; the seed of a failing one is the last that is printed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=1)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--steps", type=int, default=30)
    given = asked.parse_args()
    until, number = time.monotonic() + 60 * given.minutes, given.seed
    told = settings(
        max_examples=STORIES,
        stateful_step_count=given.steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    while time.monotonic() < until:
        print(f"seed {number}", end=" ", flush=True)
        run_state_machine_as_test(seed(number)(TownMachine), settings=told)
        print(dict(counts), flush=True)
        number += 1
    told_of = f"{counts['stories']} stories, {counts['writes']} writes"
    print(f"{number - given.seed} seeds, {told_of}: all accounted for")


if __name__ == "__main__":
    main()

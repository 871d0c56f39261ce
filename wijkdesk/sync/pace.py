"""When a desk syncs by itself: soon after work, at a calm pace, and again after a failure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Self

from wijkdesk.errors import Trouble
from wijkdesk.policy.parameters import parameter

MINUTE = 60


class Remedy(Enum):
    """What mends the trouble that ended a round: time, somebody on the spot, or the office."""

    TIME = "time"
    ON_THE_SPOT = "on_the_spot"
    OFFICE = "office"


# What is not named needs the office: trying again by itself would only repeat it.
_REMEDIES = {
    "central_unreachable": Remedy.TIME,
    "central_trouble": Remedy.TIME,
    # A network that first wants to be logged in to, or a page of maintenance in front of central.
    "not_central": Remedy.ON_THE_SPOT,
    "clock_outside_certificate": Remedy.ON_THE_SPOT,
    "disk_full": Remedy.ON_THE_SPOT,
    "disk_trouble": Remedy.ON_THE_SPOT,
}


def remedy(trouble: Trouble) -> Remedy:
    """Return what mends the trouble that ended a round."""
    if trouble.code == "not_central" and trouble.values.get("sent"):
        # Not another who answered: the connection broke off on the way, as bad ones do.
        return Remedy.TIME
    return _REMEDIES.get(trouble.code, Remedy.OFFICE)


@dataclass(frozen=True)
class Pace:
    """Seconds: from the last act to a round, between rounds, and of the waits after a failure."""

    after_work: int
    between: int
    first_wait: int
    longest_wait: int

    @classmethod
    def on(cls, day: date) -> Self:
        """Return the pace that holds on a day."""
        return cls(
            parameter("sync_after_work_seconds", day).value,
            parameter("sync_every_minutes", day).value * MINUTE,
            parameter("sync_first_wait_seconds", day).value,
            parameter("sync_longest_wait_minutes", day).value * MINUTE,
        )


class Waits:
    """How long to wait after each failure in a row: twice as long each time, up to the longest.

    Half of each wait is chance: after a failure of central itself, not all desks come back at once.
    """

    def __init__(self, pace: Pace, dice: random.Random) -> None:
        self._pace, self._dice = pace, dice
        self._failures = 0

    def next(self) -> float:
        """Return how many seconds to wait after one more failure."""
        whole = min(self._pace.longest_wait, self._pace.first_wait << self._failures)
        if whole < self._pace.longest_wait:
            self._failures += 1
        return whole / 2 + self._dice.random() * whole / 2

    def begin_anew(self) -> None:
        """Count from the first failure again: a round went well, or the network came back."""
        self._failures = 0

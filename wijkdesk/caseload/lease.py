"""The lease of a desk: how long it opens for work without having spoken to central.

It keeps people from forgetting, and is no wall against somebody who has the passphrase. Time is
never less than the latest that was seen: a clock that was set back waits for the next sync.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Protocol

from wijkdesk.domain import Person
from wijkdesk.domain.noun import wire
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.parameters import parameter

BACK = timedelta(hours=1)  # how far a clock may go back unnoticed
OFTEN = timedelta(minutes=1)  # the latest time is not kept again sooner than this
WARNINGS = ("lease_first_warning", "lease_second_warning", "lease_last_warning")


class Leased(Protocol):
    """What a lease asks of a desk: what it knows of itself, the time, and who is at it."""

    known: dict[str, str]
    now: Callable[[], datetime]
    person: Person


class LeaseState(StrEnum):
    """How a lease stands; with the last two a desk opens for syncing only."""

    OPEN = "open"
    WARN = "warn"
    OVER = "over"
    CLOCK_BACK = "clock_back"


class Lease:
    """How the lease of a desk stands at this moment.

    `until` is the first day on which it only syncs, `days_left` the days until then, `warning`
    the step of days that was reached (7, 3 or 1) and `hours_back` how far the clock was set back.
    """

    def __init__(self, desk: Leased) -> None:
        now, begun = time_at(desk), _begun(desk.known)
        self.until = _until(begun, desk.person)
        self.days_left = (self.until - today(now)).days
        behind = _latest(desk.known) - now
        self.hours_back = ceil(behind / timedelta(hours=1)) if behind > BACK else 0
        steps = [parameter(name, begun).value for name in WARNINGS]
        self.warning = min((step for step in steps if self.days_left <= step), default=None)

    @property
    def state(self) -> LeaseState:
        """How it stands."""
        if self.hours_back:
            return LeaseState.CLOCK_BACK
        if self.days_left <= 0:
            return LeaseState.OVER
        return LeaseState.OPEN if self.warning is None else LeaseState.WARN

    def check(self) -> None:
        """Raise UserError("lease_over") or UserError("clock_back") when a sync must come first."""
        if self.state is LeaseState.CLOCK_BACK:
            raise UserError("clock_back", hours=self.hours_back)
        if self.state is LeaseState.OVER:
            raise UserError("lease_over", until=self.until)


def time_at(desk: Leased) -> datetime:
    """Return the time as central told it last: the laptop's own clock, put right."""
    return desk.now() + timedelta(seconds=int(desk.known.get("clock_behind", "0")))


def seen(desk: Leased) -> dict[str, object]:
    """Return what to keep of the time an act was done; nothing when it is no later than known."""
    now = time_at(desk)
    return {"seen_until": wire(now)} if now - _latest(desk.known) >= OFTEN else {}


def synced(central: datetime, behind: int) -> dict[str, object]:
    """Return what to keep of a sync: central's time begins a lease, and puts the clock right.

    `behind` is how many seconds the clock of the laptop is behind central's.
    """
    return {"last_sync": wire(central), "seen_until": wire(central), "clock_behind": behind}


def _latest(known: dict[str, str]) -> datetime:
    return datetime.fromisoformat(known.get("seen_until") or known["enrolled_at"])


def _begun(known: dict[str, str]) -> date:
    """Return the day this lease began: central's, so that no wrong clock asks for other policy."""
    return today(datetime.fromisoformat(known.get("last_sync") or known["enrolled_at"]))


def _until(begun: date, person: Person) -> date:
    """Return the first day without a lease; the days somebody is away are not counted."""
    until = begun + timedelta(days=parameter("lease_days", begun).value)
    away, back = person.absent_from, person.absent_until
    if away is not None and back is not None and away <= until and back > begun:
        until += back - max(away, begun)
    return until

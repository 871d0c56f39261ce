"""What the same changes cost central in a large municipality, beside a small one.

Both have caseloads of the same size: what grows is how many there are. One of each is asked in
turn, so that what else the machine does falls on both.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import desks
from tests.bench.figures import Figure
from tests.bench.municipality import found, new_desk
from tests.bench.syncing import NOBODY, some_clients, timed
from wijkdesk.caseload.desk import Desk
from wijkdesk.central.answers import Central
from wijkdesk.central.storage import Storage
from wijkdesk.i18n.calendar import utc_now
from wijkdesk.sync.round import sync

PER_CONSULTANT = 87
CHANGES = 10
WARM = 3


@dataclass
class Measured:
    """A desk in a municipality, and the milliseconds its central spent on rounds of a kind."""

    desk: Desk
    central: Central
    spent: dict[str, list[float]] = field(default_factory=lambda: {"changed": [], "same": []})

    def round(self, kind: str) -> None:
        """Sync, and keep how long central took."""
        sync(self.desk, timed(self.central, self.spent[kind]))


def growing(folder: Path, small: int = 350, large: int = 35_000, times: int = 60) -> list[Figure]:
    """Return how many times as long central takes with many clients as with few."""
    with ExitStack() as open_:
        sides = [open_.enter_context(_municipality(folder, n)) for n in (small, large)]
        for turn in range(WARM + times):
            for side in sides if turn % 2 else reversed(sides):
                _change(side.desk, turn)
                side.round("changed")
                side.round("same")
        return [_figure(kind, sides, small, large) for kind in ("changed", "same")]


def _figure(kind: str, sides: list[Measured], small: int, large: int) -> Figure:
    few, many = (statistics.median(side.spent[kind][WARM:]) for side in sides)
    said = {"changed": f"{CHANGES} changes", "same": "nothing new"}[kind]
    beside = f"{many:.2f} ms with {large} clients beside {few:.2f} ms with {small}"
    return Figure(f"central, {said}, as it grows", many / few, 1.2, "x", beside)


def _change(desk: Desk, turn: int) -> None:
    for client, _ in some_clients(desk, CHANGES, turn % 5):
        desks.do(desk, "change_client", client=client, phone=f"06 1000 {turn:04d}")


@contextmanager
def _municipality(folder: Path, clients: int) -> Iterator[Measured]:
    database = f"sqlite:///{folder / f'growing-{clients}.db'}"
    consultant = found(database, clients, max(1, clients // PER_CONSULTANT))[0]
    with closing(Storage.open(database)) as storage:
        central = Central(storage, utc_now)
        post = timed(central, [])
        with closing(
            new_desk(folder / f"growing-{clients}", storage, consultant, NOBODY, post)
        ) as desk:
            sync(desk, post)
            yield Measured(desk, central)

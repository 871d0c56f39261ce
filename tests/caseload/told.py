"""What an act left behind, and what central would say: for the tests of the caseload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.change import Change
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.changes.row import Row
from wijkdesk.domain import DOSSIER
from wijkdesk.errors import UserError
from wijkdesk.store import audit, confirmed, inbox, outbox
from wijkdesk.store.confirmed import Keys

KEYS = Keys(bytes(32), bytes([1] * 32))
ROOM = 1 << 19


@dataclass(frozen=True)
class Left:
    """What is kept at a desk: rows by kind, what waits, and the log."""

    rows: dict[str, list[tuple[Any, ...]]]
    waits: list[Change]
    log: list[dict[str, Any]]


def left(desk: Desk) -> Left:
    """Return everything an act can leave behind."""
    with desk.reading() as tx:
        kept = {kind: tx.execute(text(f'SELECT * FROM "{kind}" ORDER BY id')) for kind in DOSSIER}
        rows = {kind: [tuple(row) for row in found] for kind, found in kept.items()}
        waits = outbox.find(tx, [line.n for line in outbox.waiting(tx)])
        return Left(rows, list(waits.values()), audit.after(tx, 0, 10_000))


def refused(desk: Desk, act: Callable[[], object]) -> tuple[str, str | None]:
    """Return the code and field an act is refused with; it must leave nothing behind."""
    before = left(desk)
    with pytest.raises(UserError) as refusal:
        act()
    assert left(desk) == before
    return refusal.value.code, refusal.value.field


def logged(desk: Desk) -> dict[str, Any]:
    """Return the last line of the log."""
    return left(desk).log[-1]


def accept(desk: Desk, version: int = 1) -> None:
    """Let central accept everything that waits, from this version on."""
    with desk.database.transaction() as tx:
        changes = outbox.take(tx, 1000, ROOM)
        answers = {c.n: Outcome(State.OK, version + at) for at, c in enumerate(changes)}
        confirmed.take_in(tx, desk.organisation, KEYS, answers, [])


def refuse(desk: Desk, why: str) -> None:
    """Let central refuse everything that waits."""
    outcome = Outcome(State.REJECTED, why=why)
    with desk.database.transaction() as tx:
        answers = {change.n: outcome for change in outbox.take(tx, 1000, ROOM)}
        taken = confirmed.take_in(tx, desk.organisation, KEYS, answers, [])
        for change, said in taken.told:
            inbox.tell(tx, desk.now(), change, said)


def bring(desk: Desk, *rows: tuple[Row, bool]) -> None:
    """Let central bring news."""
    with desk.database.transaction() as tx:
        confirmed.take_in(tx, desk.organisation, KEYS, {}, list(rows))

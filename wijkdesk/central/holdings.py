"""Who holds which client now, and in which capacities: what the grants come to on this day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from wijkdesk.central.tables import Holding, Revocation

_HOLDING = Holding.__table__  # type: ignore[attr-defined]
_REVOKED = Revocation.__table__  # type: ignore[attr-defined]

Capacities = frozenset[str]
# client -> person -> the capacities in which that person holds the client
Holders = dict[str, dict[str, Capacities]]
NONE: Capacities = frozenset()
_AT_ONCE = 500  # clients in one question


@dataclass(frozen=True)
class Held:
    """The clients a person holds: in which capacities, and the version these came with."""

    capacities: dict[str, Capacities]
    since: dict[str, int]


def holders(tx: Connection, organisation: str, clients: Iterable[str]) -> Holders:
    """Return who holds these clients, and as what."""
    wanted = sorted(set(clients))
    found: Holders = defaultdict(dict)
    for start in range(0, len(wanted), _AT_ONCE):
        asked = select(_HOLDING.c.client, _HOLDING.c.person, _HOLDING.c.capacities).where(
            _HOLDING.c.organisation == organisation,
            _HOLDING.c.client.in_(wanted[start : start + _AT_ONCE]),
        )
        for client, person, capacities in tx.execute(asked):
            found[client][person] = frozenset(capacities.split())
    return dict(found)


def held_by(tx: Connection, organisation: str, person: str) -> Held:
    """Return the clients a person holds."""
    asked = select(_HOLDING.c.client, _HOLDING.c.capacities, _HOLDING.c.version).where(
        _HOLDING.c.organisation == organisation, _HOLDING.c.person == person
    )
    found = tx.execute(asked).all()
    return Held(
        {line.client: frozenset(line.capacities.split()) for line in found},
        {line.client: line.version for line in found},
    )


def differing(before: Holders, after: Holders) -> Iterator[tuple[str, str, Capacities, Capacities]]:
    """Yield (client, person, capacities before, capacities after) of what differs."""
    for client, now in after.items():
        was = before.get(client, {})
        for person in sorted({*was, *now}):
            pair = was.get(person, NONE), now.get(person, NONE)
            if pair[0] != pair[1]:
                yield client, person, *pair


def keep(
    tx: Connection, organisation: str, before: Holders, after: Holders, version: int, now: datetime
) -> None:
    """Keep who holds the clients in `after` from a version on; who lost one is told to let go."""
    changed = list(differing(before, after))
    for client, person, was, _ in changed:
        if was:
            own = (_HOLDING.c.person == person) & (_HOLDING.c.client == client)
            tx.execute(delete(_HOLDING).where(_HOLDING.c.organisation == organisation, own))
    lines: list[dict[str, Any]] = [
        {"organisation": organisation, "person": person, "client": client,
         "capacities": " ".join(sorted(has)), "version": version}
        for client, person, _, has in changed if has
    ]  # fmt: skip
    if lines:
        tx.execute(insert(_HOLDING), lines)
    gone = [(client, person) for client, person, _, has in changed if not has]
    revoke(tx, organisation, gone, version, now)


def revoke(
    tx: Connection,
    organisation: str,
    gone: Iterable[tuple[str, str]],
    version: int,
    now: datetime,
) -> None:
    """Let the desks of people hear that these (client, person) are no longer theirs."""
    lines = [
        {"organisation": organisation, "person": person, "client": client,
         "version": version, "at": now}
        for client, person in gone
    ]  # fmt: skip
    if lines:
        tx.execute(insert(_REVOKED), lines)

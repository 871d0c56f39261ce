"""Keep, with every change, how far each person's feed has come and what it adds up to.

A feed is what one person receives. Its digest is over the projection of each record for that
person, so that it says nothing about what they may not see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from wijkdesk.central.tables import Feed, Organisation, Sequence
from wijkdesk.changes import digest
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.domain import COMMON, Grant
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.access import visible

_GRANT = Grant.__table__  # type: ignore[attr-defined]
_FEED = Feed.__table__  # type: ignore[attr-defined]
_SEQUENCE = Sequence.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]

# client -> person -> the capacities in which that person holds the client
Holders = dict[str, dict[str, frozenset[str]]]


def holders(tx: Connection, organisation: str, clients: Iterable[str], now: datetime) -> Holders:
    """Return who holds these clients at this moment, and as what."""
    day = today(now)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    asked = select(_GRANT.c.client, _GRANT.c.person, _GRANT.c.capacity).where(
        _GRANT.c.organisation == organisation,
        _GRANT.c.client.in_(list(clients)),
        _GRANT.c.starts <= day,
        or_(_GRANT.c.until.is_(None), _GRANT.c.until > day),
    )
    for client, person, capacity in tx.execute(asked):
        found[client][person].add(capacity)
    return {
        client: {person: frozenset(held) for person, held in people.items()}
        for client, people in found.items()
    }


def projected(row: Row, capacities: frozenset[str]) -> Row:
    """Return what somebody in these capacities may see of a record: all that ever leaves."""
    return row.only(lambda name: visible(capacities, row.kind, name))


def publish(ledger: Ledger, now: datetime, held: Holders | None = None) -> None:
    """Add what changed in a ledger to the feeds of those who may see it.

    `held` are the holders of the changed dossiers, with grants that this transaction makes.
    """
    changed = list(ledger.changed())
    clients = {row.client for _, row in changed if row.client is not None}
    if held is None:
        held = holders(ledger.tx, ledger.organisation, clients, now)
    _publish_common(ledger, [pair for pair in changed if pair[1].kind in COMMON])
    people = {person for client in clients for person in held.get(client, {})}
    keys = _keys(ledger.tx, ledger.organisation, people)
    difference: dict[str, int] = defaultdict(int)
    head: dict[str, int] = defaultdict(int)
    for before, row in changed:
        for person, capacities in held.get(row.client or "", {}).items():
            difference[person] += _hash(keys[person], row, capacities)
            difference[person] -= _hash(keys[person], before, capacities)
            head[person] = max(head[person], row.made, *row.versions.values())
    add_to_feeds(ledger.tx, ledger.organisation, difference, head)


def add_to_feeds(
    tx: Connection, organisation: str, difference: dict[str, int], head: dict[str, int]
) -> None:
    """Add differences to the digests of people, whose feeds come at least to these versions."""
    asked = select(_FEED.c.person, _FEED.c.digest, _FEED.c.head).where(
        _FEED.c.organisation == organisation, _FEED.c.person.in_(list(difference))
    )
    lines = [
        {"_person": person, "_head": max(at, head[person]),
         "_digest": digest.add(kept, difference[person])}
        for person, kept, at in tx.execute(asked)
    ]  # fmt: skip
    if lines:
        tx.execute(
            update(_FEED)
            .where(_FEED.c.organisation == organisation, _FEED.c.person == bindparam("_person"))
            .values(head=bindparam("_head"), digest=bindparam("_digest")),
            lines,
        )


def dossier_hash(key: bytes, rows: Iterable[Row], capacities: frozenset[str]) -> int:
    """Return what records add up to for somebody in these capacities."""
    return sum(_hash(key, row, capacities) for row in rows)


def feed_key(tx: Connection, organisation: str, person: str) -> bytes:
    """Return the key of a person's feed."""
    return _keys(tx, organisation, {person})[person]


def common_key(tx: Connection, organisation: str) -> bytes:
    """Return the key of what every desk knows."""
    asked = select(_ORGANISATION.c.common_key).where(_ORGANISATION.c.id == organisation)
    return bytes.fromhex(tx.execute(asked).scalar_one())


def _publish_common(ledger: Ledger, changed: list[tuple[Row | None, Row]]) -> None:
    if not changed:
        return
    key, nobody = common_key(ledger.tx, ledger.organisation), frozenset[str]()
    difference = sum(
        _hash(key, row, nobody) - _hash(key, before, nobody) for before, row in changed
    )
    head = max(max([row.made, *row.versions.values()]) for _, row in changed)
    at = _SEQUENCE.c.organisation == ledger.organisation
    kept = ledger.tx.execute(select(_SEQUENCE.c.common_digest).where(at)).scalar_one()
    ledger.tx.execute(
        update(_SEQUENCE)
        .where(at)
        .values(common_head=head, common_digest=digest.add(kept, difference))
    )


def _hash(key: bytes, row: Row | None, capacities: frozenset[str]) -> int:
    return 0 if row is None else digest.row_hash(key, projected(row, capacities))


def _keys(tx: Connection, organisation: str, people: set[str]) -> dict[str, bytes]:
    asked: Any = select(_FEED.c.person, _FEED.c.key).where(
        _FEED.c.organisation == organisation, _FEED.c.person.in_(list(people))
    )
    return {person: bytes.fromhex(key) for person, key in tx.execute(asked)}

"""Keep, with every change, how far each person's feed has come and what it adds up to.

A feed is what one person receives. Its digest is over the projection of each record for that
person, so that it says nothing about what they may not see.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, bindparam, select, update

from wijkdesk.central.holdings import NONE, Capacities, Holders, differing
from wijkdesk.central.tables import Feed, Organisation, Sequence
from wijkdesk.changes import digest
from wijkdesk.changes.ledger import Ledger, Pair
from wijkdesk.changes.row import Row
from wijkdesk.domain import COMMON
from wijkdesk.policy.access import visible

_FEED = Feed.__table__  # type: ignore[attr-defined]
_SEQUENCE = Sequence.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]


def projected(row: Row, capacities: Capacities) -> Row:
    """Return what somebody in these capacities may see of a record: all that ever leaves."""
    return row.only(lambda name: visible(capacities, row.kind, name))


def publish(
    ledger: Ledger, before: Holders, after: Holders | None = None, version: int = 0
) -> None:
    """Add what changed in a ledger to the feeds of those who may see it.

    `before` are the holders of the changed dossiers, `after` those of every dossier that others
    hold from `version` on: to them the whole dossier comes, or goes.
    """
    moved = after or {}
    ledger.load_dossiers(moved)
    changed = list(ledger.changed())
    _publish_common(ledger, [pair for pair in changed if _of(pair).kind in COMMON])
    added = _Added(ledger)
    for pair in changed:
        row = _of(pair)
        head = version if pair[1] is None else _head(row)
        for person, capacities in _staying(row.client or "", before, moved):
            added.count(person, pair, capacities, capacities, head)
    dossiers: dict[str, list[Pair]] = defaultdict(list)
    for pair in ledger.pairs() if moved else ():
        if pair != (None, None):
            dossiers[_of(pair).client or ""].append(pair)
    for client, person, was, now in differing(before, moved):
        for pair in dossiers[client]:
            added.count(person, pair, was, now, version)
    add_to_feeds(ledger.tx, ledger.organisation, added.difference, added.head)


class _Added:
    """What is added to feeds: by how much their digests differ, and how far they have come."""

    def __init__(self, ledger: Ledger) -> None:
        self.difference: dict[str, int] = defaultdict(int)
        self.head: dict[str, int] = defaultdict(int)
        self._ledger = ledger
        self._keys: dict[str, bytes] = {}

    def count(
        self, person: str, pair: Pair, was_as: Capacities, now_as: Capacities, version: int
    ) -> None:
        """Count a record as it was, in the capacities of then, and as it is."""
        if person not in self._keys:
            self._keys[person] = feed_key(self._ledger.tx, self._ledger.organisation, person)
        key, (before, now) = self._keys[person], pair
        self.difference[person] += _hash(key, now, now_as) - _hash(key, before, was_as)
        self.head[person] = max(self.head[person], version)


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


def feed_key(tx: Connection, organisation: str, person: str) -> bytes:
    """Return the key of a person's feed."""
    asked = select(_FEED.c.key).where(
        _FEED.c.organisation == organisation, _FEED.c.person == person
    )
    return bytes.fromhex(tx.execute(asked).scalar_one())


def common_key(tx: Connection, organisation: str) -> bytes:
    """Return the key of what every desk knows."""
    asked = select(_ORGANISATION.c.common_key).where(_ORGANISATION.c.id == organisation)
    return bytes.fromhex(tx.execute(asked).scalar_one())


def _publish_common(ledger: Ledger, changed: list[Pair]) -> None:
    if not changed:
        return
    key, nobody = common_key(ledger.tx, ledger.organisation), NONE
    difference = sum(
        _hash(key, row, nobody) - _hash(key, before, nobody) for before, row in changed
    )
    head = max(_head(_of(pair)) for pair in changed)
    at = _SEQUENCE.c.organisation == ledger.organisation
    kept = ledger.tx.execute(select(_SEQUENCE.c.common_digest).where(at)).scalar_one()
    ledger.tx.execute(
        update(_SEQUENCE)
        .where(at)
        .values(common_head=head, common_digest=digest.add(kept, difference))
    )


def _staying(client: str, before: Holders, moved: Holders) -> list[tuple[str, Capacities]]:
    """Return who holds a client as they did before, and as what."""
    was = before.get(client, {})
    now = moved.get(client, was)
    return [(person, held) for person, held in was.items() if now.get(person) == held]


def _of(pair: Pair) -> Row:
    """Return a record as it is, or as it was when it is gone."""
    row = pair[1] or pair[0]
    if row is None:
        raise ValueError("a record that never was")
    return row


def _head(row: Row) -> int:
    return max([row.made, *row.versions.values()])


def _hash(key: bytes, row: Row | None, capacities: Capacities) -> int:
    return 0 if row is None else digest.row_hash(key, projected(row, capacities))

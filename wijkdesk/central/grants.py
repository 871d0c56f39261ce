"""Who may have which client, in what capacity: giving a grant fills somebody's feed."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, select

from wijkdesk.central.feeds import (
    Holders,
    add_to_feeds,
    dossier_hash,
    feed_key,
    holders,
    publish,
)
from wijkdesk.central.storage import take_versions
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.domain import Grant
from wijkdesk.domain.noun import wire
from wijkdesk.domain.state import RowState
from wijkdesk.domain.values import Capacity
from wijkdesk.i18n.calendar import today

_STATE = RowState.__table__  # type: ignore[attr-defined]


def give(
    tx: Connection,
    organisation: str,
    client: str,
    person: str,
    capacity: Capacity,
    reason: str,
    now: datetime,
) -> str:
    """Let somebody have a client from today on; return the id of the grant.

    That a client has one contact person at most is the database's to guard.
    """
    version = take_versions(tx, organisation, 1)
    held = holders(tx, organisation, [client], now).get(client, {})
    before = held.get(person, frozenset())
    after = before | {capacity.value}
    _open_dossier(tx, organisation, client, person, before, after, version)
    ledger = Ledger(tx, organisation)
    row = grant_row(client, person, capacity, reason, version, now)
    ledger.add(row)
    publish(ledger, now, {client: {**held, person: after}})
    ledger.write()
    return row.id


def grant_row(
    client: str,
    person: str,
    capacity: Capacity,
    reason: str,
    version: int,
    now: datetime,
    grant: str | None = None,
) -> Row:
    """Return a grant as it is kept and sent, with this id if one is named."""
    values = {
        "person": person, "capacity": capacity.value, "starts": wire(today(now)), "reason": reason,
    }  # fmt: skip
    return Row(Grant.record_kind(), grant or str(uuid4()), client, version, values)


def with_grant(held: Holders, client: str, person: str, capacity: Capacity) -> Holders:
    """Return holders with one grant more."""
    people = held.get(client, {})
    more = people.get(person, frozenset()) | {capacity.value}
    return {**held, client: {**people, person: more}}


def _open_dossier(
    tx: Connection,
    organisation: str,
    client: str,
    person: str,
    before: frozenset[str],
    after: frozenset[str],
    version: int,
) -> None:
    """Add what the dossier already holds to the feed of somebody who now sees more of it."""
    asked = select(_STATE.c.kind, _STATE.c.id).where(
        _STATE.c.organisation == organisation, _STATE.c.client == client
    )
    keys = [(kind, id_) for kind, id_ in tx.execute(asked)]
    ledger = Ledger(tx, organisation)
    ledger.load(keys)
    rows = [row for key in keys if (row := ledger.find(*key)) is not None]
    key = feed_key(tx, organisation, person)
    difference = dossier_hash(key, rows, after) - dossier_hash(key, rows, before)
    add_to_feeds(tx, organisation, {person: difference}, {person: version})

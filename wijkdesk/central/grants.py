"""Who may have which client, in what capacity and until when: grants are given and end here.

A grant is a record in the dossier, so that its history is. What the grants come to on a day is
kept apart (`holdings`), and goes on by itself when a new day begins (`turned`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Connection, and_, or_, select, update

from wijkdesk.central import holdings
from wijkdesk.central.feeds import publish
from wijkdesk.central.holdings import Holders
from wijkdesk.central.storage import take_versions
from wijkdesk.central.tables import Organisation
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.domain import Grant
from wijkdesk.domain.noun import wire
from wijkdesk.domain.values import Capacity

KIND = Grant.record_kind()
_GRANT = Grant.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Given:
    """What a grant lets somebody: a client, as what, why, and between which days.

    `until` is the first day without it, `instead_of` the colleague who is replaced.
    """

    client: str
    person: str
    capacity: Capacity
    reason: str
    starts: date
    until: date | None = None
    note: str | None = None
    instead_of: str | None = None

    def row(self, version: int, grant: str | None = None) -> Row:
        """Return the grant as it is kept and sent, with this id if one is named."""
        values = {
            "person": self.person, "capacity": self.capacity.value, "starts": wire(self.starts),
            "until": wire(self.until), "reason": self.reason, "note": self.note or None,
            "instead_of": self.instead_of,
        }  # fmt: skip
        kept = {name: value for name, value in values.items() if value is not None}
        return Row(KIND, grant or str(uuid4()), self.client, version, kept)


def day(tx: Connection, organisation: str) -> date:
    """Return the day that grants are at: today's, once somebody asked central anything today."""
    asked = select(_ORGANISATION.c.granted_on).where(_ORGANISATION.c.id == organisation)
    found: date = tx.execute(asked).scalar_one()
    return found


def of_client(ledger: Ledger, client: str) -> list[Row]:
    """Return the grants of a client in a ledger."""
    return [
        row for _, row in ledger.pairs()
        if row is not None and row.kind == KIND and row.client == client
    ]  # fmt: skip


def in_force(row: Row, on: date) -> bool:
    """Say whether a grant lets somebody have the client on a day."""
    until = row.values.get("until")
    return row.values["starts"] <= on.isoformat() and (until is None or until > on.isoformat())


def end(row: Row, on: date, version: int) -> None:
    """Let a grant end: this is the first day without it."""
    row.put("until", wire(on), version)


def give(tx: Connection, organisation: str, given: Given, now: datetime) -> str:
    """Let somebody have a client, by itself and not in a sync; return the id of the grant.

    That a client has one contact person at most is the database's to guard.
    """
    version = take_versions(tx, organisation, 1)
    ledger = Ledger(tx, organisation)
    row = given.row(version)
    ledger.add(row)
    conclude(ledger, holdings.holders(tx, organisation, [given.client]), version, now)
    return row.id


def conclude(
    ledger: Ledger, held: Holders, version: int, now: datetime, turned: Iterable[str] = ()
) -> None:
    """Write a ledger and publish it, with what its grants change in who holds what.

    `held` are the holders of dossiers in it, as far as they are known; `version` is its last;
    `turned` are clients whose grants began or ended with the day.
    """
    changed = [row for before, after in ledger.changed() if (row := after or before) and row.client]
    regranted = {row.client for row in changed if row.client and row.kind == KIND} | set(turned)
    others = ({row.client for row in changed if row.client} | regranted) - set(held)
    held = {**holdings.holders(ledger.tx, ledger.organisation, others), **held}
    ledger.load_dossiers(regranted)
    after = _holders(ledger, regranted, day(ledger.tx, ledger.organisation))
    moved = {client: now_ for client, now_ in after.items() if now_ != held.get(client, {})}
    publish(ledger, held, moved, version)
    holdings.keep(ledger.tx, ledger.organisation, held, moved, version, now)
    ledger.write()


def turned(tx: Connection, organisation: str, before: date, on: date) -> set[str]:
    """Let it be a later day; return the clients whose grants began or ended since."""
    begun = and_(_GRANT.c.starts > before, _GRANT.c.starts <= on)
    ended = and_(_GRANT.c.until > before, _GRANT.c.until <= on)
    asked = select(_GRANT.c.client).where(_GRANT.c.organisation == organisation, or_(begun, ended))
    clients = set(tx.execute(asked).scalars())
    at = update(_ORGANISATION).where(_ORGANISATION.c.id == organisation)
    tx.execute(at.values(granted_on=on))
    return clients


def _holders(ledger: Ledger, clients: set[str], on: date) -> Holders:
    """Return who holds these clients on a day, as the grants in a ledger say."""
    found: dict[str, dict[str, set[str]]] = {client: defaultdict(set) for client in clients}
    for _, row in ledger.pairs():
        if row is not None and row.kind == KIND and row.client in found and in_force(row, on):
            found[row.client][row.values["person"]].add(row.values["capacity"])
    return {
        client: {person: frozenset(capacities) for person, capacities in people.items()}
        for client, people in found.items()
    }

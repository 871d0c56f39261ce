"""Read the records of one dossier with what a screen shows beside their own fields."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Client, Person
from wijkdesk.domain.noun import Noun, Purpose
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.parameters import parameter
from wijkdesk.store import audit, confirmed, outbox, records
from wijkdesk.store.database import Transaction

_UNSEEN: dict[str, Any] = {"given_name": "", "family_name": "", "neighbourhood": ""}


def unseen(organisation: str, client: str) -> Client:
    """Return a name for a client whose dossier only central has."""
    return Client(organisation=organisation, id=client, **_UNSEEN)


def log_look(desk: Desk, tx: Transaction, client: str, capacity: str | None = None) -> None:
    """Log that this person looks into a dossier, in the capacity they hold it or another.

    Somebody who is still at it is not logged again at every change on the screen.
    """
    now, person = desk.now(), desk.person.id
    minutes = parameter("same_look_minutes", today(now)).value
    if audit.looking(tx, person, client, now - timedelta(minutes=minutes)):
        return
    if capacity is None:
        capacity = records.capacity(tx, person, client, today(now))
    audit.add(
        tx, now, person, capacity, "open_client", "client", client, client,
        purpose=Purpose.WORK.value,
    )  # fmt: skip


def log_search(desk: Desk, field: str, count: int) -> None:
    """Log that this person searched: in which field and how many were found, not what was typed.

    Somebody who types is searching once: a window calls this when typing rests for two seconds or
    a result is opened.
    """
    now, what = desk.now(), {"field": field, "count": count}
    with desk.database.transaction() as tx:
        audit.add(tx, now, desk.person.id, "", "search", purpose=Purpose.WORK.value, what=what)


def with_state(desk: Desk, noun: type[Noun], client: str) -> list[dict[str, Any]]:
    """Return a client's records of one kind, each with what its line shows.

    Beside its own fields: `record_kind`, `recorded_by_name`, `waiting` (whether central does not
    know it yet) and `versions` (how many fields have two). Raises UserError("unknown_record").
    """
    kind = noun.record_kind()
    with desk.reading() as tx:
        if records.find(tx, Client, client) is None:
            raise UserError("unknown_record", field="client")
        log_look(desk, tx, client)
        found = records.of_client(tx, noun, client)
        names = {person.id: person.name for person in records.everything(tx, Person)}
        waiting = {line.id for line in outbox.waiting(tx) if line.kind == kind}
        gone = outbox.withdrawn(tx)
        double = Counter(row.id for row, _ in confirmed.double(tx, client))
    return [
        {
            "id": record.id,
            **{name: getattr(record, name) for name in noun.facts()},
            "record_kind": kind,
            "recorded_by_name": names.get(getattr(record, "recorded_by", ""), ""),
            "waiting": record.id in waiting,
            "versions": double[record.id],
        }
        for record in found
        if record.id not in gone
    ]

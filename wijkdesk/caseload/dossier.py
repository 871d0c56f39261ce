"""Read the records of one dossier with what a screen shows beside their own fields."""

from __future__ import annotations

from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Client, Person
from wijkdesk.domain.noun import Noun
from wijkdesk.errors import UserError
from wijkdesk.store import confirmed, outbox, records


def with_state(desk: Desk, noun: type[Noun], client: str) -> list[dict[str, Any]]:
    """Return a client's records of one kind, each with what its line shows.

    Beside its own fields: `record_kind`, `recorded_by_name`, `waiting` (whether central does not
    know it yet) and `versions` (how many fields have two). Raises UserError("unknown_record").
    """
    kind = noun.record_kind()
    with desk.reading() as tx:
        if records.find(tx, Client, client) is None:
            raise UserError("unknown_record", field="client")
        found = records.of_client(tx, noun, client)
        names = {person.id: person.name for person in records.everything(tx, Person)}
        waiting = {line.id for line in outbox.waiting(tx) if line.kind == kind}
        double = {row.id: row for row in confirmed.with_versions(tx, client) if row.kind == kind}
    return [
        {
            "id": record.id,
            **{name: getattr(record, name) for name in noun.facts()},
            "record_kind": kind,
            "recorded_by_name": names.get(getattr(record, "recorded_by", ""), ""),
            "waiting": record.id in waiting,
            "versions": _how_many(double, record.id),
        }
        for record in found
    ]


def _how_many(double: dict[str, Any], id_: str) -> int:
    return sum(name.startswith("!") for name in double[id_].values) if id_ in double else 0

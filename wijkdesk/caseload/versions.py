"""Two versions of a field: what colleagues wrote without seeing each other, and choosing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.changes.row import Row
from wijkdesk.domain import NOUNS, Client, Person
from wijkdesk.domain.noun import typed
from wijkdesk.errors import UserError
from wijkdesk.store import confirmed, records

HEAD = "head"


def choose_version(desk: Desk, client: str, record: str, field: str, version: str) -> Touched:
    """Kies welke versie van een veld geldt; de andere verdwijnt uit beeld."""
    with desk.act("choose_version") as act:
        rows = confirmed.with_versions(act.tx, client)
        row = next((row for row in rows if row.id == record and row.kind in NOUNS), None)
        if row is None:
            raise UserError("unknown_record", field="record")
        noun = NOUNS[row.kind]
        known = row.others(field) if field in noun.facts() else []
        others = {other["op"]: other["v"] for other in known}
        if (version != HEAD and version not in others) or not others:
            raise UserError("no_such_version", field="version")
        value = row.values.get(field) if version == HEAD else others[version]
        found = act.find(noun, record, "record")
        act.change(found, seen=tuple(others), **{field: typed(noun, field, value)})
        return act.touched


def versions(desk: Desk, client: str | None = None) -> list[dict[str, Any]]:
    """Velden met twee versies, met wie ze schreef en wanneer; één regel per veld."""
    with desk.reading() as tx:
        double = confirmed.double(tx, client)
        names = {person.id: person.name for person in records.everything(tx, Person)}
        ids = {row.client for row, _ in double if row.client}
        clients = {found.id: found.name for found in records.with_ids(tx, Client, list(ids))}
    return [
        {
            "client": row.client,
            "client_name": clients.get(row.client or "", ""),
            "record": row.id,
            "kind": row.kind,
            "field": field,
            "values": _values(row, field, names),
        }
        for row, field in double
    ]


def _values(row: Row, field: str, names: dict[str, str]) -> list[dict[str, Any]]:
    noun = NOUNS[row.kind]
    others = row.others(field)
    head = {"op": HEAD, "v": row.values.get(field), **(others[0].get("over") or {})}
    return [
        {
            "version": version["op"],
            "value": typed(noun, field, version["v"]),
            "head": version["op"] == HEAD,
            "who": names.get(version.get("by", ""), ""),
            "at": datetime.fromisoformat(version["at"]) if version.get("at") else None,
            "late": bool(version.get("late")),
        }
        for version in (head, *others)
    ]

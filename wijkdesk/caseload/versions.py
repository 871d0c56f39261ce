"""Two versions of a field: what colleagues wrote without seeing each other, and choosing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.changes.row import OTHER, Row
from wijkdesk.domain import NOUNS, Client, Person
from wijkdesk.domain.noun import typed
from wijkdesk.errors import UserError
from wijkdesk.store import confirmed, outbox, records

HEAD = "head"


def choose_version(desk: Desk, client: str, record: str, field: str, version: str) -> Touched:
    """Kies welke versie van een veld geldt; de andere verdwijnt uit beeld."""
    with desk.act("choose_version") as act:
        rows = confirmed.with_versions(act.tx, client)
        row = next((row for row in rows if row.id == record), None)
        if row is None:
            raise UserError("unknown_record", field="record")
        others = {other["op"]: other["v"] for other in row.others(field)}
        if (version != HEAD and version not in others) or not others:
            raise UserError("no_such_version", field="version")
        noun = NOUNS[row.kind]
        value = row.values.get(field) if version == HEAD else others[version]
        found = act.find(noun, record, "record")
        act.change(found, seen=tuple(others), **{field: typed(noun, field, value)})
        return act.touched


def versions(desk: Desk, client: str | None = None) -> list[dict[str, Any]]:
    """Velden met twee versies, met wie ze schreef en wanneer; één regel per veld."""
    with desk.reading() as tx:
        rows = confirmed.with_versions(tx, client)
        names = {person.id: person.name for person in records.everything(tx, Person)}
        chosen = {(line.id, line.field) for line in outbox.waiting(tx)}
        clients = {row.client: records.find(tx, Client, row.client or "") for row in rows}
    out = []
    for row in rows:
        for name in sorted(row.values):
            field = name.removeprefix(OTHER)
            if name.startswith(OTHER) and (row.id, field) not in chosen:
                found = clients[row.client]
                out.append(
                    {
                        "client": row.client,
                        "client_name": found.name if found else "",
                        "record": row.id,
                        "kind": row.kind,
                        "field": field,
                        "values": _values(row, field, names),
                    }
                )
    return out


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
        }
        for version in (head, *others)
    ]

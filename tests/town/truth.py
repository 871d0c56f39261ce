"""Whether a desk holds what central holds, compared table by table and not by their digests."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from wijkdesk.caseload.desk import Desk
from wijkdesk.central.storage import Storage
from wijkdesk.changes import digest
from wijkdesk.domain import COMMON, DOSSIER
from wijkdesk.domain.noun import Noun, wire
from wijkdesk.i18n.calendar import today
from wijkdesk.store import meta

Record = dict[str, Any]
Held = dict[tuple[str, str], Record]

# What a desk is not told of a colleague.
UNTOLD = {"person": {"email"}}


def differences(storage: Storage, name: str, desk: Desk, now: datetime) -> list[str]:
    """Return in words where this desk and central differ."""
    with storage.snapshot() as tx:
        clients = _clients_of(tx, desk.organisation, desk.known["person"], now)
        theirs = held(tx, desk.organisation, clients)
        kept = _digest(tx, desk)
    with desk.reading() as tx:
        ours = held(tx, desk.organisation, None)
        mine = int(meta.read(tx).get("digest", "0"), 16)
        waits = tx.execute(text("SELECT count(*) FROM outbox")).scalar()
    said = [f"{name}: {key} only at the desk" for key in ours.keys() - theirs.keys()]
    said += [f"{name}: {key} only at central" for key in theirs.keys() - ours.keys()]
    said += [
        f"{name}: {key} is {ours[key]} at the desk, {theirs[key]} at central"
        for key in ours.keys() & theirs.keys()
        if ours[key] != theirs[key]
    ]
    if waits:
        said.append(f"{name}: {waits} changes wait")
    if mine != kept:
        said.append(f"{name}: the digests differ")
    return said


def held(tx: Connection, organisation: str, clients: set[str] | None) -> Held:
    """Return every record with its versions; of these clients and what everybody knows, or all."""
    versions = _versions(tx, organisation)
    states = {
        (line.kind, line.id): line
        for line in tx.execute(
            text("SELECT * FROM row_state WHERE organisation = :o"), {"o": organisation}
        )
    }
    found: Held = {}
    for kind, noun in {**DOSSIER, **COMMON}.items():
        untold = UNTOLD.get(kind, set())
        for record in _records(tx, noun, organisation):
            state = states.pop((kind, record["id"]), None)
            client = state.client if state else None
            if clients is None or client in clients or (state and client is None):
                found[kind, record["id"]] = {
                    "values": {n: wire(record[n]) for n in noun.fields() if n not in untold},
                    "client": client,
                    "made": state.made if state else None,
                    "extra": json.loads(state.extra) if state else None,
                    "versions": versions.get((kind, record["id"]), {}),
                }
    assert not states, "a state without its record"
    return found


def _records(tx: Connection, noun: type[Noun], organisation: str) -> list[Record]:
    table = noun.__table__  # type: ignore[attr-defined]
    asked = table.select().where(table.c.organisation == organisation)
    return [dict(line) for line in tx.execute(asked).mappings()]


def _versions(tx: Connection, organisation: str) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], dict[str, int]] = {}
    asked = text("SELECT * FROM field_version WHERE organisation = :o")
    for line in tx.execute(asked, {"o": organisation}):
        found.setdefault((line.kind, line.id), {})[line.field] = line.version
    return found


def _clients_of(tx: Connection, organisation: str, person: str, now: datetime) -> set[str]:
    asked = text(
        'SELECT client FROM "grant" WHERE organisation = :o AND person = :p AND starts <= :d'
        " AND (until IS NULL OR until > :d)"
    )
    values = {"o": organisation, "p": person, "d": today(now).isoformat()}
    return {str(client) for client in tx.execute(asked, values).scalars()}


def _digest(tx: Connection, desk: Desk) -> int:
    """Return what central says this desk's records add up to."""
    asked = text(
        "SELECT f.digest AS own, s.common_digest AS common FROM feed f JOIN sequence s"
        " ON s.organisation = f.organisation WHERE f.organisation = :o AND f.person = :p"
    )
    line = tx.execute(asked, {"o": desk.organisation, "p": desk.known["person"]}).one()
    return int(digest.add(line.common, int(line.own, 16)), 16)

"""The log of this desk: who did or saw what, each line chained to the one before."""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from wijkdesk.changes.log import chained
from wijkdesk.domain.noun import wire
from wijkdesk.store.statement import Insert, run
from wijkdesk.store.tables import Audit

_AUDIT = Audit.__table__  # type: ignore[attr-defined]
_LAST = "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1"
_ADD = Insert(_AUDIT)


def add(
    tx: Connection,
    at: datetime,
    person: str,
    capacity: str,
    act: str,
    kind: str | None = None,
    record: str | None = None,
    client: str | None = None,
    *,
    purpose: str | None = None,
    what: dict[str, Any] | None = None,
) -> None:
    """Add a line: somebody in a capacity did or saw something, of a client if there was one.

    `purpose` is a code of why, `what` what it was about: names of fields, counts, a document;
    never what was typed or read.
    """
    last = run(tx, _LAST).fetchone()
    n, before = (last[0] + 1, last[1]) if last else (1, "")
    line = {
        "n": n, "at": at, "person": person, "capacity": capacity, "act": act, "kind": kind,
        "record": record, "client": client, "salt": os.urandom(16).hex(), "purpose": purpose,
        "what": json.dumps(what, ensure_ascii=False) if what else None,
    }  # fmt: skip
    _ADD(tx, {**line, "hash": chained(before, _travelled(line))})


def after(tx: Connection, n: int, most: int) -> list[dict[str, Any]]:
    """Return the lines after number `n`, as they are sent: each with its hash."""
    found = tx.execute(select(_AUDIT).where(_AUDIT.c.n > n).order_by(_AUDIT.c.n).limit(most))
    return [_travelled(dict(line)) for line in found.mappings()]


def of_client(tx: Connection, client: str) -> list[dict[str, Any]]:
    """Return the lines about a client, newest first."""
    found = tx.execute(select(_AUDIT).where(_AUDIT.c.client == client).order_by(_AUDIT.c.n.desc()))
    return [dict(line) for line in found.mappings()]


def looking(tx: Connection, person: str, client: str, since: datetime) -> bool:
    """Say whether a person already has a line about this client since this moment."""
    asked = select(_AUDIT.c.n).where(
        _AUDIT.c.client == client, _AUDIT.c.person == person, _AUDIT.c.at > since
    )
    return tx.execute(asked.limit(1)).first() is not None


def broken_at(tx: Connection) -> int | None:
    """Return the number of the first line that does not follow from the one before, or None."""
    before, expected = "", 1
    for line in tx.execute(select(_AUDIT).order_by(_AUDIT.c.n)).mappings():
        if line["n"] != expected or line["hash"] != chained(before, _travelled(dict(line))):
            return int(line["n"])
        before, expected = line["hash"], expected + 1
    return None


def _travelled(line: dict[str, Any]) -> dict[str, Any]:
    return {name: wire(value) for name, value in line.items() if value is not None}

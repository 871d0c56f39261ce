"""What was done at central, and the end of every log under one signature, to be kept elsewhere.

Who keeps the signed ends outside central sees later whether a line before them was changed or
taken away: the ends of that moment can be made again from the lines that were received by then.
"""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from wijkdesk.central.log import CENTRAL
from wijkdesk.central.storage import Storage
from wijkdesk.central.tables import AuditLine
from wijkdesk.changes import seal
from wijkdesk.domain.noun import wire
from wijkdesk.i18n.calendar import today

_AUDIT = AuditLine.__table__  # type: ignore[attr-defined]
_TOLD = ("person", "capacity", "act", "record", "client", "purpose")


def lines(storage: Storage) -> list[dict[str, Any]]:
    """Return the lines of central's own log, oldest first: at, who, what, of whom and why."""
    organisation = storage.organisation().id
    asked = (
        select(_AUDIT.c.n, _AUDIT.c.body)
        .where(_AUDIT.c.organisation == organisation, _AUDIT.c.device == CENTRAL)
        .order_by(_AUDIT.c.n)
    )
    with storage.snapshot() as tx:
        found = [(n, json.loads(body)) for n, body in tx.execute(asked)]
    return [
        {"id": str(n), "at": datetime.fromisoformat(said["at"]),
         **{name: said.get(name) for name in _TOLD}}
        for n, said in found
    ]  # fmt: skip


def head(storage: Storage, now: datetime, until: datetime | None = None) -> dict[str, Any]:
    """Return {number, hash, day, at, signature}: how many lines there are, and their ends in one.

    The signature is over the other parts, by the key that signs orders. `until` asks for the ends
    as they were at a moment; else as they are.
    """
    organisation, at = storage.organisation(), until or now
    with storage.snapshot() as tx:
        number, ends = _ends(tx, organisation.id, at)
    told: dict[str, Any] = {
        "number": number,
        "hash": sha256(seal.canonical(ends)).hexdigest(),
        "day": today(at).isoformat(),
        "at": wire(at),
    }
    private = bytes.fromhex(organisation.signing_key)
    return {**told, "signature": seal.to_text(seal.sign(private, seal.canonical(told)))}


def _ends(tx: Connection, organisation: str, at: datetime) -> tuple[int, list[list[Any]]]:
    """Return how many lines were received by a moment, and [device, n, hash] of each log's last."""
    last = (
        select(_AUDIT.c.device, func.max(_AUDIT.c.n).label("n"), func.count().label("many"))
        .where(_AUDIT.c.organisation == organisation, _AUDIT.c.received_at <= at)
        .group_by(_AUDIT.c.device)
        .subquery()
    )
    asked = (
        select(_AUDIT.c.device, _AUDIT.c.n, _AUDIT.c.hash, last.c.many)
        .join(last, (last.c.device == _AUDIT.c.device) & (last.c.n == _AUDIT.c.n))
        .where(_AUDIT.c.organisation == organisation)
    )
    found = sorted(tuple(line) for line in tx.execute(asked))
    return sum(line[3] for line in found), [list(line[:3]) for line in found]

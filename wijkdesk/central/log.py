"""The log of central itself, in the same chain as a desk's."""

from __future__ import annotations

import json
import os
from datetime import datetime

from sqlalchemy import Connection, insert, select

from wijkdesk.central.tables import AuditLine
from wijkdesk.changes.log import chained
from wijkdesk.domain.noun import wire

_AUDIT = AuditLine.__table__  # type: ignore[attr-defined]
CENTRAL = "central"


def add(
    tx: Connection,
    organisation: str,
    now: datetime,
    act: str,
    record: str,
    person: str = CENTRAL,
    capacity: str = "admin",
    **more: str,
) -> None:
    """Add a line: what an administrator did, and to whom; or a colleague, by name and capacity.

    `more` is what else a line of a log may say: client, purpose.
    """
    last = tx.execute(
        select(_AUDIT.c.n, _AUDIT.c.hash)
        .where(_AUDIT.c.organisation == organisation, _AUDIT.c.device == CENTRAL)
        .order_by(_AUDIT.c.n.desc())
        .limit(1)
    ).first()
    n, before = (last.n + 1, last.hash) if last else (1, "")
    line = {
        "n": n, "at": wire(now), "person": person, "capacity": capacity, "act": act,
        "record": record, "salt": os.urandom(16).hex(), **more,
    }  # fmt: skip
    tx.execute(
        insert(_AUDIT).values(
            organisation=organisation, device=CENTRAL, n=n, body=json.dumps(line),
            hash=chained(before, line), received_at=now,
        )
    )  # fmt: skip

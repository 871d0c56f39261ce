"""A central that was put back, or goes on from a replica, says so to its desks by a new epoch.

A replica that became the server, and a server that was brought back to a moment, go on under
another timeline of PostgreSQL: that is seen by itself. A dump that was read back is not, nor a
file of SQLite: then somebody says `wijkdesk central restored`.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text, update

from wijkdesk.central import log
from wijkdesk.central.counter import advance
from wijkdesk.central.tables import Organisation
from wijkdesk.errors import OutsideTrouble

_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]

JUMP = 1 << 32
"""How far the counter goes ahead: more than was ever given out in what got lost."""
# A replica that only follows has no timeline of its own yet.
_TIMELINE = text(
    "SELECT CASE WHEN pg_is_in_recovery() THEN NULL"
    " ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END"
)


def new() -> str:
    """Return an epoch that nobody has seen."""
    return secrets.token_urlsafe(6)


def renew(tx: Connection, organisation: str, now: datetime) -> str:
    """Give an organisation a new epoch, which is returned, and numbers that were never given.

    Raises OutsideTrouble("versions_used_up").
    """
    advance(tx, organisation, JUMP)
    epoch = new()
    tx.execute(update(_ORGANISATION).where(_ORGANISATION.c.id == organisation).values(epoch=epoch))
    log.add(tx, organisation, now, "restored", organisation)
    return epoch


def timeline_of(tx: Connection) -> str | None:
    """Return the timeline of a server of PostgreSQL; None for SQLite, which has none.

    Raises OutsideTrouble("database_stands_by") for a replica, which takes nothing.
    """
    if tx.dialect.name != "postgresql":
        return None
    timeline: str | None = tx.execute(_TIMELINE).scalar_one()
    if timeline is None:
        raise OutsideTrouble("database_stands_by")
    return timeline


def follow(tx: Connection, now: datetime) -> None:
    """Renew the epoch when the server goes on under another timeline than it did.

    The first timeline that is seen is only kept. Raises as `timeline_of`.
    """
    timeline = timeline_of(tx)
    if timeline is None:
        return
    other = _ORGANISATION.c.timeline.is_distinct_from(timeline)
    for organisation in tx.execute(select(_ORGANISATION.c.id).where(other)).scalars().all():
        advance(tx, organisation, 0)  # from here on one at a time
        own = _ORGANISATION.c.id == organisation
        kept: Any = tx.execute(select(_ORGANISATION.c.timeline).where(own)).scalar()
        if kept not in (None, timeline):
            renew(tx, organisation, now)
        tx.execute(update(_ORGANISATION).where(own).values(timeline=timeline))

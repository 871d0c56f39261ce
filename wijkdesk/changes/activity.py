"""When something last happened in a dossier: counted the same way at both ends."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, func, select

from wijkdesk.domain import DOSSIER
from wijkdesk.i18n.calendar import today

# The days and moments at which something happened; what is planned is not among them.
_HAPPENED = {
    "barrier": ("recorded_at", "measured_on", "closed_on"),
    "action": ("recorded_at", "finished_on"),
    "contact_moment": ("recorded_at", "at"),
    "work_note": ("recorded_at",),
    "grant": ("starts", "until"),
}


def last_activity(tx: Connection, organisation: str, client: str | None = None) -> dict[str, date]:
    """Return per client the last day something happened, of one client or of all."""
    found: dict[str, date] = {}
    for kind, names in _HAPPENED.items():
        table = DOSSIER[kind].__table__  # type: ignore[attr-defined]
        asked = (
            select(table.c.client, *(func.max(table.c[name]) for name in names))
            .where(table.c.organisation == organisation)
            .group_by(table.c.client)
        )
        if client is not None:
            asked = asked.where(table.c.client == client)
        for id_, *lasts in tx.execute(asked):
            days = [_day(last) for last in lasts if last is not None]
            found[id_] = max([*days, *([found[id_]] if id_ in found else [])])
    return found


def _day(last: date | datetime) -> date:
    return today(last) if isinstance(last, datetime) else last

"""What a new day brings by itself: grants begin and end, and notes whose time is over go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from wijkdesk.central import grants, withdraw
from wijkdesk.central.storage import take_versions
from wijkdesk.changes.ledger import Ledger
from wijkdesk.i18n.calendar import today


def begin(tx: Connection, organisation: str, now: datetime) -> None:
    """Let the day begin, once, and make up for the days on which nobody asked."""
    version = take_versions(tx, organisation, 1)
    before, on = grants.day(tx, organisation), today(now)
    if on <= before:
        return
    ledger = Ledger(tx, organisation)
    turned = grants.turned(tx, organisation, before, on)
    withdraw.let_expire(ledger, on, version, now)
    grants.conclude(ledger, {}, version, now, turned)

"""What a desk wrote before it heard that a client is no longer its person's (security.md H5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from wijkdesk.central.access import Caller
from wijkdesk.central.command import coordinators_of
from wijkdesk.central.holdings import Capacities
from wijkdesk.central.notices import tell as tell_people
from wijkdesk.central.tables import Revocation
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.access import may_write
from wijkdesk.policy.parameters import parameter

_REVOKED = Revocation.__table__  # type: ignore[attr-defined]


def unheard(tx: Connection, caller: Caller, since: int, now: datetime) -> frozenset[str]:
    """Return the clients of whom a desk that has come to `since` does not know they are gone.

    After the days of policy nothing comes late any more: it is refused.
    """
    first = now - timedelta(days=parameter("late_days", today(now)).value)
    asked = select(_REVOKED.c.client).where(
        _REVOKED.c.organisation == caller.organisation,
        _REVOKED.c.person == caller.person,
        _REVOKED.c.version > since,
        _REVOKED.c.at >= first,
    )
    return frozenset(tx.execute(asked).scalars())


def tell(
    tx: Connection, caller: Caller, client: str, held: dict[str, Capacities], now: datetime
) -> None:
    """Tell who works with a client now that something came late; else the coordinators."""
    people = [person for person, capacities in held.items() if may_write(capacities)]
    people = people or coordinators_of(tx, caller.organisation, client)
    tell_people(
        tx, caller.organisation, people, "came_late", "client", client, client, "", now
    )  # fmt: skip

"""Orders to laptops that are no longer trusted: signed, since a status alone erases nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from wijkdesk.central import log
from wijkdesk.central.storage import take_versions
from wijkdesk.central.tables import Organisation
from wijkdesk.changes.order import Order
from wijkdesk.domain import Device
from wijkdesk.domain.noun import wire

_DEVICE = Device.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]


def order(tx: Connection, organisation: str, device: str, now: datetime) -> dict[str, Any]:
    """Return the signed order a revoked device gets, as it is sent.

    Empty for a device that never said which vault it holds: nothing can be named to destroy.
    """
    asked = (
        select(_DEVICE.c.vault, _DEVICE.c.orders, _ORGANISATION.c.signing_key)
        .join(_ORGANISATION, _ORGANISATION.c.id == _DEVICE.c.organisation)
        .where(_DEVICE.c.organisation == organisation, _DEVICE.c.id == device)
    )
    found = tx.execute(asked).one()
    if not found.vault or not found.signing_key:
        return {}
    step = 1 if found.orders < 2 else 2
    given = Order(device=device, vault=found.vault, step=step, at=str(wire(now)))
    return given.signed(bytes.fromhex(found.signing_key))


def given(tx: Connection, device: str, now: datetime) -> None:
    """Keep that a device was told to destroy its keys."""
    told = update(_DEVICE).where(_DEVICE.c.id == device).values(seen_at=now)
    organisation = tx.execute(told.returning(_DEVICE.c.organisation)).scalar_one()
    take_versions(tx, organisation, 1)  # the log of central is written by one at a time
    log.add(tx, organisation, now, "order_destroy", device)

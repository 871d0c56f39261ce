"""Obey what central orders this laptop, and nobody else: a status by itself erases nothing."""

from __future__ import annotations

from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.changes import seal
from wijkdesk.changes.order import Order
from wijkdesk.errors import OutsideTrouble


def obey(desk: Desk, message: dict[str, Any]) -> None:
    """Destroy the keys of this desk when this answer orders it, and close it.

    The order must be signed by the key of central that was kept at enrolment, and name this
    device and this vault; whatever else arrives changes nothing. Raises
    OutsideTrouble("desk_destroyed") when it was done.
    """
    pinned = seal.from_text(desk.known.get("central_key", "")) or b""
    order = Order.received(message, pinned)
    own = (desk.known["device"], desk.known.get("vault"))
    if order is None or (order.device, order.vault) != own or order.step not in (1, 2):
        return
    desk.destroy(recovery=order.step == 2)
    raise OutsideTrouble("desk_destroyed")

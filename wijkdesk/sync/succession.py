"""Go on with a desk that was put back or copied, under a device number of its own.

What central received of it before, from this copy or another, is not sent again.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wijkdesk.changes.merge import Outcome
from wijkdesk.store import meta, outbox, sent
from wijkdesk.store.database import Transaction


def asked(tx: Transaction) -> dict[str, Any]:
    """Return the /succeed message: the number this copy goes on under, and all that waits.

    The number is kept, so that after an answer that got lost the same one is asked for again.
    """
    chosen = meta.read(tx).get("successor") or str(uuid4())
    meta.keep(tx, successor=chosen)
    return {"device": chosen, "outbox": [[n, f] for n, f in outbox.fingerprints(tx).items()]}


def under_way(tx: Transaction) -> bool:
    """Say whether a number was asked for of which no answer came."""
    return bool(meta.read(tx).get("successor"))


def go_on(tx: Transaction, device: str, received: dict[int, Outcome]) -> None:
    """Be this device from now on: number what still waits from 1, and send the log anew."""
    outbox.renumber(tx, received)
    sent.forget_all(tx)
    meta.keep(tx, device=device, counter=0, log_sent=0, successor="")

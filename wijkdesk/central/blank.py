"""Take what somebody wrote out of a change that is kept, and do nothing else to it.

In PostgreSQL a function of the owner does this, since the service itself may not change what it
has written; it works out by itself what stays, so that nobody can write history with it. SQLite
has no roles: there it is done here, in the same way.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select, update

from wijkdesk.central.rights import BLANK
from wijkdesk.central.tables import Operation
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Outcome

_OPERATION = Operation.__table__  # type: ignore[attr-defined]

ERASED_FINGERPRINT = ""  # a change whose text is gone answers to its number alone


def blank(tx: Connection, organisation: str, device: str, n: int, field: str | None = None) -> None:
    """Empty the values of change `n` of a device, or only what it says of a field.

    The merged text in its result and every hash of it go too; its number stays, so that a desk
    which sends it again is still answered.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(select(getattr(func, BLANK)(organisation, device, n, field)))
        return
    own = (
        (_OPERATION.c.organisation == organisation)
        & (_OPERATION.c.device == device)
        & (_OPERATION.c.n == n)
    )
    found = tx.execute(select(_OPERATION.c.body, _OPERATION.c.result).where(own)).first()
    if found is None:
        return
    change = emptied(Change.received(json.loads(found.body)), field)
    if change is not None:
        outcome = replace(Outcome.received(json.loads(found.result)), value=None)
        tx.execute(
            update(_OPERATION)
            .where(own)
            .values(
                body=json.dumps(change.travelled(), ensure_ascii=False),
                result=json.dumps(outcome.travelled(), ensure_ascii=False),
                fingerprint=ERASED_FINGERPRINT,
            )
        )


def emptied(change: Change, field: str | None) -> Change | None:
    """Return a change without what was written, of a field if one is named; None: it has none."""
    if field is None:
        empty: Any = {} if change.act is Act.COMMAND else None
        return replace(change, values={} if change.act is Act.NEW else None, value=empty)
    if change.act is Act.NEW:
        kept = {name: value for name, value in (change.values or {}).items() if name != field}
        return replace(change, values=kept)
    written = change.act is not Act.COMMAND and change.field == field
    return replace(change, value=None) if written else None

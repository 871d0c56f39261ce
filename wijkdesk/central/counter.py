"""The one counter of an organisation: who takes from it first has the order of commits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, update

from wijkdesk.central.tables import Sequence
from wijkdesk.changes.change import LARGEST
from wijkdesk.errors import OutsideTrouble


def advance(tx: Connection, organisation: str, how_many: int) -> int:
    """Move the counter of an organisation and return where it stands.

    This locks it until the end of the transaction. Raises OutsideTrouble("versions_used_up") when
    a number would be more than every reader of JSON understands.
    """
    counter: Any = Sequence.__table__  # type: ignore[attr-defined]
    last: int = tx.execute(
        update(counter)
        .where(counter.c.organisation == organisation)
        .values(value=counter.c.value + how_many)
        .returning(counter.c.value)
    ).scalar_one()
    if last >= LARGEST:
        raise OutsideTrouble("versions_used_up")
    return last

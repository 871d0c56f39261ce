"""What this desk is and how far it has come: a few named values in the encrypted file."""

from __future__ import annotations

from sqlalchemy import Connection, Integer, String, bindparam, cast, select, update
from sqlalchemy.dialects.sqlite import insert

from wijkdesk.store.tables import Meta

_META = Meta.__table__  # type: ignore[attr-defined]
_COUNT_UP = (
    update(_META)
    .where(_META.c.name == bindparam("counter"))
    .values(value=cast(cast(_META.c.value, Integer) + 1, String))
    .returning(_META.c.value)
)


def read(tx: Connection) -> dict[str, str]:
    """Return every named value."""
    return {line.name: line.value for line in tx.execute(select(_META.c.name, _META.c.value))}


def keep(tx: Connection, **values: object) -> None:
    """Keep named values, as text."""
    put = insert(_META)
    tx.execute(
        put.on_conflict_do_update(
            index_elements=[_META.c.name], set_={"value": put.excluded.value}
        ),
        [{"name": name, "value": str(value)} for name, value in values.items()],
    )


def count_up(tx: Connection, name: str) -> int:
    """Return the next number of a counter that never goes back."""
    value = tx.execute(_COUNT_UP, {"counter": name}).scalar()
    if value is None:
        keep(tx, **{name: 1})
    return int(value or 1)

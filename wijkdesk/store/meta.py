"""What this desk is and how far it has come: a few named values in the encrypted file."""

from __future__ import annotations

from sqlalchemy import Connection, Integer, String, cast, select, update
from sqlalchemy.dialects.sqlite import insert

from wijkdesk.store.tables import Meta

_META = Meta.__table__  # type: ignore[attr-defined]


def read(tx: Connection) -> dict[str, str]:
    """Return every named value."""
    return dict(tx.execute(select(_META.c.name, _META.c.value)).tuples().all())


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
    raised = update(_META).where(_META.c.name == name)
    value = tx.execute(
        raised.values(value=cast(cast(_META.c.value, Integer) + 1, String)).returning(_META.c.value)
    ).scalar()
    if value is None:
        keep(tx, **{name: 1})
    return int(value or 1)

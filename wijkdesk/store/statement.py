"""Statements that the driver itself runs, inside the transaction of SQLAlchemy.

An act adds three rows while somebody waits; SQLAlchemy takes longer to look at such a statement
again than SQLite takes to run it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect()


def run(tx: Connection, text: str, values: tuple[Any, ...] = ()) -> Any:
    """Run a statement with a ? for each value, and return the driver's cursor."""
    return tx.connection.driver_connection.execute(text, values)  # type: ignore[union-attr]


class Insert:
    """Adds a row to a table; a column that is not named gets nothing."""

    def __init__(self, table: Table) -> None:
        self._text = str(insert(table).compile(dialect=_DIALECT))
        types = ((column.name, column.type.dialect_impl(_DIALECT)) for column in table.columns)
        self._columns = [(name, type_.bind_processor(_DIALECT)) for name, type_ in types]

    def __call__(self, tx: Connection, row: dict[str, Any]) -> None:
        values = [
            row.get(name) if kept is None else kept(row.get(name)) for name, kept in self._columns
        ]
        run(tx, self._text, tuple(values))

"""Look for a text in every table of central."""

from __future__ import annotations

from sqlalchemy import MetaData

from tests.town.town import Town


def found_at(town: Town, mark: str) -> set[str]:
    """Return the tables of central that hold a text, whatever its case."""
    found = MetaData()
    with town.storage.snapshot() as tx:
        found.reflect(tx)
        return {
            table.name
            for table in found.sorted_tables
            if any(mark.lower() in repr(tuple(row)).lower() for row in tx.execute(table.select()))
        }

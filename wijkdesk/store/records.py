"""Keep the records of the profession: make one, find one, set fields of one."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select, update

from wijkdesk.domain.noun import Noun

N = TypeVar("N", bound=Noun)


def make(tx: Connection, record: Noun) -> None:
    """Keep a new record."""
    noun = type(record)
    values = {name: getattr(record, name) for name in ("organisation", "id", *noun.facts())}
    tx.execute(insert(_table(noun)), values)


def find(tx: Connection, noun: type[N], id_: str) -> N | None:
    """Return the record with this id, or None."""
    table = _table(noun)
    found = tx.execute(select(table).where(table.c.id == id_)).mappings().first()
    return noun(**found) if found else None


def with_ids(tx: Connection, noun: type[N], ids: list[str]) -> list[N]:
    """Return the records with these ids."""
    table = _table(noun)
    found = tx.execute(select(table).where(table.c.id.in_(ids))).mappings()
    return [noun(**record) for record in found]


def of_client(tx: Connection, noun: type[N], client: str) -> list[N]:
    """Return every record of this kind in a client's dossier."""
    table = _table(noun)
    found = tx.execute(select(table).where(table.c[noun.dossier_field] == client)).mappings()
    return [noun(**record) for record in found]


def everything(tx: Connection, noun: type[N]) -> list[N]:
    """Return every record of this kind."""
    return [noun(**record) for record in tx.execute(select(_table(noun))).mappings()]


def put(tx: Connection, noun: type[Noun], id_: str, values: dict[str, Any]) -> None:
    """Set fields of a record."""
    table = _table(noun)
    tx.execute(update(table).where(table.c.id == id_).values(values))


def remove(tx: Connection, noun: type[Noun], id_: str) -> None:
    """Take a record away."""
    table = _table(noun)
    tx.execute(delete(table).where(table.c.id == id_))


def _table(noun: type[Noun]) -> Any:
    return noun.__table__  # type: ignore[attr-defined]

"""Keep the records of the profession: make one, find one, set fields of one.

The statements of a noun are made once: making one costs more than running it.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, bindparam, delete, select, update

from wijkdesk.domain.noun import Noun
from wijkdesk.store.statement import Insert, run

N = TypeVar("N", bound=Noun)

_CAPACITY = """
SELECT capacity FROM grant
WHERE client = ? AND person = ? AND (until IS NULL OR until > ?)
"""


def make(tx: Connection, record: Noun) -> None:
    """Keep a new record."""
    noun = type(record)
    values = {name: getattr(record, name) for name in ("organisation", "id", *noun.facts())}
    _insert(noun)(tx, values)


def has(tx: Connection, noun: type[Noun], id_: str) -> bool:
    """Say whether there is a record with this id."""
    asked = f"SELECT 1 FROM {noun.record_kind()} WHERE id = ?"
    return run(tx, asked, (id_,)).fetchone() is not None


def find(tx: Connection, noun: type[N], id_: str) -> N | None:
    """Return the record with this id, or None."""
    found = tx.execute(_where(noun, "id"), {"asked": id_}).mappings().first()
    return noun(**found) if found else None


def capacity(tx: Connection, person: str, client: str, today: date) -> str:
    """Return as what a person holds a client today; "" if this desk knows of no grant."""
    found = run(tx, _CAPACITY, (client, person, today.isoformat())).fetchone()
    return str(found[0]) if found else ""


def with_ids(tx: Connection, noun: type[N], ids: list[str]) -> list[N]:
    """Return the records with these ids."""
    table = _table(noun)
    found = tx.execute(select(table).where(table.c.id.in_(ids))).mappings()
    return [noun(**record) for record in found]


def of_client(tx: Connection, noun: type[N], client: str) -> list[N]:
    """Return every record of this kind in a client's dossier."""
    found = tx.execute(_where(noun, str(noun.dossier_field)), {"asked": client}).mappings()
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


@cache
def _insert(noun: type[Noun]) -> Insert:
    return Insert(_table(noun))


@cache
def _where(noun: type[Noun], field: str) -> Select[Any]:
    table = _table(noun)
    return select(table).where(table.c[field] == bindparam("asked"))


def _table(noun: type[Noun]) -> Any:
    return noun.__table__  # type: ignore[attr-defined]

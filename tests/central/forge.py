"""A desk that sends what our own program never would, under its own sound signature."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import MetaData

from tests.town.road import answered
from tests.town.town import Place, Town
from wijkdesk.store import meta
from wijkdesk.sync.http import Answer
from wijkdesk.sync.round import Signer

AT = "2026-11-23T09:00:00Z"
# What every request touches, whatever becomes of it: counters, and what was asked.
TOUCHED_ANYWAY = {"device", "operation", "sequence"}


def post(town: Town, place: Place, path: str, message: dict[str, Any]) -> Answer:
    """Send any message, signed as this desk."""
    return answered(town.central, Signer(place.desk).signed(path, message))


def message(place: Place, **more: Any) -> dict[str, Any]:
    """Return a sound /sync message of a desk, with more in it."""
    with place.desk.database.transaction() as tx:
        known = meta.read(tx)
    at = [int(known.get("after", 0)), known.get("after_id", "")]
    return {"sv": 1, "since": int(known.get("since", 0)), "after": at, "epoch": known["epoch"],
            **more}  # fmt: skip


def send(town: Town, place: Place, *ops: dict[str, Any]) -> list[Any]:
    """Send these changes; return the acknowledgements."""
    answer = post(town, place, "/sync", message(place, ops=list(ops)))
    assert answer.status == 200, answer
    return list(answer.message.get("acks", []))


def new(
    n: int, kind: str, client: str | None, values: dict[str, Any], **more: Any
) -> dict[str, Any]:
    """Return the making of a record; of a client when none is named."""
    id_ = str(uuid4())
    op = {"n": n, "t": "new", "k": kind, "id": id_, "at": AT, "v": values}
    return {**op, **({"c": client} if client else {}), **more}


def change(n: int, kind: str, id_: str, field: str, value: Any, **more: Any) -> dict[str, Any]:
    """Return a change of a field, by somebody who saw everything there was to see."""
    op = {"n": n, "t": "set", "k": kind, "id": id_, "at": AT, "f": field, "v": value, "b": 0}
    return {**op, **more}


def everything(town: Town) -> dict[str, list[str]]:
    """Return every row of every table at central, but for the counters."""
    found = MetaData()
    with town.storage.snapshot() as tx:
        found.reflect(tx)
        return {
            table.name: sorted(repr(tuple(row)) for row in tx.execute(table.select()))
            for table in found.sorted_tables
            if table.name not in TOUCHED_ANYWAY
        }


def dump(place: Place) -> str:
    """Return every row of every table in a desk's decrypted file."""
    with place.desk.database.transaction() as tx:
        listed = tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [str(name) for name in listed.scalars()]
        return "".join(repr(tx.exec_driver_sql(f'SELECT * FROM "{t}"').all()) for t in tables)

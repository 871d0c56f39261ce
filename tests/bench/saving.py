"""How long saving a barrier takes, beside the same three rows in a plain file.

All write to the same disk, one after the other, with the same care (synchronous=FULL) and the same
tables and indexes. The promise is about plain SQLite as it comes; with the journal of a desk (WAL)
it is quicker, which is told beside it.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, create_engine
from sqlmodel import SQLModel

from tests import desks
from tests.bench.figures import Figure
from wijkdesk.caseload.barrier import record_barrier
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Barrier
from wijkdesk.domain.values import BarrierDomain
from wijkdesk.store.tables import Audit, Outbox

SAID = "Beslag op loon: meer uren werken levert nu niets op"
WARM = 30
TABLES: list[Table] = [noun.__table__ for noun in (Barrier, Outbox, Audit)]  # type: ignore[attr-defined]


def saving(folder: Path, times: int = 300) -> Figure:
    """Return how many times as long as three plain rows an encrypted barrier takes."""
    desk = desks.make(folder / "saving", desks.Clock(), "consultant")
    client = desks.client(desk)

    def ours() -> None:
        record_barrier(desk, client, BarrierDomain.SCHULDEN, severity=2, consequence=SAID)

    ours()
    rows = _last_rows(desk)
    with (
        closing(_empty(folder / "plain.db", "DELETE")) as plain_file,
        closing(_empty(folder / "wal.db", "WAL")) as wal_file,
    ):
        acts = ours, _writing(plain_file, rows), _writing(wal_file, rows)
        for _ in range(WARM):
            for act in acts:
                act()
        passed = [[_milliseconds(act) for act in acts] for _ in range(times)]
    desk.close()
    one, plain, wal = (statistics.median(side) for side in zip(*passed, strict=True))
    beside = f"{one:.2f} ms beside {plain:.2f} ms ({wal:.2f} ms with WAL: {one / wal:.1f} x)"
    return Figure("saving a barrier", one / plain, 3.0, "x", beside)


def _last_rows(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the three rows of the last act, as they were kept."""
    connection = desk.database.connection
    rows = {}
    for table in TABLES:
        cursor = connection.execute(f"SELECT * FROM {table.name} ORDER BY rowid DESC LIMIT 1")
        names = [column[0] for column in cursor.description]
        rows[table.name] = dict(zip(names, cursor.fetchone(), strict=True))
    return rows


def _empty(file: Path, journal: str) -> sqlite3.Connection:
    """Return a plain file with the same three tables."""
    engine = create_engine(f"sqlite:///{file}")
    SQLModel.metadata.create_all(engine, TABLES)
    engine.dispose()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _writing(connection: sqlite3.Connection, rows: dict[str, dict[str, Any]]) -> Callable[[], None]:
    """Return what writes such rows, in one transaction."""
    insert = {
        name: f"INSERT INTO {name} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        for name, row in rows.items()
    }

    def write() -> None:
        made = str(uuid4())
        fresh = {"barrier": {"id": made}, "outbox": {"n": None, "id": made}, "audit": {"n": None}}
        connection.execute("BEGIN IMMEDIATE")
        for name, row in rows.items():
            connection.execute(insert[name], tuple({**row, **fresh[name]}.values()))
        connection.execute("COMMIT")

    return write


def _milliseconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000

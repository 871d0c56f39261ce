"""The tables of a desk: those of the nouns, made whole or not at all, and never of the future."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from sqlalchemy import Table, create_engine, insert, select
from sqlmodel import SQLModel

from tests.desks import SECRET
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.config.paths import migrations
from wijkdesk.domain import NOUNS, WorkNote
from wijkdesk.domain.state import FieldVersion, RowState
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.store import migrate, records, tables
from wijkdesk.store.database import Database

BESIDE = (
    tables.Confirmed, tables.Outbox, tables.Sent, tables.Inbox, tables.Audit, tables.Meta,
    tables.Draft,
)  # fmt: skip
CLASSES = (*NOUNS.values(), RowState, FieldVersion, *BESIDE)
TABLES: list[Table] = [found.__table__ for found in CLASSES]  # type: ignore[attr-defined]


def shape(connection: Any, table: str) -> dict[str, object]:
    """Return the columns, keys and indexes of a table, and whether its numbers come back."""
    indexes = [row[1:4] for row in connection.execute(f"PRAGMA index_list({table})")]
    said = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
    return {
        "columns": [tuple(row) for row in connection.execute(f"PRAGMA table_xinfo({table})")],
        "indexes": sorted(
            (name, unique, origin, [tuple(row)[1:] for row in
             connection.execute(f"PRAGMA index_info({name})")])
            for name, unique, origin in indexes
        ),
        "never again": "AUTOINCREMENT" in said,
    }  # fmt: skip


@pytest.fixture
def declared(tmp_path: Path) -> sqlite3.Connection:
    """Return a plain database with the tables as the classes declare them."""
    file = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{file}")
    SQLModel.metadata.create_all(engine, TABLES)
    engine.dispose()
    return sqlite3.connect(file)


def test_the_tables_are_as_the_classes_declare_them(
    database: Database, declared: sqlite3.Connection
) -> None:
    for table in TABLES:
        made = shape(database.connection, table.name)
        assert made == shape(declared, table.name), table.name
    declared.close()


def test_there_are_no_tables_without_a_class(database: Database) -> None:
    asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
    names = {row[0] for row in database.connection.execute(asked)}
    ours = {n for n in names if not n.startswith(("sqlite_", "_sqlite_", "search_"))}
    assert ours == {table.name for table in TABLES}


def test_a_partial_index_guards_the_contact_person(database: Database) -> None:
    asked = "SELECT sql FROM sqlite_master WHERE name = 'one_contact_person'"
    said = database.connection.execute(asked).fetchone()[0]
    assert "UNIQUE" in said
    assert "capacity = 'contact_person' AND until IS NULL" in said


def test_a_file_is_brought_up_once(database: Database) -> None:
    steps = len(list(migrations("desk").glob("desk_*.py")))
    assert migrate.schema(database) == steps
    migrate.migrate(database)
    assert migrate.schema(database) == steps


def test_a_note_that_came_before_its_table_is_moved_into_it(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "early.db", bytearray(SECRET))
    early = [step for step in migrate._steps() if step.name < "desk_0003_work_note"]
    for step in early:
        step.apply(sqlite_utils.Database(database.connection))
    values = {
        "text": "Vraag naar de fiets", "about_others": False, "expires": "2027-02-16",
        "recorded_at": "2026-11-24T09:30:00Z", "recorded_by": "p", "later": 1,
    }  # fmt: skip
    sent = Row("work_note", "n1", "c1", 7, values)
    with database.transaction() as tx:
        state = {"organisation": "o", "kind": sent.kind, "id": sent.id, "client": sent.client,
                 "made": sent.made, "head": sent.made, "extra": json.dumps(values)}  # fmt: skip
        tx.execute(insert(RowState.__table__), state)  # type: ignore[attr-defined]
    migrate.migrate(database)
    with database.transaction() as tx:
        ledger = Ledger(tx, "o")
        ledger.load([("work_note", "n1")])
        assert ledger.find("work_note", "n1") == sent
        kept = records.find(tx, WorkNote, "n1")
        extra = tx.execute(select(RowState.__table__.c.extra)).scalar()  # type: ignore[attr-defined]
    database.close()
    assert kept is not None
    assert (kept.client, kept.travelled()) == ("c1", {n: values[n] for n in WorkNote.fields()})
    assert json.loads(str(extra)) == {"later": 1}


def test_a_file_of_a_later_version_is_refused_and_left_alone(database: Database) -> None:
    database.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES"
        " ('desk_9999_future', 'fly', '2030-01-01')"
    )
    before = migrate.schema(database)
    with pytest.raises(UserError) as refused:
        migrate.migrate(database)
    assert refused.value.code == "newer_desk"
    assert migrate.schema(database) == before


def test_a_full_disk_leaves_no_half_of_a_schema(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "small.db", bytearray(SECRET))
    database.connection.execute("PRAGMA max_page_count = 12")
    with pytest.raises(OutsideTrouble) as trouble:
        migrate.migrate(database)
    assert trouble.value.code == "disk_full"
    assert migrate.schema(database) == 0
    database.connection.execute("PRAGMA max_page_count = 1000")
    migrate.migrate(database)
    assert database.problems() == []
    database.close()

"""The tables of a desk: those of the nouns, made whole or not at all, and never of the future."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, create_engine
from sqlmodel import SQLModel

from tests.desks import SECRET
from wijkdesk.config.paths import migrations
from wijkdesk.domain import NOUNS
from wijkdesk.domain.state import FieldVersion, RowState
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.store import migrate, tables
from wijkdesk.store.database import Database

BESIDE = (
    tables.Confirmed, tables.Outbox, tables.Sent, tables.Inbox, tables.Audit, tables.Meta,
    tables.Draft,
)  # fmt: skip
CLASSES = (*NOUNS.values(), RowState, FieldVersion, *BESIDE)
TABLES: list[Table] = [found.__table__ for found in CLASSES]  # type: ignore[attr-defined]


# What central guards, and a desk only hears of, bit by bit.
OF_CENTRAL = {"one_contact_person"}


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
            if name not in OF_CENTRAL
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


def test_a_desk_may_hear_of_a_handover_bit_by_bit(database: Database) -> None:
    """That a client has one contact person is central's to guard."""
    asked = "SELECT count(*) FROM sqlite_master WHERE name = 'one_contact_person'"
    assert database.connection.execute(asked).fetchone()[0] == 0


def test_a_file_is_brought_up_once(database: Database) -> None:
    steps = len(list(migrations("desk").glob("desk_*.py")))
    assert migrate.schema(database) == steps
    migrate.migrate(database)
    assert migrate.schema(database) == steps


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

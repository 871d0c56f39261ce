"""Bring the tables of a desk to this version, step by step, in the file itself."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import sqlite_utils
from sqlite_utils.migrations import Migrations

from wijkdesk.config.paths import migrations
from wijkdesk.errors import UserError
from wijkdesk.store.database import Database, said_plainly


def migrate(database: Database) -> bool:
    """Apply the migrations that this file does not have yet; return whether there were any.

    Raises UserError("newer_desk") when a later version of the program made the file, and
    OutsideTrouble when the disk does not want; then the file is as it was.
    """
    steps = _steps()
    with said_plainly():
        db = sqlite_utils.Database(database.connection)
        if _applied(db) - {step.name for step in steps}:
            raise UserError("newer_desk")
        fresh = {step.name for step in steps} - _applied(db)
        for step in steps:
            step.apply(db)
    return bool(fresh)


def schema(database: Database) -> int:
    """Return how many migrations this file has had."""
    return len(_applied(sqlite_utils.Database(database.connection)))


def _applied(db: sqlite_utils.Database) -> set[str]:
    if Migrations.migrations_table not in db.table_names():
        return set()
    asked = f"SELECT DISTINCT migration_set FROM {Migrations.migrations_table}"
    return {row[0] for row in db.execute(asked)}


def _steps() -> list[Migrations]:
    """Return the migrations in their order; each file holds one, named as the file."""
    return [_load(file) for file in sorted(migrations("desk").glob("desk_*.py"))]


def _load(file: Path) -> Migrations:
    found = importlib.util.spec_from_file_location(file.stem, file)
    if found is None or found.loader is None:
        raise ImportError(file)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    step: Migrations = module.migrations
    return step

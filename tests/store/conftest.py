"""Empty encrypted files with the tables of this release, quick: their key is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import SECRET
from wijkdesk.store import migrate
from wijkdesk.store.database import Database


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an encrypted file with every table and nothing in them."""
    file = tmp_path_factory.mktemp("empty") / "desk.db"
    database = Database.create(file, bytearray(SECRET))
    migrate.migrate(database)
    database.close()
    return file


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    """Return a copy of it that belongs to this test."""
    copy = tmp_path / "desk.db"
    copy.write_bytes(empty_file.read_bytes())
    copy.chmod(0o600)
    return copy


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    """Open it."""
    found = Database.open(file, bytearray(SECRET))
    yield found
    if found.connection is not None:
        found.close()

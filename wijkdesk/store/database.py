"""The connection to the encrypted file and its transaction; the only file that knows SQLCipher.

There is one connection, opened with the raw key and closed so that no decrypted page stays in
memory. The order of the calls is not free: another one silently makes another file, or a plain
one.
"""

from __future__ import annotations

import os
from binascii import hexlify
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from wijkdesk.errors import OutsideTrouble, Trouble, UserError

Transaction = Connection  # what everybody above calls it
APPLICATION_ID = 0x57494A4B  # "WIJK"
_KEY_TEXT_LENGTH = 67  # x'64 hexadecimal digits'; any other length becomes a passphrase
# Set on every connection, and read back: (name, value to set, value it must then have).
_PRAGMAS = (
    ("temp_store", "2", 2),
    ("secure_delete", "ON", 1),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
)
# What SQLite says, and what that is called here.
_TROUBLES = (
    ("disk is full", "disk_full"),
    ("disk I/O error", "disk_trouble"),
    ("readonly database", "disk_trouble"),
    ("unable to open", "disk_trouble"),
    ("malformed", "damaged"),
    ("not a database", "damaged"),
    ("database is locked", "desk_in_use"),
)


class Database:
    """An open encrypted file. One thread at a time uses it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: connection,
            module=sqlcipher,
            poolclass=StaticPool,
            hide_parameters=True,
        )
        event.listen(self._engine, "begin", _begin)
        self._held = self._engine.connect()

    @classmethod
    def create(cls, file: Path, key: bytearray) -> Database:
        """Make an encrypted file where there is none, and open it.

        Raises UserError("desk_exists") and OutsideTrouble("disk_trouble").
        """
        try:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError as error:
            raise UserError("desk_exists") from error
        except OSError as error:
            raise OutsideTrouble("disk_trouble") from error
        with said_plainly():
            connection = _connect(file, key)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            return cls(connection)

    @classmethod
    def open(cls, file: Path, key: bytearray) -> Database:
        """Open an encrypted file that is there.

        Raises OutsideTrouble("damaged"): no file, an empty or plain one, or one that this key does
        not open.
        """
        if not file.exists() or file.stat().st_size == 0:
            raise OutsideTrouble("damaged")
        with said_plainly():
            connection = _connect(file, key)
            marked = connection.execute("PRAGMA application_id").fetchone()[0]
            if marked != APPLICATION_ID:
                connection.close()
                raise OutsideTrouble("damaged")
            return cls(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Do everything inside at once, or none of it."""
        with said_plainly(), self._held.begin():
            yield self._held

    def close(self) -> None:
        """Close, leaving neither log nor decrypted pages behind."""
        self._held.close()
        # On a full or damaged disk the log stays: it is encrypted, and read at the next opening.
        with suppress(sqlcipher.Error):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        # Only now: with it on from the start, reading is six times slower.
        self.connection.execute("PRAGMA cipher_memory_security = ON").fetchall()
        self._engine.dispose()
        self.connection.close()
        self.connection = None

    def problems(self) -> list[str]:
        """Return what is wrong with the file: page by page, then in its structure."""
        with said_plainly():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            pages = [row[0] for row in self.connection.execute("PRAGMA cipher_integrity_check")]
            if pages:
                # No structure can be read through a damaged page.
                return pages
            structure = [row[0] for row in self.connection.execute("PRAGMA integrity_check")]
        return [said for said in structure if said != "ok"]


def check() -> str:
    """Return the version of SQLCipher; RuntimeError when it could write plain temporary files."""
    connection = sqlcipher.connect(":memory:")
    try:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
        if not options & {"TEMP_STORE=2", "TEMP_STORE=3"}:
            raise RuntimeError("temporary files would be plain")
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        connection.close()


def _connect(file: Path, key: bytearray) -> Any:
    connection = sqlcipher.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    with ExitStack() as undo:
        undo.callback(connection.close)
        connection.execute("PRAGMA cipher_log_level = NONE")
        text = bytearray(b"x'") + hexlify(key) + b"'"
        if len(text) != _KEY_TEXT_LENGTH:
            raise AssertionError("a key of another length would become a passphrase")
        connection.set_key(text)
        text[:] = bytes(len(text))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _set_up(connection)
        undo.pop_all()
    return connection


def _set_up(connection: Any) -> None:
    for name, value, expected in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != expected:
            raise AssertionError(f"{name} did not take")
    if connection.execute("PRAGMA cipher_status").fetchone()[0] not in (1, "1"):
        raise AssertionError("the file is not encrypted")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what the database says of the world outside into trouble with a code."""
    try:
        yield
    except Trouble:
        raise
    except (DBAPIError, sqlcipher.Error) as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error)
        for words, code in _TROUBLES:
            if words in said:
                raise OutsideTrouble(code) from error
        raise

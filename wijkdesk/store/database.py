"""The connection to the encrypted file and its transaction; the only file that knows SQLCipher.

There is one connection, opened with the raw key and closed so that no decrypted page stays in
memory. The order of the calls is not free: another one silently makes another file, or a plain
one.
"""

from __future__ import annotations

import os
import shutil
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
        self._use(connection)

    def _use(self, connection: Any) -> None:
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
        """Close, leaving neither log nor decrypted pages behind; once closed, it stays so."""
        if self.connection is None:
            return
        self._held.close()
        # On a full or damaged disk the log stays: it is encrypted, and read at the next opening.
        with suppress(sqlcipher.Error):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        # Only now: with it on from the start, reading is six times slower.
        self.connection.execute("PRAGMA cipher_memory_security = ON").fetchall()
        self._engine.dispose()
        self.connection.close()
        self.connection = None

    def forget_log(self) -> None:
        """Empty the write-ahead log, whose old frames hold what was erased."""
        with said_plainly():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def problems(self) -> list[str]:
        """Return what is wrong with the file: page by page, then in its structure."""
        with said_plainly():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return self._problems_of("main")

    def copy_to(self, file: Path) -> None:
        """Write the file as it is now to a new one, under the same key.

        Raises OutsideTrouble("disk_full") and OutsideTrouble("disk_trouble").
        """
        try:
            # SQLite fills an empty file, and would give one of its own to everybody here to read.
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            raise OutsideTrouble("disk_trouble") from error
        with said_plainly():
            self.connection.execute("VACUUM INTO ?", (str(file),))

    def problems_of(self, copy: Path) -> list[str]:
        """Return what is wrong with a copy of this file, opened with the key of this one.

        Raises OutsideTrouble("damaged") when the key does not open it.
        """
        with said_plainly():
            # Without a key of its own, an attached file is opened with that of this connection.
            self.connection.execute("ATTACH ? AS copy", (f"{copy.absolute().as_uri()}?mode=ro",))
            try:
                marked = self.connection.execute("PRAGMA copy.application_id").fetchone()[0]
                return self._problems_of("copy") if marked == APPLICATION_ID else ["application_id"]
            finally:
                self.connection.execute("DETACH copy")

    def compact(self) -> None:
        """Give back the room that erased records took.

        Raises OutsideTrouble("disk_full"); then the file is as it was.
        """
        with said_plainly():
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def change_key(self, file: Path, old: bytearray, new: bytearray) -> None:
        """Encrypt every page of this file anew; killed halfway, it has the one key or the other.

        Raises OutsideTrouble: disk_full and damaged, with nothing changed, and disk_trouble.
        """
        if self.problems():
            raise OutsideTrouble("damaged")
        # Every page is written to the log before it is written to the file.
        if shutil.disk_usage(file.parent).free < 2 * file.stat().st_size:
            raise OutsideTrouble("disk_full")
        with said_plainly():
            text = _key_text(new)
            self.connection.reset_key(text)
            text[:] = bytes(len(text))
            try:
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except sqlcipher.Error as error:
                self._connect_again(file, old, new)
                raise OutsideTrouble("disk_trouble") from error
            if self.connection.execute("PRAGMA cipher_integrity_check").fetchall():
                raise OutsideTrouble("damaged")

    def _connect_again(self, file: Path, *keys: bytearray) -> None:
        """Go on with the key that the file has after a change that failed.

        Such a change says nothing of it, and leaves a connection that can do no more.
        """
        self._held.close()
        self._engine.dispose()
        self.connection.close()
        for key in keys:
            with suppress(sqlcipher.Error):
                self._use(_connect(file, key))
                return
        raise OutsideTrouble("damaged")

    def _problems_of(self, schema: str) -> list[str]:
        asked = f"PRAGMA {schema}.cipher_integrity_check"
        pages = [str(row[0]) for row in self.connection.execute(asked)]
        if pages:
            # No structure can be read through a damaged page.
            return pages
        structure = self.connection.execute(f"PRAGMA {schema}.integrity_check")
        return [str(row[0]) for row in structure if row[0] != "ok"]


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


def check_key(file: Path, key: bytearray) -> None:
    """Raise OutsideTrouble("damaged") when this key does not open a file, which may be in use."""
    with said_plainly():
        _connect(file, key).close()


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
        text = _key_text(key)
        connection.set_key(text)
        text[:] = bytes(len(text))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _set_up(connection)
        undo.pop_all()
    return connection


def _key_text(key: bytearray) -> bytearray:
    """Return a key in the one form that is taken as a key; the caller overwrites it."""
    text = bytearray(b"x'") + hexlify(key) + b"'"
    if len(text) != _KEY_TEXT_LENGTH:
        raise AssertionError("a key of another length would become a passphrase")
    return text


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

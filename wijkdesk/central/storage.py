"""Where the gathered changes rest: PostgreSQL for a municipality, SQLite for one machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from wijkdesk.central.tables import Organisation, Sequence
from wijkdesk.config.paths import migrations
from wijkdesk.errors import OutsideTrouble, UserError

BUSY_SECONDS = 30
POSTGRESQL = "postgresql+psycopg"  # also when an address says no more than postgresql


class Storage:
    """A central's database. `transaction` writes; `snapshot` reads, all at one moment."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str) -> Storage:
        """Open the database at this address, which holds a central of this version.

        Raises UserError("database_address"), OutsideTrouble: database_unreachable, no_central,
        database_behind.
        """
        storage = cls(connect(url))
        with ExitStack() as undo:
            undo.callback(storage.close)
            with storage.snapshot() as tx:
                at = MigrationContext.configure(tx).get_current_revision()
            if at is None:
                raise OutsideTrouble("no_central")
            if at != newest():
                raise OutsideTrouble("database_behind")
            undo.pop_all()
        return storage

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write everything inside at once, or none of it."""
        with _reached(), self.engine.begin() as tx:
            yield tx

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Read as everything was at one moment, while others go on writing."""
        with _reached(), self.engine.connect() as connection:
            reading = connection.execution_options(**_snapshot_options(self.engine))
            with reading.begin():
                yield reading

    def forget_log(self) -> None:
        """Empty SQLite's write-ahead log, whose old frames hold what was erased.

        PostgreSQL gives room with erased rows back by itself, at its next autovacuum.
        """
        if self.engine.dialect.name == "sqlite":
            with _reached(), closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def organisation(self) -> Any:
        """Return the organisation of this central: its row, with id, name, demo and keys."""
        with self.snapshot() as tx:
            found = tx.execute(select(_table(Organisation))).first()
        if found is None:
            raise OutsideTrouble("no_central")
        return found

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def connect(url: str) -> Engine:
    """Return an engine for this address; UserError("database_address") if it is not one."""
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername=POSTGRESQL)
        if address.drivername not in ("sqlite", POSTGRESQL):
            raise UserError("database_address", field="database")
        engine = create_engine(address, hide_parameters=True, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise UserError("database_address", field="database") from error
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def take_versions(tx: Connection, organisation: str, how_many: int) -> int:
    """Take the next versions of an organisation and return the first of them.

    This locks the organisation's counter until the end of the transaction, so that versions are
    in the order of commits and everything after it is done by one at a time.
    """
    counter = _table(Sequence)
    last: int = tx.execute(
        update(counter)
        .where(counter.c.organisation == organisation)
        .values(value=counter.c.value + how_many)
        .returning(counter.c.value)
    ).scalar_one()
    return last - how_many + 1


def scripts() -> ScriptDirectory:
    """Return the migrations of central."""
    return ScriptDirectory(str(migrations("central")))


def newest() -> str | None:
    """Return the name of the newest migration."""
    return scripts().get_current_head()


def check() -> str:
    """Return the version of the PostgreSQL driver."""
    import psycopg

    return psycopg.__version__


def _table(model: Any) -> Any:
    return model.__table__


def _snapshot_options(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name == "sqlite":
        return {"reading": True}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy's events begin every transaction, so that the driver must not.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}",
                   "secure_delete=ON"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise OutsideTrouble("database_unreachable") from error

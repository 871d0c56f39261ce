"""Where the gathered changes rest: PostgreSQL for a municipality, SQLite for one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from wijkdesk.central import epoch, schema
from wijkdesk.central.counter import advance
from wijkdesk.central.tables import Organisation
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.i18n.calendar import utc_now

BUSY_SECONDS = 30
# How long a server that does not answer may still be there: libpq's words, seconds but the last.
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}
POSTGRESQL = "postgresql+psycopg"  # also when an address says no more than postgresql
_FOLLOWED = "wijkdesk_followed"
# What a database says about itself, by SQLSTATE or SQLite's name for it.
_SAID = {
    "55P03": "database_busy",  # others hold on to a lock
    "SQLITE_BUSY": "database_busy",
    "25006": "database_stands_by",  # a replica takes nothing,
    "0A000": "database_stands_by",  # not even the beginning of it
    "42501": "database_denied",
}

_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]


class Storage:
    """A central's database. `transaction` writes; `snapshot` reads, all at one moment.

    `now` is asked when a connection finds that the server goes on as another one (epoch.follow);
    without it, while the tables are being made, nobody looks.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime] | None = None) -> None:
        self.engine, self._now = engine, now

    @classmethod
    def open(cls, url: str, now: Callable[[], datetime] = utc_now) -> Storage:
        """Open the database at this address, which holds a central that goes with this program.

        Raises UserError("database_address"), OutsideTrouble: database_unreachable, and what
        `schema.goes_with` raises.
        """
        storage = cls(connect(url), now)
        with ExitStack() as undo:
            undo.callback(storage.close)
            with storage.snapshot() as tx:
                schema.goes_with(tx)
            undo.pop_all()
        return storage

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write everything inside at once, or none of it."""
        with _reached(), self.engine.connect() as connection:
            if self._now is not None and not connection.info.get(_FOLLOWED):
                # Kept whatever becomes of the work itself, and once for each new connection.
                with connection.begin():
                    epoch.follow(connection, self._now())
                connection.info[_FOLLOWED] = True
            with connection.begin():
                yield connection

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

    def ready(self) -> None:
        """Raise OutsideTrouble unless the database answers, takes work and goes with us."""
        with self.snapshot() as tx:
            schema.goes_with(tx)
            epoch.timeline_of(tx)
        self.organisation()

    def organisation(self) -> Any:
        """Return the organisation of this central: its row, with id, name, demo and keys."""
        with self.snapshot() as tx:
            found = tx.execute(select(_ORGANISATION)).first()
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
        engine = create_engine(
            address, hide_parameters=True, pool_pre_ping=True, connect_args=_patience(address)
        )
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
    return advance(tx, organisation, how_many) - how_many + 1


def check() -> str:
    """Return the version of the PostgreSQL driver."""
    import psycopg

    return psycopg.__version__


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


def _patience(address: Any) -> dict[str, Any]:
    """Return how long to wait for a server, where its address does not say so itself."""
    if address.get_backend_name() == "sqlite":
        return {}
    return {name: value for name, value in PATIENCE.items() if name not in address.query}


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", getattr(error.orig, "sqlite_errorname", None))
        lost = "database_unreachable" if isinstance(error, OperationalError) else None
        code = _SAID.get(str(state), lost)
        if code is None:
            raise
        raise OutsideTrouble(code) from error

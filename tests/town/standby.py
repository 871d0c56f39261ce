"""Two real servers of PostgreSQL: a primary, and a replica that becomes the server when it falls.

pair.cut()                     # from here on nothing reaches the replica
...                            # work that only the primary has
town.move_central(pair.fail_over())
"""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.town.postgres import STARTS_WITHIN, NoServerError, PostgresServer, programs, start_server
from tests.town.town import found

DATABASE = "wijkdesk"


class Pair:
    """A primary with a replica that follows it; both hold a central with nobody in it."""

    def __init__(self) -> None:
        self.primary = start_server(programs())
        self.replica = _beside(self.primary)

    @property
    def url(self) -> str:
        """The address of central's database, as long as the primary lives."""
        return self.primary.address(DATABASE)

    def begin(self) -> None:
        """Make a central, and let the replica follow."""
        self.primary.ask(f"CREATE DATABASE {DATABASE}")
        found(self.url)
        _copy(self.primary, self.replica)
        self.replica.run()
        self.catch_up()

    def catch_up(self) -> None:
        """Wait until the replica has everything the primary has."""
        self.primary.ask("CHECKPOINT")  # the tests' servers write their log lazily
        [(here,)] = self.primary.ask("SELECT pg_current_wal_lsn()")
        asked = f"SELECT pg_last_wal_replay_lsn() >= '{here}'::pg_lsn"
        _until(lambda: self.replica.ask(asked) == [(True,)])

    def cut(self) -> None:
        """Let everything so far reach the replica, and nothing after it."""
        self.catch_up()
        self.replica.ask("ALTER SYSTEM SET primary_conninfo = ''")
        self.replica.ask("SELECT pg_reload_conf()")
        _until(lambda: self.replica.ask("SELECT pid FROM pg_stat_wal_receiver") == [])

    def fail_over(self) -> str:
        """Let the primary fall at once and the replica take its place; return the new address."""
        self.primary.halt(signal.SIGQUIT)
        self.replica.ask("SELECT pg_promote(true, 60)")
        _until(lambda: self.replica.ask("SELECT pg_is_in_recovery()") == [(False,)])
        return self.replica.address(DATABASE)

    def stop(self) -> None:
        """End both."""
        for server in (self.replica, self.primary):
            server.stop()


def _beside(primary: PostgresServer) -> PostgresServer:
    folder = Path(tempfile.mkdtemp(prefix="wijkdesk-pg-"))
    return PostgresServer(folder, primary.programs)


def _copy(primary: PostgresServer, replica: PostgresServer) -> None:
    """Copy a running server's files, so that the copy follows it when it is run."""
    replica.own_folder()
    replica.tool(
        "pg_basebackup", "-D", str(replica.data), "-h", str(primary.folder), "-U", "postgres",
        "--wal-method=stream", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
    )  # fmt: skip


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while not holds():
        if time.monotonic() > end:
            raise NoServerError("the replica does not follow")
        time.sleep(0.05)


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two servers of this test alone, with a central on them that has nobody in it."""
    made = Pair()
    try:
        made.begin()
        yield made
    finally:
        made.stop()

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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.town.postgres import STARTS_WITHIN, NoServerError, PostgresServer, programs, start_server
from tests.town.town import found

DATABASE = "wijkdesk"


@dataclass(frozen=True)
class Pair:
    """A primary with a replica that follows it; both hold a central with nobody in it."""

    primary: PostgresServer
    replica: PostgresServer

    @property
    def url(self) -> str:
        """The address of central's database, as long as the primary lives."""
        return self.primary.address(DATABASE)

    def catch_up(self) -> None:
        """Wait until the replica has everything the primary has."""
        self.primary.ask("CHECKPOINT")  # the tests' servers write their log lazily
        [(here,)] = self.primary.ask("SELECT pg_current_wal_lsn()")
        asked = f"SELECT pg_last_wal_replay_lsn() >= '{here}'::pg_lsn"
        until(lambda: self.replica.ask(asked) == [(True,)])

    def cut(self) -> None:
        """Let everything so far reach the replica, and nothing after it."""
        self.catch_up()
        self.replica.ask("ALTER SYSTEM SET primary_conninfo = ''")
        self.replica.ask("SELECT pg_reload_conf()")
        until(lambda: self.replica.ask("SELECT pid FROM pg_stat_wal_receiver") == [])

    def fail_over(self) -> str:
        """Let the primary fall at once and the replica take its place; return the new address."""
        self.primary.halt(signal.SIGQUIT)
        self.replica.ask("SELECT pg_promote(true, 60)")
        until(lambda: self.replica.ask("SELECT pg_is_in_recovery()") == [(False,)])
        return self.replica.address(DATABASE)


def copied(server: PostgresServer) -> PostgresServer:
    """Return a base backup of a running server, in a folder of its own; run, it follows it."""
    copy = PostgresServer(_folder(), server.programs)
    copy.own_folder()
    copy.tool(
        "pg_basebackup", "-D", str(copy.data), "-h", str(server.folder), "-U", "postgres",
        "--wal-method=stream", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
    )  # fmt: skip
    return copy


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds of servers; NoServerError when it takes too long."""
    end = time.monotonic() + STARTS_WITHIN
    while not holds():
        if time.monotonic() > end:
            raise NoServerError("the replica does not follow")
        time.sleep(0.05)


@contextmanager
def two_servers() -> Iterator[Pair]:
    """Run two servers for as long as the block lasts."""
    with ExitStack() as undo:
        primary = start_server(programs())
        undo.callback(primary.stop)
        primary.ask(f"CREATE DATABASE {DATABASE}")
        found(primary.address(DATABASE))
        replica = copied(primary)
        undo.callback(replica.stop)
        replica.run()
        pair = Pair(primary, replica)
        pair.catch_up()
        yield pair


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two servers of this test alone, with a central on them that has nobody in it."""
    with two_servers() as made:
        yield made


def _folder() -> Path:
    # Straight under the system's temporary folder: a socket's path has at most 107 characters.
    return Path(tempfile.mkdtemp(prefix="wijkdesk-pg-"))

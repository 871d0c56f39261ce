"""Central is put back as the installation text says, and afterwards no number is given twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.central.search import found_at
from tests.town.fixtures import SERVICE, MakeTown, as_service
from tests.town.postgres import PostgresServer, programs, start_server
from tests.town.standby import copied, until
from tests.town.town import Place, Town, found
from wijkdesk.central.counter import advance

BEFORE, AFTER = "Kwarkappelmoes", "Zeldzaamheid"
NAME = "before_it_went_wrong"


def note(place: Place, summary: str) -> None:
    """Register a client with a note, and send it."""
    client = place.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    place.do("record_contact", client=client, channel="gesprek", summary=summary)


class Wrong:
    """A town in which work goes on after its backup: then it all goes wrong."""

    def __init__(self, town: Town) -> None:
        self.town, self.anna = town, town.desk("anna")
        note(self.anna, BEFORE)
        town.sync("anna")

    def goes_on(self) -> None:
        """Let work be done that is in no backup."""
        note(self.anna, AFTER)
        self.town.sync("anna")
        assert all(found_at(self.town, mark) for mark in (BEFORE, AFTER))
        self.stood, self.epoch = self._standing(), self.town.storage.organisation().epoch
        self.town.storage.close()

    def is_put_back(self, url: str) -> None:
        """Say that central is as it was, gives other numbers than it ever gave, and says so."""
        self.town.move_central(url)
        assert found_at(self.town, BEFORE)
        assert not found_at(self.town, AFTER)
        assert self._standing() > self.stood
        now = self.town.storage.organisation().epoch
        assert now != self.epoch
        self.anna.road.clear()
        self.town.try_sync("anna")
        assert self.anna.road.messages()[0]["epoch"] == now

    def _standing(self) -> int:
        own = self.town.organisation()
        with self.town.storage.transaction() as tx:
            return advance(tx, own, 0)


def restored(url: str) -> None:
    """Say so, with the command."""
    line = [sys.executable, "-m", "wijkdesk", "central", "restored", "--database", url, "--json"]
    ended = subprocess.run(line, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["epoch"]


def vacuumed(source: sqlite3.Connection, copy: Path) -> None:
    """Copy a database that is in use by VACUUM INTO."""
    source.execute("VACUUM INTO ?", [str(copy)])


def backed_up(source: sqlite3.Connection, copy: Path) -> None:
    """Copy a database that is in use as `sqlite3 .backup` does."""
    with closing(sqlite3.connect(copy)) as target:
        source.backup(target)


@pytest.mark.parametrize("way", [vacuumed, backed_up])
def test_a_file_of_sqlite(
    town: Town, tmp_path: Path, way: Callable[[sqlite3.Connection, Path], None]
) -> None:
    wrong, file, copy = Wrong(town), Path(town.url.removeprefix("sqlite:///")), tmp_path / "copy"
    with closing(sqlite3.connect(file)) as source:
        way(source, copy)
    wrong.goes_on()
    for lying in file.parent.glob(f"{file.name}*"):
        lying.unlink()
    shutil.copy(copy, file)
    with closing(sqlite3.connect(file)) as put_back:
        assert put_back.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    restored(town.url)
    wrong.is_put_back(town.url)


def test_a_dump_of_postgresql(postgres: PostgresServer, make_town: MakeTown) -> None:
    url = postgres.fresh(postgres.template("empty_central", found))
    wrong = Wrong(make_town(as_service(postgres, url)))
    file, database = postgres.folder / "central.dump", url.split("/")[3].split("?")[0]
    to = ("-h", str(postgres.folder), "-U", "postgres")
    postgres.tool("pg_dump", *to, "--format=custom", f"--file={file}", database)
    wrong.goes_on()
    postgres.ask("DROP DATABASE IF EXISTS put_back")
    postgres.ask("CREATE DATABASE put_back TEMPLATE template0")
    postgres.tool("pg_restore", *to, "--exit-on-error", "--dbname=put_back", str(file))
    # Who owns what and who may do what comes along.
    served = postgres.address("put_back", SERVICE)
    restored(served)
    wrong.is_put_back(served)
    asked = f"SELECT has_table_privilege('{SERVICE}', 'operation', 'UPDATE')"
    assert postgres.ask(asked, "put_back") == [(False,)]


@pytest.fixture
def archiving() -> Iterator[PostgresServer]:
    """A server that keeps its log of writes in a folder, as for point-in-time recovery."""
    server = start_server(programs())
    try:
        server.halt()
        archive = server.folder / "data" / "archive"
        archive.mkdir(mode=0o777)
        archive.chmod(0o777)
        server.run(archive_mode="on", archive_command=f"cp %p {archive}/%f")
        yield server
    finally:
        server.stop()


def test_a_base_backup_and_the_log_up_to_a_moment(
    archiving: PostgresServer, make_town: MakeTown
) -> None:
    wrong = Wrong(make_town(archiving.fresh(archiving.template("empty_central", found))))
    copy = copied(archiving)
    try:
        note(wrong.anna, "also in the log")
        wrong.town.sync("anna")
        archiving.ask(f"SELECT pg_create_restore_point('{NAME}')")
        wrong.goes_on()
        archiving.ask("SELECT pg_switch_wal()")
        kept = "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1)"
        until(lambda: archiving.ask(f"{kept} FROM pg_stat_archiver") == [(True,)])
        archive = archiving.data / "archive"
        copy.data.joinpath("standby.signal").rename(copy.data / "recovery.signal")
        copy.run(
            primary_conninfo="", restore_command=f"cp {archive}/%f %p",
            recovery_target_name=NAME, recovery_target_action="promote",
        )  # fmt: skip
        until(lambda: copy.ask("SELECT pg_is_in_recovery()") == [(False,)])
        # Nobody says that it was put back: the server itself does.
        wrong.is_put_back(wrong.town.url.replace(str(archiving.folder), str(copy.folder)))
        assert found_at(wrong.town, "also in the log")
        wrong.town.storage.close()
    finally:
        copy.stop()

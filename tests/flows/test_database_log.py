"""PostgreSQL's own log holds nothing of a person, with the settings the installation text asks."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.central.forge import message, new
from tests.central.test_app import signed
from tests.conftest import ExpectedLog
from tests.house.tree import ROOT
from tests.town.fixtures import SERVICE, MakeTown, as_service
from tests.town.postgres import QUICK, PostgresServer, programs, start_server
from tests.town.town import Town, found
from tests.town.web import served
from wijkdesk.central.app import application

MARK = "Kwarkappelmoes"
CLIENT = (
    "INSERT INTO client (organisation, id, given_name, family_name, neighbourhood, phase)"
    " VALUES ('a', :m, :m, 'B', 'C', 'D')"
)
RULES = (
    "CREATE UNIQUE INDEX one_name ON client (family_name)",
    "ALTER TABLE client ADD CHECK (length(given_name) < 2 OR length(id) = 36)",
)
QUOTED = "Zeldzaamheid"  # given where the first line of an error quotes what it was given
PAGE = (ROOT / "installer" / "README.md").read_text("utf-8")
ASKED = dict(re.findall(r"^    (log_\w+) = (\w+)$", PAGE, re.MULTILINE))
OF_THE_ROLE = re.findall(r"^    ALTER ROLE wijkdesk SET (\w+ = \w+);$", PAGE, re.MULTILINE)
TALKS = {"log_statement": "all", "log_parameter_max_length": "-1"}
REFUSED = [
    ("INSERT INTO person VALUES (:m, :m, NULL, '[]', :m, NULL, true)", MARK),  # not null
    (CLIENT, MARK),  # a check
    ("UPDATE operation SET body = :m", MARK),  # not allowed
    ("SELECT blank_operation(:m, :m, 1, :m), 1 / (length(:m) - length(:m))", MARK),
    ("SELECT CAST(:m AS date)", QUOTED),
    ("SELECT CAST(:m AS integer)", QUOTED),
]


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of this test alone, whose log begins empty."""
    made = start_server(programs())
    yield made
    made.stop()


def provoke(town: Town) -> None:
    """Let the database refuse marked values in every way there is, most through the service."""
    anna = town.desk("anna")
    values = {"given_name": MARK, "family_name": MARK, "neighbourhood": "Tarwewijk"}
    with served(application(town.storage, town.clock)) as address:
        for n in (1, 2):
            sent = signed(town, "/sync", message(anna, ops=[new(n, "client", None, values)]))
            said = httpx.post(f"{address}/sync", trust_env=False, **sent)
            assert said.status_code == (200 if n == 1 else 500)
    for order, mark in REFUSED:
        with contextlib.suppress(DBAPIError), town.storage.engine.begin() as tx:
            tx.execute(text(order), {"m": mark})
            pytest.fail(f"not refused: {order}")


def log_of(server: PostgresServer, make_town: MakeTown, *of_the_role: str) -> str:
    """Return what a server's log says after all that."""
    url = server.fresh(server.template("empty_central", found))
    database = url.split("/")[3].split("?")[0]
    served_as = as_service(server, url)
    for order in RULES:
        server.ask(order, database)
    for setting in of_the_role:
        server.ask(f"ALTER ROLE {SERVICE} SET {setting}")
    town = make_town(served_as)
    provoke(town)
    town.close()
    return server.log.read_text(errors="replace")


def test_no_value_of_a_person_is_in_the_log(
    server: PostgresServer, make_town: MakeTown, expect_log: ExpectedLog
) -> None:
    assert ASKED.items() <= QUICK.items()
    expect_log("database: 23505 one_name$")
    said = log_of(server, make_town, *OF_THE_ROLE)
    assert MARK not in said
    assert QUOTED not in said
    # It is the log of this server, and it still tells what matters to who runs it.
    assert "database system is ready" in said


@pytest.mark.parametrize(("settings", "of_the_role", "found_there"), [
    ({**TALKS, "log_error_verbosity": "default"}, OF_THE_ROLE, {MARK}),
    ({"log_error_verbosity": "default"}, [], {MARK, QUOTED}),
    ({}, [], {QUOTED}),
])  # fmt: skip
def test_without_them_there_is(
    server: PostgresServer,
    make_town: MakeTown,
    expect_log: ExpectedLog,
    settings: dict[str, str],
    of_the_role: list[str],
    found_there: set[str],
) -> None:
    expect_log("database: 23505 one_name$")
    server.halt()
    server.run(**settings)
    said = log_of(server, make_town, *of_the_role)
    assert {mark for mark in (MARK, QUOTED) if mark in said} == found_there

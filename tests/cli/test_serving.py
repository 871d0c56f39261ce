"""The commands with which IT runs the service: its schema, a restore, its description."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.said import Say
from tests.town.fixtures import SERVICE
from tests.town.postgres import PostgresServer
from wijkdesk.central.app import openapi
from wijkdesk.central.schema import newest
from wijkdesk.cli.serving import address
from wijkdesk.errors import UserError


def test_a_schema_is_brought_up_and_a_role_gets_its_rights(
    bare: Say, postgres: PostgresServer
) -> None:
    if not postgres.ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{SERVICE}'"):
        postgres.ask(f"CREATE ROLE {SERVICE} LOGIN")
    url = postgres.fresh()
    assert bare("central", "init", "--database", url, "--json").code == 0
    line = ("central", "migrate", "--database", url, "--service-role", SERVICE, "--json")
    assert bare(*line).json == bare(*line).json == {"schema": newest()}
    served = url.replace("//postgres@", f"//{SERVICE}@")
    assert bare("central", "people", "--database", served, "--json").json == []
    assert bare("central", "migrate", "--database", served, "--json").json == {"schema": newest()}
    refused = bare(*line[:-2], "nobody_here", "--json")
    assert refused.refusal == (3, "unknown_role", "service_role")
    assert "nobody_here" in refused.error["message"]


def test_a_restore_is_told(bare: Say, sqlite_url: str) -> None:
    line = ("central", "restored", "--database", sqlite_url)
    first, second = (bare(*line, "--json").json["epoch"] for _ in range(2))
    assert first != second
    assert "Nieuw kenmerk voor de bureaus" in bare(*line).out


def test_what_it_understands_is_told_or_written(bare: Say, tmp_path: Path) -> None:
    assert bare("central", "export-openapi").json == openapi()
    file = tmp_path / "openapi.json"
    assert bare("central", "export-openapi", "--out", str(file), "--json").json == {
        "file": str(file)
    }
    assert json.loads(file.read_text()) == openapi()
    nowhere = bare("central", "export-openapi", "--out", str(tmp_path / "x" / "y"), "--json")
    assert nowhere.refusal == (4, "file_not_written", None)


@pytest.mark.parametrize(("more", "field"), [
    (("--log", "loud"), "log"), (("--listen", "here"), "listen"),
])  # fmt: skip
def test_what_cannot_be_is_refused(
    bare: Say, sqlite_url: str, more: tuple[str, ...], field: str
) -> None:
    said = bare("central", "serve", "--database", sqlite_url, *more, "--json")
    assert (said.refusal[0], said.refusal[2]) == (3, field)


@pytest.mark.parametrize(
    ("listen", "found"),
    [("127.0.0.1:8443", ("127.0.0.1", 8443)), ("[::1]:1", ("::1", 1)), ("a:65535", ("a", 65535))],
)
def test_an_address_is_a_host_and_a_port(listen: str, found: tuple[str, int]) -> None:
    assert address(listen) == found


@pytest.mark.parametrize("listen", ["", ":", "a", "a:", ":1", "a:0", "a:65536", "a:-1", "a:x"])
def test_what_is_no_address_is_refused(listen: str) -> None:
    with pytest.raises(UserError, match="not_an_address"):
        address(listen)

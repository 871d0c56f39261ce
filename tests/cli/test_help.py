"""Every command explains itself in the reader's language, without boxes or colours."""

from __future__ import annotations

import re

import pytest

from tests.cli.said import Say

COMMANDS = [
    "", "do", "ask", "report", "doctor", "demo", "desk", "desk enrol", "desk status", "desk sync",
    "desk verify", "central", "central init", "central migrate", "central serve",
    "central restored",
    "central invite", "central people", "central seed", "central export-openapi",
    "central person", "central person add",
    "desk passphrase", "desk recover", "central recovery-key", "central recovery",
    "central recovery release", "central recovery open",
    "central devices", "central revoke", "central audit", "central retention",
    "central person disable", "central person absent",
]  # fmt: skip
ENGLISH = re.compile(r"\b(Usage|Options|Arguments|Commands|Show this|required|default)\b")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(bare: Say, command: str) -> None:
    said = bare(*command.split(), "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Gebruik: wijkdesk {command}".rstrip())
    assert "--json" in said.out
    assert not ENGLISH.search(said.out)
    assert not re.search("[\x1b│╭]", said.out)


def test_a_group_lists_its_commands(bare: Say) -> None:
    listed = re.findall(r"^  ([a-z][a-z-]+)  ", bare("central", "--help").out, re.MULTILINE)
    assert {f"central {name}" for name in listed} <= set(COMMANDS)
    assert "serve" in listed


@pytest.mark.parametrize("line", [("fly",), ("desk", "fly"), ("central", "person", "fly")])
def test_a_command_that_is_not_there_is_wrong_usage(bare: Say, line: tuple[str, ...]) -> None:
    said = bare(*line, "--json")
    assert said.refusal == (2, "unknown_command", None)
    assert "fly" in said.error["message"]
    assert "--help" in said.error["message"]


@pytest.mark.parametrize("line", [(), ("desk",), ("central", "person"), ("desk", "status", "x")])
def test_half_a_line_is_wrong_usage(bare: Say, line: tuple[str, ...]) -> None:
    assert bare(*line, "--json").refusal == (2, "usage", None)

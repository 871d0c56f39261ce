"""The options of everywhere are found wherever they stand, and the rest is left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.said import Say
from wijkdesk import __version__
from wijkdesk.cli.line import lift

REST = ["do", "record_contact", "summary=--json is een woord"]
PLACES = [0, 1, 3]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spelled", [["--desk", "/a b"], ["--desk=/a b"]])
def test_an_option_may_stand_anywhere(place: int, spelled: list[str]) -> None:
    options, rest = lift([*REST[:place], *spelled, "--json", *REST[place:]])
    assert (options.desk, options.json, options.wrong, rest) == (Path("/a b"), True, None, REST)


def test_without_options_the_answer_is_dutch_text() -> None:
    options, rest = lift(REST)
    assert (options.json, options.language, options.desk, rest) == (False, "nl", None, REST)


def test_the_last_one_counts() -> None:
    assert lift(["--lang", "en", "--lang", "nl"])[0].language == "nl"


def test_what_follows_two_dashes_is_not_ours() -> None:
    options, rest = lift(["ask", "--", "--json", "--desk"])
    assert (options.json, options.wrong) == (False, None)
    assert rest == ["ask", "--", "--json", "--desk"]


@pytest.mark.parametrize("option", ["--desk", "--passphrase-file", "--database", "--lang"])
@pytest.mark.parametrize("spelled", [[], [""]])
def test_a_value_that_is_missing_is_wrong_usage(bare: Say, option: str, spelled: list[str]) -> None:
    said = bare("--json", "desk", "status", option, *spelled)
    assert said.refusal == (2, "missing_parameter", None)
    assert option in said.error["message"]


def test_a_flag_has_no_value(bare: Say) -> None:
    assert bare("--version=1", "--json").refusal == (2, "unknown_parameter", None)


def test_a_language_we_do_not_speak_is_refused(bare: Say) -> None:
    said = bare("--lang", "de", "--json", "desk", "status")
    assert said.refusal == (3, "not_a_choice", "lang")


def test_version_and_policy_stand_anywhere_too(bare: Say) -> None:
    assert bare("--json", "--version").json == {"version": __version__}
    assert bare("--version").out == f"{__version__}\n"
    names = [setting["name"] for setting in bare("--policy", "--json").json]
    assert "passphrase_length" in names

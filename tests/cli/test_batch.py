"""Many acts with one unlock: answered line by line, and a line may name an earlier one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.said import Said, Say

ROOT = Path(__file__).resolve().parent.parent.parent
REGISTER = {
    "verb": "register_client", "given_name": "Amina", "family_name": "de Wit",
    "neighbourhood": "Tarwewijk",
}  # fmt: skip
BARRIER = {"verb": "record_barrier", "client": "@1", "domain": "schulden", "severity": 2}
WRONG = {**BARRIER, "severity": 6}


def written(folder: Path, *lines: object) -> str:
    """Return a file with these lines: objects as JSON, text as it is."""
    file = folder / "acts.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n")
    return str(file)


def answers(said: Said) -> list[dict[str, Any]]:
    """Return what was answered to each line."""
    return [json.loads(line) for line in said.out.splitlines()]


def test_lines_are_answered_in_order_and_name_earlier_ones(say: Say, tmp_path: Path) -> None:
    action = {
        "verb": "plan_action", "client": "@1", "barrier": "@3", "title": "Bellen",
        "kind": "overig", "by": "consulent", "due": None,
    }  # fmt: skip
    said = say("do", "--batch", written(tmp_path, REGISTER, "", BARRIER, action))
    client, barrier, planned = answers(said)
    assert said.code == 0
    assert barrier["touched"] == [{"kind": "barrier", "id": barrier["id"]}]
    [row] = say("ask", "actions", f"client={client['id']}").json
    assert (row["id"], row["barrier"]) == (planned["id"], barrier["id"])


def test_values_may_be_text_numbers_and_truth(say: Say, tmp_path: Path) -> None:
    health = {
        "verb": "record_barrier", "client": "@1", "domain": "verslaving", "help_arranged": True,
    }  # fmt: skip
    text = {**BARRIER, "severity": "3"}
    client, *_ = answers(say("do", "--batch", written(tmp_path, REGISTER, health, text)))
    rows = say("ask", "barriers", f"client={client['id']}").json
    assert [(row["severity"], row["help_arranged"]) for row in rows] == [(3, None), (None, True)]


def test_a_refused_line_ends_it_and_keeps_what_was_done(say: Say, tmp_path: Path) -> None:
    said = say("do", "--batch", written(tmp_path, REGISTER, WRONG, BARRIER))
    assert said.refusal == (3, "severity_out_of_range", "severity")
    [client] = answers(said)
    assert say("ask", "barriers", f"client={client['id']}").json == []


def test_keep_going_answers_every_line(say: Say, tmp_path: Path) -> None:
    later = {"verb": "close_barrier", "barrier": "@2", "result": "Klaar"}
    file = written(tmp_path, REGISTER, WRONG, later, BARRIER, {"verb": "fly"}, "{")
    said = say("do", "--batch", file, "--keep-going")
    told = answers(said)
    assert said.refusal == (3, "some_refused", "batch")
    assert [line.get("error", {}).get("code") for line in told] == [
        None, "severity_out_of_range", "no_earlier_line", None, "unknown_verb", "not_an_act",
    ]  # fmt: skip
    assert told[1]["error"]["line"] == 2
    assert "4" in said.error["message"]


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("geen JSON", (3, "not_an_act", "batch")),
        ("[1]", (3, "not_an_act", "batch")),
        ("[" * 100_000, (3, "not_an_act", "batch")),
        ({"given_name": "Amina"}, (2, "missing_parameter", None)),
        ({"verb": 3}, (2, "missing_parameter", None)),
        ({**REGISTER, "given_name": ["a"]}, (3, "wrong_type", "given_name")),
        ({**REGISTER, "verb": "fly"}, (2, "unknown_verb", None)),
        ({**BARRIER, "client": "@7"}, (3, "no_earlier_line", "client")),
    ],
    ids=range(8),
)
def test_a_line_that_is_no_act_is_refused(
    say: Say, tmp_path: Path, line: object, refusal: tuple[int, str, str | None]
) -> None:
    assert say("do", "--batch", written(tmp_path, line)).refusal == refusal


def test_a_file_that_cannot_be_read_is_refused(say: Say, tmp_path: Path) -> None:
    missing = say("do", "--batch", str(tmp_path / "no"))
    assert missing.refusal == (3, "file_not_readable", "batch")
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    assert say("do", "--batch", str(binary)).refusal == (3, "not_storable", "batch")


def test_a_batch_has_no_verb_of_its_own(say: Say, tmp_path: Path) -> None:
    said = say("do", "record_barrier", "--batch", written(tmp_path, REGISTER))
    assert said.refusal == (2, "unknown_parameter", None)


def test_the_input_gives_one_thing_at_a_time(bare: Say, folder: Path) -> None:
    said = bare("do", "--batch", "-", "--passphrase-file", "-", "--json")
    assert said.refusal == (2, "input_taken", None)


def test_acts_may_come_from_the_input(folder: Path, passphrase_file: Path) -> None:
    line = [sys.executable, "-m", "wijkdesk", "do", "--batch", "-"]
    ended = subprocess.run(
        [*line, "--passphrase-file", str(passphrase_file)],
        cwd=ROOT, input=json.dumps(REGISTER), text=True, capture_output=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["touched"][0]["kind"] == "client"

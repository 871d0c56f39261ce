"""A passphrase comes from a private file, the input or a prompt, and never from the line."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import NOBODY, PASSPHRASE
from tests.cli.said import Say

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWERS_WITHIN = 30.0  # seconds
WIJKDESK = [sys.executable, "-m", "wijkdesk"]


def test_a_file_opens_the_desk(say: Say) -> None:
    assert say("desk", "status").json["person"] == "Anna Jansen"


def test_the_environment_may_name_the_file(
    bare: Say, folder: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKDESK_PASSPHRASE_FILE", str(passphrase_file))
    assert bare("desk", "status", "--json").code == 0


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_only_the_line_ending_is_dropped(say: Say, passphrase_file: Path, ending: str) -> None:
    passphrase_file.write_bytes(f"{PASSPHRASE}{ending}".encode())
    assert say("desk", "status").code == 0


@pytest.mark.parametrize("typed", [f" {PASSPHRASE}", f"{PASSPHRASE} \n", f"{PASSPHRASE}\n\n"])
def test_a_space_or_second_line_belongs_to_it(say: Say, passphrase_file: Path, typed: str) -> None:
    passphrase_file.write_text(typed)
    assert say("desk", "status").refusal == (3, "wrong_passphrase", "passphrase")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "no_passphrase"),
        (b"\n", "no_passphrase"),
        (b"\xff\xfe", "not_storable"),
        (b"een zin met \x00", "not_storable"),
        (b"x" * (1 << 21), "passphrase_too_long"),
    ],
)
def test_what_is_no_passphrase_is_refused(
    say: Say, passphrase_file: Path, body: bytes, code: str
) -> None:
    passphrase_file.write_bytes(body)
    assert say("desk", "status").refusal == (3, code, "passphrase")


def test_a_file_that_is_not_there_is_refused(bare: Say, folder: Path, tmp_path: Path) -> None:
    said = bare("desk", "status", "--json", "--passphrase-file", str(tmp_path / "no"))
    assert said.refusal == (3, "file_not_readable", "passphrase")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(say: Say, passphrase_file: Path, mode: int) -> None:
    passphrase_file.chmod(mode)
    said = say("desk", "status")
    assert said.refusal == (4, "not_private", None)
    assert str(passphrase_file) in said.error["message"]


def test_the_input_may_give_it(folder: Path) -> None:
    asked = [*WIJKDESK, "desk", "status", "--json", "--passphrase-file", "-"]
    said = subprocess.run(asked, cwd=ROOT, input=PASSPHRASE.encode(), capture_output=True)
    assert said.returncode == 0, said.stderr


def test_without_a_file_and_a_terminal_there_is_none(folder: Path) -> None:
    asked = [*WIJKDESK, "desk", "status", "--json"]
    said = subprocess.run(asked, cwd=ROOT, input=b"", capture_output=True)
    assert said.returncode == 3
    assert b'"no_passphrase"' in said.stderr
    assert b"Traceback" not in said.stderr


def test_it_is_no_argument(bare: Say, folder: Path) -> None:
    said = bare("desk", "status", "--passphrase", PASSPHRASE, "--json")
    assert said.refusal == (2, "unknown_parameter", None)


def test_a_prompt_asks_it_unseen(folder: Path) -> None:
    with at_a_terminal("desk", "status") as terminal:
        terminal.hears("Wachtzin: ")
        terminal.types(PASSPHRASE)
        said = terminal.ends(0)
    assert PASSPHRASE not in said
    assert "Anna Jansen" in said


def test_a_new_one_is_asked_twice() -> None:
    with at_a_terminal("desk", "enrol", "--server", NOBODY) as terminal:
        terminal.hears("Code: ")
        terminal.types("ABCD")
        terminal.hears("Kies een wachtzin: ")
        terminal.types(PASSPHRASE)
        terminal.hears("Nog een keer: ")
        terminal.types(f"{PASSPHRASE}!")
        assert "De twee wachtzinnen zijn niet gelijk." in terminal.ends(3)


def test_a_new_one_is_long_enough(bare: Say, passphrase_file: Path) -> None:
    passphrase_file.write_text("dertien lang!\n")
    line = ("desk", "enrol", "--server", NOBODY, "--code", "X", "--json")
    said = bare(*line, "--passphrase-file", str(passphrase_file))
    assert said.refusal == (3, "passphrase_too_short", "passphrase")
    assert "14" in said.error["message"]


class Terminal:
    """A real terminal with the command in it."""

    def __init__(self, side: int, process: subprocess.Popen[bytes]) -> None:
        self.side, self.process = side, process
        self._heard = b""

    def hears(self, text: str) -> None:
        """Wait until this is on the screen."""
        until = time.monotonic() + ANSWERS_WITHIN
        while text.encode() not in self._heard:
            assert time.monotonic() < until, self._heard
            assert self._listen(), self._heard

    def types(self, text: str) -> None:
        """Type a line."""
        os.write(self.side, f"{text}\n".encode())

    def ends(self, code: int) -> str:
        """Wait until the command ends so, and return all that was on the screen."""
        while self._listen():
            pass
        assert self.process.wait(ANSWERS_WITHIN) == code, self._heard
        return self._heard.decode()

    def _listen(self) -> bool:
        if not select.select([self.side], [], [], ANSWERS_WITHIN)[0]:
            return False
        try:
            said = os.read(self.side, 4096)
        except OSError:  # Linux says so when the other side is closed
            return False
        self._heard += said
        return bool(said)


@contextmanager
def at_a_terminal(*line: str) -> Iterator[Terminal]:
    """Run the command at a terminal of its own."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*WIJKDESK, *line],
        cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)

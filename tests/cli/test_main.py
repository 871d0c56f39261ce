"""However a line ends, it ends with the right code and one clear sentence."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import AMINA
from tests.cli.said import Say
from wijkdesk.cli.run import Checks
from wijkdesk.config.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


def a_bug(folder: Path, settings: Settings) -> Checks:
    """Break on something personal."""
    raise KeyError("Amina de Wit, 999990019")


def a_full_disk(folder: Path, settings: Settings) -> Checks:
    """Find no room on the disk."""
    raise OSError(errno.ENOSPC, "No space left on device", str(folder))


def a_stubborn_disk(folder: Path, settings: Settings) -> Checks:
    """Find a disk that does not want to read."""
    raise PermissionError(errno.EACCES, "Permission denied", str(folder))


def test_a_bug_is_told_without_what_it_was_about(bare: Say) -> None:
    for line in (("doctor",), ("doctor", "--json")):
        said = bare(*line, checks=a_bug)
        assert said.code == 1
        assert "KeyError" in said.err
        assert "doctor.py" in said.err
        for secret in ("Amina", "999990019", "Traceback"):
            assert secret not in said.out + said.err
    assert said.error["code"] == "bug"


def test_a_disk_that_fails_is_trouble_outside(bare: Say) -> None:
    full = bare("doctor", "--json", checks=a_full_disk)
    assert full.refusal == (4, "disk_full", None)
    stubborn = bare("doctor", "--json", checks=a_stubborn_disk)
    assert stubborn.refusal == (4, "disk_trouble", None)


def test_a_refusal_is_the_last_line_and_the_output_is_empty(
    folder: Path, passphrase_file: Path
) -> None:
    line = ["do", "register_client", *AMINA[:3], "born=2222-01-01", "--json"]
    ended = subprocess.run(
        [sys.executable, "-m", "wijkdesk", *line, "--passphrase-file", str(passphrase_file)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (3, "")
    assert json.loads(ended.stderr.splitlines()[-1])["error"]["field"] == "born"


def test_a_reader_who_stops_reading_is_no_bug(folder: Path) -> None:
    program = [sys.executable, "-m", "wijkdesk", "ask", "--list", "--json"]
    speaking = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert speaking.stdout is not None
    assert speaking.stderr is not None
    speaking.stdout.close()
    said = speaking.stderr.read()
    speaking.stderr.close()
    assert (speaking.wait(), said) == (0, b"")


def test_letters_of_any_kind_are_spoken_in_any_surroundings(home: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "wijkdesk", "do", b"\xff", "--json"],
        cwd=ROOT, capture_output=True, env={"HOME": str(home), "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr.decode("utf-8")

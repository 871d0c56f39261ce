"""One command: the desktop for a line without a command, the command line for any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wijkdesk import __version__
from wijkdesk.__main__ import desktop_options

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ([], {}),
        (["--desk", "/a"], {"--desk": "/a"}),
        (["--lang=en", "--desk=/a"], {"--lang": "en", "--desk": "/a"}),
    ],
)
def test_a_line_without_a_command_is_for_the_desktop(
    line: list[str], options: dict[str, str]
) -> None:
    assert desktop_options(line) == options


@pytest.mark.parametrize(
    "line",
    [["--desk"], ["--lang", "de"], ["--lang="], ["desk", "status"], ["--desk", "/a", "--json"]],
)
def test_any_other_line_is_for_the_command_line(line: list[str]) -> None:
    assert desktop_options(line) is None


def test_the_desktop_does_not_wait_for_the_command_line() -> None:
    asked = (
        "import sys, wijkdesk.__main__, wijkdesk.desktop;"
        "slow = {'typer', 'sqlalchemy', 'sqlmodel', 'wijkdesk.cli', 'wijkdesk.caseload'};"
        "sys.exit(' '.join(sorted(slow & set(sys.modules))) or 0)"
    )
    ended = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_command_ends_with_its_exit_code() -> None:
    program = [sys.executable, "-m", "wijkdesk"]
    done = subprocess.run([*program, "--version"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{__version__}\n", "")
    wrong = subprocess.run([*program, "fly"], cwd=ROOT, capture_output=True, text=True)
    assert (wrong.returncode, wrong.stdout) == (2, "")

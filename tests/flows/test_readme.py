"""What the pages promise is there: commands, targets, links and rooms."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from wijkdesk.caseload.catalogue import QUESTIONS, VERBS

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [
    ROOT / name
    for name in ("README.md", "SECURITY.md", "CHANGELOG.md", "installer/README.md", "docs/asvs.md")
]
OPTION = re.compile(r"--[a-z][a-z-]+")


def _commands() -> list[str]:
    lines = [line.strip() for page in PAGES for line in page.read_text("utf-8").splitlines()]
    found = [
        line[line.index("wijkdesk ") :] for line in lines if re.match(r"\S*wijkdesk [a-z]", line)
    ]
    return sorted(set(found))


@pytest.mark.parametrize("line", _commands())
def test_a_command_is_there_with_its_options(line: str) -> None:
    _, *words = shlex.split(line)
    if words[0] in ("do", "ask"):
        declared = (VERBS if words[0] == "do" else QUESTIONS)[words[1]]
        given = {word.partition("=")[0] for word in words[2:] if "=" in word}
        assert given <= {parameter.name for parameter in declared.parameters}
        return
    path = [word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)]
    told = _help(path)
    assert set(OPTION.findall(line)) <= set(OPTION.findall(told)), told


def _help(path: list[str]) -> str:
    """Return the help of the longest part of this line that is a command."""
    while path:
        asked = [sys.executable, "-m", "wijkdesk", *path, "--help"]
        ended = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
        if ended.returncode == 0:
            return ended.stdout
        path = path[:-1]
    pytest.fail("there is no such command")


def test_every_target_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        word for page in PAGES for word in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))
    }
    assert named <= targets
    assert {"demo", "test"} <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
    ours = [link for link in links if "://" not in link]
    assert [link for link in ours if not (page.parent / link).exists()] == []


def test_every_proof_that_is_named_is_a_test() -> None:
    page = ROOT / "docs/asvs.md"
    named = re.findall(r"\[(test_\w+)\]\(([^)]+)\)", page.read_text("utf-8"))
    lost = [
        name
        for name, file in named
        if f"def {name}(" not in (page.parent / file).read_text("utf-8")
    ]
    assert len(named) > 20
    assert lost == []


def test_every_room_is_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text("utf-8")
    rooms = {f"wijkdesk/{room.name}" for room in (ROOT / "wijkdesk").iterdir() if room.is_dir()}
    assert {room for room in rooms if room not in told and "__" not in room} == set()

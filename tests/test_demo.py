"""The demonstration: a working day through the real windows, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import page
import pytest

STEPS = [
    "central", "enrol", "caseload", "offline", "search", "client", "barrier-form", "barrier",
    "action-form", "action", "contact", "waiting", "sync", "plan", "save-plan",
    "enrol-coordinator", "team",
]  # fmt: skip


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program without a display, as IT's checks do."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "wijkdesk", *words],
        capture_output=True, text=True, timeout=240, env=environment, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Walk the tour once; return where its pictures and its municipality are."""
    out, town = tmp_path_factory.mktemp("tour"), tmp_path_factory.mktemp("town") / "town"
    ran = run("demo", "--tour", str(out), "--dir", str(town), "--json")
    assert ran.returncode == 0, (ran.stderr, (out / "tour.json").read_text())
    assert json.loads(ran.stdout)["ok"] is True
    return out, town


def test_every_step_of_the_day_works(toured: tuple[Path, Path]) -> None:
    out, _ = toured
    steps = json.loads((out / "tour.json").read_text())["steps"]
    assert [step["name"] for step in steps] == STEPS
    assert all(step["ok"] for step in steps)


def test_every_step_in_a_window_has_a_picture_in_light_and_dark(toured: tuple[Path, Path]) -> None:
    out, _ = toured
    for name in STEPS[1:]:
        for mode in ("light", "dark"):
            (picture,) = out.glob(f"[0-9][0-9]-{name}-{mode}.png")
            assert picture.stat().st_size > 10_000


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_plan_of_the_tour_is_accessible_and_archivable(
    toured: tuple[Path, Path], profile: str
) -> None:
    out, _ = toured
    assert page.validate_pdf(str(out / "plan.pdf"), profile=profile).is_compliant


def test_what_was_recorded_on_the_tour_stands_at_central(toured: tuple[Path, Path]) -> None:
    # Central's own file is plain on this throwaway machine; the desk's never is.
    _, town = toured
    told = b"Kan pas rustig werken als de post op orde is."
    assert any(told in file.read_bytes() for file in town.glob("central.db*"))
    desks = [file for file in town.glob("consultant/*") if file.is_file()]
    assert desks
    assert not any(told in file.read_bytes() for file in desks)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    ran = run("demo", "--tour", str(tmp_path / "out"), "--dir", str(tmp_path), "--json")
    assert ran.returncode == 3
    assert json.loads(ran.stderr.splitlines()[-1])["error"]["code"] == "folder_in_use"
    assert (tmp_path / "mine").read_text() == "mine"

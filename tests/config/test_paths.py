"""Where things are: in a checkout, in the wheel, and where the person says a desk is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wijkdesk.config import paths

CODE = "from wijkdesk.config import paths; print(paths.{call})"


def test_a_checkout_has_its_files_beside_the_package() -> None:
    root = Path(__file__).resolve().parents[2]
    assert paths.resource("places/rotterdam.csv") == root / "resources/places/rotterdam.csv"
    assert paths.resource("policy/access.toml").is_file()
    assert paths.migrations("desk").is_dir()
    assert paths.migrations("central").is_dir()


def test_a_wheel_has_its_files_in_the_package(tmp_path: Path) -> None:
    package = tmp_path / "wijkdesk"
    for folder in ("config", "resources/places", "migrations/desk"):
        (package / folder).mkdir(parents=True)
    for file in ("__init__.py", "config/__init__.py", "config/paths.py"):
        (package / file).write_text((paths.PACKAGE / file).read_text())
    for call, place in (("resource('places')", "resources"), ("migrations('desk')", "migrations")):
        said = subprocess.run(
            [sys.executable, "-c", CODE.format(call=call)],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
        assert Path(said).parent == package / place


def test_the_desk_is_where_was_asked_then_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    assert paths.desk_folder(tmp_path) == tmp_path
    assert paths.desk_folder() == home / "desk"
    for nothing in ("", None):
        if nothing is None:
            monkeypatch.delenv("WIJKDESK_DESK")
        else:
            monkeypatch.setenv("WIJKDESK_DESK", nothing)
        assert paths.desk_folder() == home / "data" / "WijkDesk" / "desk"

"""The window on a stage, as tests of the screens go through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.screens.stage import Stage


@pytest.fixture
def staged(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Return what makes a stage: `staged(size=(1024, 768), scale=2.0, filled=False)`."""
    made: list[Stage] = []

    def make(**how: object) -> Stage:
        stage = Stage(qtbot, qapp, tmp_path / f"desk{len(made)}", **how)  # type: ignore[arg-type]
        made.append(stage)
        return stage

    yield make
    for stage in made:
        stage.close()


@pytest.fixture
def stage(staged: Callable[..., Stage]) -> Stage:
    """Return a stage with the caseload of one consultant open."""
    stage = staged()
    stage.go("caseload")
    return stage

"""Whether Qt can show something: said in words, with the one line that mends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from wijkdesk import i18n
from wijkdesk.errors import OutsideTrouble
from wijkdesk.ui import display


def test_offscreen_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not display.has_display()
    display.require_qt()


def test_without_a_display_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(OutsideTrouble, match="no_display"):
        display.require_qt()


def test_a_missing_library_is_named_with_its_one_line(tmp_path: Path) -> None:
    # A PySide6 that cannot find a library of the system, as on a bare machine.
    package = tmp_path / "PySide6"
    package.mkdir()
    says = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (package / "__init__.py").write_text(f"raise ImportError({says!r})", encoding="utf-8")
    code = (
        "from wijkdesk.ui import display\n"
        "from wijkdesk.errors import OutsideTrouble\n"
        "try: display.import_qt()\n"
        "except OutsideTrouble as e: print(e.code, e.values['library'], e.values['apt'])\n"
    )
    root = Path(display.__file__).resolve().parents[2]
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.startswith("qt_library_missing libEGL.so.1 apt-get install -y ")
    assert "libegl1" in said


def test_the_check_opens_qt_in_a_process_of_its_own() -> None:
    assert display.check().startswith("Qt 6.")


def test_qt_speaks_dutch(qtbot: QtBot, qapp: QApplication) -> None:
    before = QLocale()
    display.application(i18n.words("nl"))
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "Annuleren"
    assert QLocale().language() == QLocale.Language.Dutch
    QLocale.setDefault(before)

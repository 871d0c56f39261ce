"""A recovery code is shown once, and one goes on only when it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.screens.stage import unnamed
from wijkdesk.ui.background import Background
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.kept_code import KeptCode, in_lines, on_paper

CODE = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"


@pytest.fixture
def kept(qtbot: QtBot, look: Look, background: Background) -> KeptCode:
    """Return the code in sight."""
    made = KeptCode(look, background, CODE, "Anouk Bakker")
    qtbot.addWidget(made)
    made.resize(440, 500)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def test_it_is_big_and_can_be_heard(kept: KeptCode) -> None:
    assert kept.code.text() == "ABCD-EFGH-JKLM\nNPQR-STUV-WXYZ"
    kept.focus_first()
    assert QApplication.focusWidget() is kept.code
    assert kept.code.accessibleName() == "Uw herstelcode: ABCD EFGH JKLM NPQR STUV WXYZ"
    assert unnamed(kept) == []
    assert kept.code.sizeHint().width() <= kept.code.width()


def test_one_goes_on_only_when_it_is_kept(qtbot: QtBot, kept: KeptCode) -> None:
    assert not kept.go_on.isEnabled()
    kept.kept.click()
    with qtbot.waitSignal(kept.done):
        kept.go_on.click()


def test_it_can_be_saved_for_its_owner_alone(qtbot: QtBot, kept: KeptCode, tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    kept._choose_file()
    assert isinstance(kept.dialog, QFileDialog)
    kept.dialog.fileSelected.emit(str(file))
    kept.dialog.close()
    qtbot.waitUntil(lambda: "Bewaard:" in kept.banner.text)
    body = file.read_text(encoding="utf-8")
    assert CODE in body
    assert "Anouk Bakker" in body
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_is_there_is_left_alone(qtbot: QtBot, kept: KeptCode, tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    file.write_text("iets anders")
    kept._save(str(file))
    qtbot.waitUntil(lambda: "bestaat al" in kept.banner.text)
    assert file.read_text() == "iets anders"


def test_it_can_be_printed(qtbot: QtBot, kept: KeptCode, tmp_path: Path) -> None:
    kept._print()
    assert isinstance(kept.dialog, QPrintDialog)
    kept.dialog.reject()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "code.pdf"))
    on_paper(kept.text(), printer)
    assert (tmp_path / "code.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("code", "lines"), [("", ""), ("AB", "AB"), (CODE[:19], f"{CODE[:14]}\nNPQR")]
)
def test_a_code_is_read_in_lines(code: str, lines: str) -> None:
    assert in_lines(code) == lines

"""The passphrase is changed in a sheet, and a new recovery code is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import office
from tests.ui.screens.stage import clipped, unnamed
from wijkdesk.caseload.desk import Desk
from wijkdesk.ui.background import Background
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screens.passphrase import CURRENT, ChangePassphrase

NEW = "vijf andere losse woorden samen"
PATIENCE = 20_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk that opens with the passphrase of the office."""
    folder = tmp_path / "own"
    folder.mkdir(mode=0o700)
    office.make_folder(folder)
    return folder


@pytest.fixture
def own(folder: Path) -> Iterator[Desk]:
    """That desk, open."""
    desk = Desk.open(folder, bytearray(office.PASSPHRASE.encode()), now=office.now)
    yield desk
    desk.close()


@pytest.fixture
def sheet(
    qtbot: QtBot, look: Look, own: Desk, background: Background
) -> Iterator[ChangePassphrase]:
    """The sheet in sight."""
    around = Surroundings(look.theme, look.words, look.now, own, background)
    made = ChangePassphrase(around, 14)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    background.close()


def fill(sheet: ChangePassphrase, old: str, first: str, second: str) -> None:
    for name, typed in ((CURRENT, old), ("passphrase", first), ("passphrase_again", second)):
        sheet.form.fields[name].put(typed)
    sheet.form.check_and_ask()


def test_a_changed_passphrase_opens_the_desk_and_the_code_is_kept(
    qtbot: QtBot, sheet: ChangePassphrase, own: Desk, folder: Path
) -> None:
    fill(sheet, office.PASSPHRASE, NEW, NEW)
    qtbot.waitUntil(lambda: sheet.code is not None, timeout=PATIENCE)
    assert sheet.code is not None
    assert not sheet.form.isVisible()
    assert QApplication.focusWidget() is sheet.code.code
    assert [field.raw() for field in sheet.form.fields.values()] == ["", "", ""]
    sheet.code.kept.click()
    with qtbot.waitSignal(sheet.finished):
        sheet.code.go_on.click()
    own.close()
    Desk.open(folder, bytearray(NEW.encode()), now=office.now).close()


def test_the_one_of_now_must_be_right(qtbot: QtBot, sheet: ChangePassphrase) -> None:
    fill(sheet, "iets heel anders", NEW, NEW)
    field = sheet.form.fields[CURRENT]
    qtbot.waitUntil(lambda: field.error == "De wachtzin klopt niet.", timeout=PATIENCE)


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [("kort", "kort", "passphrase"), (NEW, "iets anders", "passphrase_again")],
)
def test_what_is_wrong_with_the_new_one_is_said_before_anything_is_done(
    sheet: ChangePassphrase, first: str, second: str, field: str
) -> None:
    fill(sheet, office.PASSPHRASE, first, second)
    assert sheet.form.fields[field].error


def test_everything_has_a_name_and_fits(sheet: ChangePassphrase) -> None:
    sheet.focus_first()
    assert QApplication.focusWidget().accessibleName() == "Wachtzin van nu"
    assert unnamed(sheet) == []
    assert clipped(sheet) == []

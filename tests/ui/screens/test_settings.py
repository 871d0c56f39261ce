"""What the person may set works at once, and is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import office
from wijkdesk.caseload.desk import Desk
from wijkdesk.config import settings as config
from wijkdesk.ui.background import Background
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screens.settings import SIZES, SettingsScreen
from wijkdesk.ui.screens.settings.safety import Backup
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label


@pytest.fixture
def screen(qtbot: QtBot, around: Surroundings, tmp_path: Path) -> SettingsScreen:
    """Return the screen in sight; what is chosen is kept in the test's folder."""
    folder = tmp_path / "desk"
    made = SettingsScreen(
        around, config.load(folder), lambda name, value: config.choose(folder, name, value)
    )
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def press(screen: SettingsScreen, name: str) -> None:
    """Press a button by its spoken name."""
    next(b for b in screen.findChildren(Button) if b.accessibleName() == name).click()


@pytest.mark.parametrize(
    ("name", "mode"),
    [("Donker", "dark"), ("Hoog contrast", "high_contrast"), ("Zoals deze computer", "system")],
)
def test_colours_change_at_once_and_are_kept(
    screen: SettingsScreen, tmp_path: Path, name: str, mode: str
) -> None:
    press(screen, f"Kleuren: {name}")
    assert screen.around.theme.mode == mode
    assert config.load(tmp_path / "desk").text("theme") == mode


@pytest.mark.parametrize("size", SIZES[1:])
def test_the_text_grows_at_once_and_stays_so(
    screen: SettingsScreen, tmp_path: Path, size: int
) -> None:
    press(screen, f"Grootte van de tekst: {size} %")
    assert screen.around.theme.scale == size / 100
    assert config.load(tmp_path / "desk").number("text_size") == size


def test_the_language_is_for_the_next_time(
    qtbot: QtBot, screen: SettingsScreen, tmp_path: Path
) -> None:
    press(screen, "Taal: English")
    assert config.load(tmp_path / "desk").text("language") == "en"
    assert screen.words.language == "nl"
    with qtbot.waitSignal(screen.lock_wanted):
        press(screen, "Nu op slot en opnieuw beginnen")


def test_what_it_decides_can_be_read_and_not_changed(screen: SettingsScreen) -> None:
    texts = [label.text() for label in screen.findChildren(Label)]
    assert "Minuten zonder toets tot het bureau op slot gaat: 10" in texts
    assert "Proxy naar het centrale systeem: niet ingesteld" in texts


def test_a_copy_is_written_to_a_file(
    qtbot: QtBot, look: Look, background: Background, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir(mode=0o700)
    office.make_folder(folder)
    desk = Desk.open(folder, bytearray(office.PASSPHRASE.encode()), now=office.now)
    card = Backup(Surroundings(look.theme, look.words, look.now, desk, background))
    qtbot.addWidget(card)
    card.choose_file()
    assert card.dialog is not None
    card.dialog.close()
    card.write(str(tmp_path / "none" / "at all"))
    qtbot.waitUntil(lambda: card.banner.property("note") == "danger")
    file = tmp_path / "reservekopie.wijkdesk"
    card.write(str(file))
    assert not card.make.isEnabled()
    qtbot.waitUntil(card.make.isEnabled, timeout=20_000)
    assert "MB" in card.banner.text
    assert file.stat().st_size > 0
    background.close()
    desk.close()


def test_it_says_until_when_the_desk_works_without_contact(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    qtbot.waitUntil(lambda: "Zonder contact" in _texts(screen.standing))
    assert "Nog niet gesynchroniseerd" in _texts(screen.standing)


def _texts(card: QWidget) -> str:
    return " ".join(one.text() for one in card.findChildren(Label))


def test_the_passphrase_is_changed_in_a_sheet(qtbot: QtBot, screen: SettingsScreen) -> None:
    with qtbot.waitSignal(screen.wants) as wanted:
        press(screen, "Wachtzin veranderen")
    assert wanted.args == ["passphrase", {}]


def test_the_focus_begins_at_the_colours(screen: SettingsScreen) -> None:
    screen.focus_first()
    assert QApplication.focusWidget().accessibleName() == "Kleuren: Licht"
    assert screen.title == "Instellingen"

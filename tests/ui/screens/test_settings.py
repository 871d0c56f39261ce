"""What the person may set works at once, and is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wijkdesk.config import settings as config
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screens.settings import SIZES, SettingsScreen
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


def test_the_focus_begins_at_the_colours(screen: SettingsScreen) -> None:
    screen.focus_first()
    assert QApplication.focusWidget().accessibleName() == "Kleuren: Licht"
    assert screen.title == "Instellingen"

"""Search or do: one box, arrows choose, Enter does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from wijkdesk.ui.frame.palette import Command, Palette
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.list import FACE, Row


class Desk:
    """What the palette finds and does."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def commands(self) -> list[Command]:
        """Return two commands."""
        return [
            Command("Contact vastleggen", "Samira", "plus", "Ctrl+N", lambda: self.do("contact")),
            Command("Nu synchroniseren", "", "arrows-clockwise", "", lambda: self.do("sync")),
        ]

    def do(self, what: str) -> None:
        """Note what was done."""
        self.done.append(what)

    def find(self, _owner: QWidget, text: str, then: Callable[[list[Row]], None]) -> None:
        """Find one client by the first letters of the name."""
        people = [{"id": "c1", "name": "Samira El Idrissi", "neighbourhood": "Tarwewijk"}]
        then([row for row in people if row["name"].lower().startswith(text.lower())])


@pytest.fixture
def desk() -> Desk:  # type: ignore[override]
    """Return what the palette finds and does."""
    return Desk()


@pytest.fixture
def palette(qtbot: QtBot, look: Look, desk: Desk) -> Palette:
    """Return an open palette."""
    window = QWidget()
    qtbot.addWidget(window)
    made = Palette(look, desk.commands(), desk.find, lambda id_: desk.do(f"open {id_}"), window)
    made.holder = window  # type: ignore[attr-defined]
    made.open()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def names(palette: Palette) -> list[str]:
    """Return what the palette shows."""
    rows = palette.results.rows
    return [str(rows.index(at, 0).data()) for at in range(rows.rowCount())]


def test_without_words_it_shows_what_can_be_done(palette: Palette) -> None:
    assert QApplication.focusWidget() is palette.line
    assert names(palette) == ["Contact vastleggen", "Nu synchroniseren"]
    assert palette.results.rows.index(0, 0).data(FACE).keys == "Ctrl+N"


def test_clients_and_commands_stand_in_one_list(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.line, "s")
    assert names(palette) == ["Samira El Idrissi", "Contact vastleggen", "Nu synchroniseren"]
    assert palette.results.current == "c1"


def test_enter_opens_the_client(qtbot: QtBot, palette: Palette, desk: Desk) -> None:
    qtbot.keyClicks(palette.line, "sam")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert desk.done == ["open c1"]
    assert not palette.isVisible()


def test_arrows_choose_while_the_focus_stays_in_the_line(
    qtbot: QtBot, palette: Palette, desk: Desk
) -> None:
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is palette.line
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert desk.done == ["sync"]


def test_words_in_any_order_find_a_command(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.line, "vast con")
    assert names(palette) == ["Contact vastleggen"]


def test_nothing_found_does_nothing(qtbot: QtBot, palette: Palette, desk: Desk) -> None:
    qtbot.keyClicks(palette.line, "xyz")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert desk.done == []
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_a_click_does_it(qtbot: QtBot, palette: Palette, desk: Desk) -> None:
    place = palette.results.visualRect(palette.results.rows.index(1, 0)).center()
    qtbot.mouseClick(palette.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.done == ["sync"]


def test_while_a_client_looks_along_no_client_is_found(
    qtbot: QtBot, look: Look, desk: Desk
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = Palette(look, desk.commands(), None, desk.do, window)
    qtbot.keyClicks(made.line, "sam")
    assert names(made) == []
    assert made.line.accessibleName() == "Opdracht of scherm"

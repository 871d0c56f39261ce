"""The rail: sections, their counts, and what it shows when it is narrow."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from wijkdesk.ui.frame.rail import NavButton, Rail, Section
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button

SECTIONS = (Section("caseload", "Caseload", "users"), Section("waiting", "Wachtrij", "paper-plane"))


@pytest.fixture
def rail(qtbot: QtBot, look: Look) -> Rail:
    """Return a rail in sight."""
    made = Rail(look, SECTIONS, "Anouk Bakker", "Charlois")
    qtbot.addWidget(made)
    made.resize(made.width(), 600)
    made.show()
    return made


def test_sections_are_radio_buttons_with_their_key(qtbot: QtBot, rail: Rail) -> None:
    buttons = rail.findChildren(NavButton)
    told = QAccessible.queryAccessibleInterface(buttons[1])
    assert told.role() == QAccessible.Role.RadioButton
    assert told.text(QAccessible.Text.Description) == "(Alt+2)"
    with qtbot.waitSignal(rail.chosen) as chosen:
        buttons[1].click()
    assert chosen.args == ["waiting"]


def test_a_count_is_said_too(rail: Rail) -> None:
    rail.count("waiting", 3)
    button = rail.findChildren(NavButton)[1]
    assert button.accessibleName() == "Wachtrij, 3"
    picture = button.grab().toImage()
    rail.count("waiting", 0)
    assert button.accessibleName() == "Wachtrij"
    assert button.grab().toImage() != picture
    rail.count("unknown", 2)


def test_a_narrow_rail_keeps_its_names(rail: Rail) -> None:
    wide = rail.width()
    rail.make_narrow(True)
    assert rail.width() < wide / 2
    assert [button.text() for button in rail.findChildren(Button)] == ["", "", "", ""]
    assert all(button.accessibleName() for button in rail.findChildren(Button))
    rail.make_narrow(False)
    assert rail.width() == wide


@pytest.mark.parametrize(("name", "act"), [("Op slot", "lock"), ("Zoek een klant", "search_or_do")])
def test_the_rest_is_asked_for(qtbot: QtBot, rail: Rail, name: str, act: str) -> None:
    button = next(b for b in rail.findChildren(Button) if b.accessibleName().startswith(name))
    with qtbot.waitSignal(rail.asked) as asked:
        button.click()
    assert asked.args == [act]


def test_sections_are_hidden_while_a_client_looks_along(rail: Rail) -> None:
    rail.share(True)
    assert not any(button.isVisible() for button in rail.findChildren(NavButton))

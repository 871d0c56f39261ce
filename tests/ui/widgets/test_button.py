"""Buttons of every kind, and choices of which exactly one is on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button, Choices

KINDS = ("plain", "primary", "ghost", "nav", "filter", "status", "command", "link")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_large_enough_to_hit(qtbot: QtBot, look: Look, kind: str) -> None:
    button = Button(look, "Opslaan", kind, icon="check")
    qtbot.addWidget(button)
    least = 36 if kind in ("plain", "primary", "nav", "command") else 24
    assert button.sizeHint().height() >= least


def test_an_ampersand_in_a_name_is_no_shortcut(qtbot: QtBot, look: Look) -> None:
    button = Button(look, "Jansen & Zn")
    qtbot.addWidget(button)
    assert button.text() == "Jansen && Zn"
    assert button.accessibleName() == "Jansen & Zn"


def test_its_key_is_said_and_shown(qtbot: QtBot, look: Look) -> None:
    button = Button(look, "Contact vastleggen", "primary", keys="Ctrl+N")
    qtbot.addWidget(button)
    assert button.accessibleDescription() == "(Ctrl+N)"
    assert "Ctrl+N" in button.toolTip()


def test_an_icon_alone_has_a_name(qtbot: QtBot, look: Look) -> None:
    button = Button(look, "", icon="printer", name="Plan afdrukken")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Plan afdrukken"
    button.show_icon("check")
    assert not button.icon().isNull()


def test_its_icon_follows_the_theme(qtbot: QtBot, look: Look) -> None:
    button = Button(look, "Opslaan", icon="check")
    qtbot.addWidget(button)
    light, size = button.icon().pixmap(20).toImage(), button.iconSize()
    look.theme.choose(mode="dark", scale=2.0)
    assert button.icon().pixmap(20).toImage() != light
    assert button.iconSize() == 2 * size


@pytest.fixture
def choices(qtbot: QtBot, look: Look) -> Choices:
    """Return three choices in a window."""
    made = Choices(look, "Soort", [("a", "Alle"), ("b", "Vandaag"), ("c", "Te versturen")])
    qtbot.addWidget(made)
    made.resize(400, 40)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def test_choices_are_radio_buttons_for_a_screen_reader(choices: Choices) -> None:
    told = [QAccessible.queryAccessibleInterface(b) for b in choices.findChildren(Button)]
    assert {one.role() for one in told} == {QAccessible.Role.RadioButton}
    assert told[1].text(QAccessible.Text.Name) == "Soort: Vandaag"


def test_exactly_one_is_on(qtbot: QtBot, choices: Choices) -> None:
    assert choices.value == "a"
    with qtbot.waitSignal(choices.chosen) as chosen:
        qtbot.mouseClick(choices.findChildren(Button)[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["b"]
    assert choices.value == "b"
    assert sum(button.isChecked() for button in choices.findChildren(Button)) == 1


def test_choosing_in_code_says_nothing(qtbot: QtBot, choices: Choices) -> None:
    with qtbot.assertNotEmitted(choices.chosen):
        choices.choose("c")
    choices.say("c", "Te versturen 3")
    choices.take_focus()
    assert QApplication.focusWidget().accessibleName() == "Soort: Te versturen 3"


def test_a_choice_has_room_for_the_bolder_words_of_the_one_that_is_on(choices: Choices) -> None:
    one = choices.findChildren(Button)[2]
    one.setText("Werkaantekening")
    off = one.sizeHint()
    bold = one.font()
    bold.setWeight(QFont.Weight.DemiBold)
    assert off.width() > QFontMetrics(bold).horizontalAdvance(one.text())
    needs = QFontMetrics(bold).horizontalAdvance(one.text())
    plain = one.fontMetrics().horizontalAdvance(one.text())
    assert off.width() - needs == QPushButton.sizeHint(one).width() - plain


def test_a_choice_may_be_kept_from_being_chosen(choices: Choices) -> None:
    one = choices.findChildren(Button)[1]
    choices.offer("b", False)
    assert not one.isVisible()
    choices.offer("b", True)
    assert one.isVisible()

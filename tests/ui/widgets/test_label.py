"""Text is plain everywhere, and there is one widget that shows it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.label import Chip, Label, hint

UI = Path(__file__).resolve().parents[3] / "wijkdesk" / "ui"
MARKUP = '<img src="//evil/share/x"><b>Samira</b>'


def test_typed_markup_is_shown_as_it_was_typed(qtbot: QtBot, look: Look) -> None:
    label = Label(MARKUP)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == MARKUP
    label.say("<i>x</i>")
    assert (label.textFormat(), label.text()) == (Qt.TextFormat.PlainText, "<i>x</i>")


def test_a_hint_is_never_read_as_markup(qtbot: QtBot, look: Look) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    hint(button, MARKUP)
    assert "<img" not in button.toolTip()
    assert button.accessibleDescription() == MARKUP


def test_characters_that_turn_direction_are_left_out(qtbot: QtBot, look: Look) -> None:
    label = Label("a\u202edorst\u2069b")
    qtbot.addWidget(label)
    assert label.text() == "adorstb"


@pytest.mark.parametrize(("role", "spoken"), [("h1", "Heading"), ("body", "StaticText")])
def test_headings_are_headings(qtbot: QtBot, look: Look, role: str, spoken: str) -> None:
    label = Label("Belemmeringen", role)
    qtbot.addWidget(label)
    assert QAccessible.queryAccessibleInterface(label).role() == QAccessible.Role[spoken]


def test_wrapped_text_takes_the_lines_it_needs(qtbot: QtBot, look: Look) -> None:
    label = Label("een zin die niet op één regel past " * 4, wrap=True)
    qtbot.addWidget(label)
    assert label.heightForWidth(150) > label.heightForWidth(600)
    assert label.sizeHint().width() > 150


def test_an_icon_before_the_text_takes_room_that_grows(qtbot: QtBot, look: Look) -> None:
    label = Label("Versleuteld")
    qtbot.addWidget(label)
    label.lead(look, "lock")
    before = label.contentsMargins().left()
    look.theme.choose(scale=2.0)
    assert label.contentsMargins().left() == 2 * before
    label.lead(look, "check", "accent_text")
    assert not label.grab().isNull()


def test_a_chip_is_a_label_of_its_kind(qtbot: QtBot, look: Look) -> None:
    chip = Chip("Te versturen", "info")
    qtbot.addWidget(chip)
    assert (chip.property("chip"), chip.text()) == ("info", "Te versturen")


def test_no_other_file_shows_text_or_hints_by_itself() -> None:
    allowed = "widgets/label.py"
    found = [
        f"{file.relative_to(UI)}:{node.lineno}"
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and _called(node) in ("QLabel", "setToolTip", "setWhatsThis", "setHtml", "setTextFormat")
        and file.relative_to(UI).as_posix() != allowed
    ]
    assert found == []


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_a_widget_without_hint_has_none(qtbot: QtBot, look: Look) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    hint(widget, "")
    assert widget.toolTip() == ""

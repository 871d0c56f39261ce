"""A card is a group with a name, a title, words beside it and at most one act."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Label


def test_a_card_is_a_named_group(qtbot: QtBot, look: Look) -> None:
    act = Button(look, "Meten", "ghost")
    card = Card(look, "Belemmeringen", "1 acuut", act)
    qtbot.addWidget(card)
    told = QAccessible.queryAccessibleInterface(card)
    assert told.role() == QAccessible.Role.Grouping
    assert told.text(QAccessible.Text.Name) == "Belemmeringen"
    assert card.isAncestorOf(act)
    card.tell("2 acuut")
    assert "2 acuut" in {label.text() for label in card.findChildren(Label)}


def test_a_card_can_be_without_title(qtbot: QtBot, look: Look) -> None:
    card = Card(look)
    qtbot.addWidget(card)
    card.body.addWidget(Label("x"))
    assert [label.text() for label in card.findChildren(Label) if label.text()] == ["x"]

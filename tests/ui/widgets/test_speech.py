"""What a screen reader is told."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.speech import announce, speaks_as


def test_a_widget_speaks_in_the_role_it_was_given(qtbot: QtBot, look: Look) -> None:
    alert, plain = QFrame(), QFrame()
    for frame in (alert, plain):
        qtbot.addWidget(frame)
    speaks_as(alert, "AlertMessage")
    assert QAccessible.queryAccessibleInterface(alert).role() == QAccessible.Role.AlertMessage
    assert QAccessible.queryAccessibleInterface(plain).role() != QAccessible.Role.AlertMessage


def test_many_that_come_and_go_do_no_harm(qtbot: QtBot, look: Look) -> None:
    for _ in range(300):
        frame = QFrame()
        speaks_as(frame, "AlertMessage")
        frame.setAccessibleName("x")
        told = QAccessible.queryAccessibleInterface(frame)
        assert told.text(QAccessible.Text.Name) == "x"
        del told
        frame.deleteLater()
    QApplication.sendPostedEvents()


def test_a_sentence_can_be_said(qtbot: QtBot, look: Look) -> None:
    frame = QFrame()
    qtbot.addWidget(frame)
    announce(frame, "3 klanten")
    announce(frame, "Fout", at_once=True)

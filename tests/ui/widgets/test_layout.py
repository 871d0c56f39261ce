"""Rows that wrap, columns that turn, pages that scroll only down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Columns, Flow, Page, clear, column, ground, row


def test_a_flow_goes_on_below_when_the_width_is_full(qtbot: QtBot, look: Look) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(look, holder)
    for text in ("een", "twee", "drie", "vier"):
        flow.addWidget(QPushButton(text))
    one_line = flow.sizeHint()
    assert flow.heightForWidth(one_line.width() + 20) == one_line.height()
    assert flow.heightForWidth(flow.minimumSize().width()) > 3 * one_line.height()
    holder.resize(one_line.width() // 2, 300)
    holder.show()
    rights = [button.geometry().right() for button in holder.findChildren(QPushButton)]
    assert max(rights) <= holder.width()


def test_a_flow_wraps_long_text_within_its_width(qtbot: QtBot, look: Look) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(look, holder)
    label = Label("een naam die veel te lang is voor deze ene smalle regel", wrap=True)
    flow.addWidget(label)
    holder.resize(120, 300)
    holder.show()
    assert label.width() <= 120
    assert label.height() >= label.heightForWidth(120)


def test_an_empty_flow_takes_no_room(qtbot: QtBot, look: Look) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(look, holder)
    assert (flow.count(), flow.itemAt(0), flow.takeAt(0)) == (0, None, None)
    assert flow.heightForWidth(100) == 0
    assert flow.expandingDirections() == Qt.Orientation(0)


def test_columns_become_one_when_it_is_narrow(qtbot: QtBot, look: Look) -> None:
    columns = Columns(look, narrow=500)
    qtbot.addWidget(columns)
    left, right = QPushButton("links"), QPushButton("rechts")
    columns.left.addWidget(left)
    columns.right.addWidget(right)
    columns.show()
    columns.resize(700, 300)
    qtbot.wait(10)
    assert left.mapTo(columns, left.rect().topLeft()).y() == (
        right.mapTo(columns, right.rect().topLeft()).y()
    )
    columns.resize(400, 300)
    qtbot.wait(10)
    assert left.mapTo(columns, left.rect().bottomLeft()).y() < (
        right.mapTo(columns, right.rect().topLeft()).y()
    )


def test_columns_turn_sooner_with_larger_text(qtbot: QtBot, look: Look) -> None:
    columns = Columns(look, narrow=500)
    qtbot.addWidget(columns)
    columns.left.addWidget(QPushButton("links"))
    columns.right.addWidget(QPushButton("rechts"))
    assert columns.minimumSizeHint().width() < 2 * 120


def test_spaces_follow_the_text_size(qtbot: QtBot, look: Look) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = column(look, holder, gap="l", pad="xl")
    assert (layout.spacing(), layout.contentsMargins().left()) == (16, 24)
    look.theme.choose(scale=2.0)
    assert (layout.spacing(), layout.contentsMargins().left()) == (24, 36)
    assert row(look, gap="").spacing() == 0


def test_a_page_never_scrolls_sideways(qtbot: QtBot, look: Look) -> None:
    page = Page(look)
    qtbot.addWidget(page)
    page.body.addWidget(Label("woord " * 200, wrap=True))
    page.resize(200, 200)
    page.show()
    qtbot.wait(10)
    assert page.widget().width() <= page.viewport().width()
    assert page.verticalScrollBar().maximum() > 0


def test_clearing_lets_go_of_everything(qtbot: QtBot, look: Look) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = column(look, holder)
    inner = row(look)
    inner.addWidget(QPushButton("a"))
    layout.addWidget(ground("line"))
    layout.addLayout(inner)
    clear(layout)
    qtbot.wait(10)
    assert layout.count() == 0
    assert holder.findChildren(QPushButton) == []

"""A list that fetches a page at a time and always has a current row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.list import PAGE, Face, LazyList, Mark, Row


def face(row: Row) -> Face:
    """Return a plain face."""
    return Face(row["name"], "Tarwewijk", f"{row['name']}, Tarwewijk", Mark("clock", "muted", "x"))


def rows(first: int, last: int) -> list[Row]:
    """Return numbered rows."""
    return [{"id": f"id{n}", "name": f"Klant {n:03}"} for n in range(first, last)]


@pytest.fixture
def people(qtbot: QtBot, look: Look) -> LazyList:
    """Return a list in a window, with the first page of more."""
    made = LazyList(look, "Klanten", face)
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.show_rows(rows(0, PAGE), more=True)
    return made


def test_the_first_row_is_current_at_once(people: LazyList) -> None:
    assert people.current == "id0"


def test_each_row_speaks_one_sentence(people: LazyList) -> None:
    spoken = people.rows.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Klant 003, Tarwewijk"
    tree = QAccessible.queryAccessibleInterface(people)
    assert tree.text(QAccessible.Text.Name) == "Klanten"
    assert tree.child(3).text(QAccessible.Text.Name) == "Klant 003, Tarwewijk"


def test_the_next_page_is_asked_for_at_the_end_and_once(qtbot: QtBot, people: LazyList) -> None:
    asked: list[object] = []
    people.rows.wanted.connect(asked.append)
    people.scrollToBottom()
    people.scrollToBottom()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [("Klant 099", "id99")]
    people.add_rows(rows(PAGE, PAGE + 5), more=False)
    people.scrollToBottom()
    assert people.rows.rowCount() == PAGE + 5
    assert len(asked) == 1


def test_a_page_without_rows_ends_the_list(people: LazyList) -> None:
    people.add_rows([], more=False)
    assert not people.rows.canFetchMore(people.rootIndex())


def test_the_current_record_stays_current_when_the_list_comes_anew(people: LazyList) -> None:
    people.go_to("id40")
    people.show_rows(rows(10, 60))
    assert people.current == "id40"
    people.show_rows(rows(50, 60))
    assert people.current == "id50"
    people.show_rows([])
    assert people.current == ""


def test_staying_on_a_row_picks_it_and_enter_opens_it(qtbot: QtBot, people: LazyList) -> None:
    people.setFocus()
    with qtbot.waitSignal(people.picked) as picked:
        qtbot.keyClick(people, Qt.Key.Key_Down)
        qtbot.keyClick(people, Qt.Key.Key_Down)
    assert picked.args == ["id2"]
    with qtbot.waitSignal(people.opened) as opened:
        qtbot.keyClick(people, Qt.Key.Key_Return)
    assert opened.args == ["id2"]


def test_a_click_opens(qtbot: QtBot, people: LazyList) -> None:
    place = people.visualRect(people.rows.index(1, 0)).center()
    with qtbot.waitSignal(people.opened) as opened:
        qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == ["id1"]


def test_showing_rows_picks_nothing(qtbot: QtBot, people: LazyList) -> None:
    with qtbot.assertNotEmitted(people.picked, wait=300):
        people.show_rows(rows(20, 30))
        people.go_to("id25")


def test_steps_stay_inside_the_list(people: LazyList) -> None:
    people.show_rows(rows(0, 3))
    people.step(9)
    assert people.current == "id2"
    people.step(-9)
    assert people.current == "id0"


def test_rows_are_higher_with_larger_text(look: Look, people: LazyList) -> None:
    before = people.visualRect(people.rows.index(0, 0)).height()
    look.theme.choose(scale=2.0)
    assert people.visualRect(people.rows.index(0, 0)).height() > 1.7 * before


def test_focus_and_marks_are_painted(qtbot: QtBot, look: Look, people: LazyList) -> None:
    people.clearFocus()
    without = people.grab().toImage()
    people.setFocus()
    qtbot.wait(10)
    assert people.grab().toImage() != without

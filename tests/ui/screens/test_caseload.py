"""The caseload is found while typing, and gone through by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.screens.stage import Stage, beyond, clipped, tab_walk, unnamed
from wijkdesk.ui.screens.caseload import PAGE, TO_SEND, Caseload
from wijkdesk.ui.screens.client import Client


def caseload(stage: Stage) -> Caseload:
    found = stage.screen(Caseload)
    assert isinstance(found, Caseload)
    return found


def names(screen: Caseload) -> list[str]:
    rows = screen.list.rows
    return [str(rows.index(at, 0).data()) for at in range(rows.rowCount())]


def test_typing_finds_on_name_and_on_wijk(stage: Stage) -> None:
    screen = caseload(stage)
    assert screen.focusWidget() is screen.line
    assert screen.count.text() == "6 klanten"
    stage.type("sami")
    stage.until(lambda: names(screen) == ["Samira El Idrissi"])
    assert screen.count.text() == "1 klant"
    stage.press(Qt.Key.Key_Escape)
    stage.type("bloem")
    stage.until(lambda: len(names(screen)) == 2)


def test_only_the_latest_answer_is_shown(stage: Stage) -> None:
    screen = caseload(stage)
    shown: list[int] = []
    screen.list.rows.modelReset.connect(lambda: shown.append(screen.list.rows.rowCount()))
    stage.type("samira el")
    stage.settle()
    assert names(screen) == ["Samira El Idrissi"]
    assert shown[-1] == 1
    assert len(shown) < len("samira el")


def test_enter_goes_to_the_client_and_down_shows_one_beside_the_list(stage: Stage) -> None:
    screen = caseload(stage)
    stage.type("ricardo")
    stage.until(lambda: len(names(screen)) == 1)
    stage.press(Qt.Key.Key_Return)
    stage.settle()
    opened = stage.screen(Client)
    assert opened.header.name.text() == "Ricardo Monteiro"
    assert opened.isAncestorOf(stage.focus)

    screen.line.clear()
    screen.focus_first()
    stage.settle()
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Down)
    stage.until(
        lambda: (
            stage.screen(Client).header.name.text()
            == names(screen)[screen.list.currentIndex().row()]
        )
    )
    assert stage.focus is screen.list


def test_each_row_says_one_sentence_with_everything_in_it(stage: Stage) -> None:
    screen = caseload(stage)
    index = screen.list.rows.index(names(screen).index("Samira El Idrissi"), 0)
    said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    for part in ("Samira El Idrissi", "Tarwewijk", "Kennismaken", "Terugbellen", "Te versturen"):
        assert part in said
    assert "Vandaag" in said


def test_the_filter_shows_what_is_still_to_be_sent(stage: Stage) -> None:
    stage.confirm("c-sent")
    screen = caseload(stage)
    screen.load()
    stage.settle()
    assert len(names(screen)) == 7
    QTest.mouseClick(screen.filter.findChildren(type(screen.new))[1], Qt.MouseButton.LeftButton)
    stage.settle()
    assert screen.filter.value == TO_SEND
    assert "Bea Bos" not in names(screen)
    assert len(names(screen)) == 6


def test_pages_follow_while_scrolling(staged: Callable[..., Stage]) -> None:
    stage = staged(filled=False)
    for n in range(PAGE + 20):
        stage.confirm(f"c{n:03}", family_name=f"Bos{n:03}")
    stage.go("caseload")
    screen = caseload(stage)
    assert screen.list.rows.rowCount() == PAGE
    assert screen.count.text() == "eerste 100 klanten"
    screen.list.scrollToBottom()
    stage.until(lambda: screen.list.rows.rowCount() == PAGE + 20)
    assert len(set(names(screen))) == PAGE + 20
    assert screen.count.text() == "120 klanten"


def test_a_page_of_another_search_is_not_added(staged: Callable[..., Stage]) -> None:
    stage = staged(filled=False)
    for n in range(PAGE + 20):
        stage.confirm(f"c{n:03}", family_name=f"Bos{n:03}")
    stage.go("caseload")
    screen = caseload(stage)
    screen.list.rows.fetchMore(screen.list.rootIndex())
    screen.line.setText("bos11")
    stage.settle()
    assert len(names(screen)) == 10


def test_an_empty_caseload_explains_itself_with_one_button(staged: Callable[..., Stage]) -> None:
    stage = staged(filled=False)
    stage.go("caseload")
    screen = caseload(stage)
    assert screen.empty.isVisible()
    assert "contactpersoon" in screen.empty.accessibleName()
    assert screen.empty.register.isVisible()
    assert not screen.empty.clear.isVisible()
    assert not screen.new.isVisible()
    screen.empty.register.click()
    stage.settle()
    assert stage.sheet.windowTitle() == "Nieuwe klant"


def test_nothing_found_says_what_was_typed_and_offers_everyone(stage: Stage) -> None:
    screen = caseload(stage)
    stage.type("<b>x</b>")
    stage.until(screen.empty.isVisible)
    assert "<b>x</b>" in screen.empty.accessibleName()
    screen.empty.clear.click()
    stage.until(lambda: len(names(screen)) == 6)
    assert stage.focus is screen.line


def test_who_may_not_register_is_not_offered_it(staged: Callable[..., Stage]) -> None:
    stage = staged(roles=("desk",), filled=False)
    stage.go("caseload")
    screen = caseload(stage)
    assert not screen.new.isVisible()
    assert not screen.empty.register.isVisible()
    assert screen.ways() == []


def test_the_list_stays_where_it_was_when_something_is_saved(stage: Stage) -> None:
    screen = caseload(stage)
    joyce = stage.id_of("Joyce")
    stage.open("Joyce")
    assert screen.list.current == joyce
    stage.go("action", client=joyce)
    form = stage.form
    for name, raw in (("title", "Bellen"), ("by", "klant"), ("kind", "overig"), ("due", "24-11")):
        form.fields[name].put(raw)
    form.check_and_ask()
    stage.settle()
    assert screen.list.current == joyce
    said = str(screen.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Vandaag · Bellen" in said


@pytest.mark.parametrize(
    ("size", "scale"), [((1024, 768), 1.0), ((1366, 768), 1.0), ((1440, 900), 2.0)]
)
def test_every_width_and_text_size_keeps_all_of_it(
    staged: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    stage = staged(size=size, scale=scale)
    stage.go("caseload")
    screen = caseload(stage)
    assert clipped(screen) == []
    assert beyond(screen) == []
    assert unnamed(screen) == []


def test_tab_visits_the_whole_list_pane(stage: Stage) -> None:
    screen = caseload(stage)
    visited = tab_walk(stage, screen)
    assert {screen.line, screen.list, screen.new} <= visited

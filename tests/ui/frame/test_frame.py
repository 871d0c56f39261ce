"""The frame: going somewhere, coming back, what was done, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from wijkdesk.caseload.touched import Touched
from wijkdesk.errors import OutsideTrouble, Trouble
from wijkdesk.sync.round import Progress, Result
from wijkdesk.ui.frame.frame import Frame
from wijkdesk.ui.frame.navigation import Route
from wijkdesk.ui.frame.palette import Palette
from wijkdesk.ui.frame.rail import Section
from wijkdesk.ui.frame.syncing import Syncing
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screen import Screen, Way
from wijkdesk.ui.widgets.layout import column
from wijkdesk.ui.window import Window


class Sample(Screen):
    """A screen that notes what happens to it."""

    kinds: ClassVar[frozenset[str]] = frozenset({"client"})
    name = "Voorbeeld"

    def __init__(self, around: Surroundings, client: str = "") -> None:
        super().__init__(around)
        self.client, self.loads, self.flushed, self.composed = client, 0, 0, 0
        self.line = QLineEdit()
        self.line.setAccessibleName("x")
        column(around, self).addWidget(self.line)

    @property
    def title(self) -> str:
        """The title for the window."""
        return f"{self.name} {self.client}".strip()

    def load(self) -> None:
        """Note that it loads."""
        self.loads += 1

    def flush(self) -> None:
        """Note that drafts are kept."""
        self.flushed += 1

    def focus_first(self) -> None:
        """Put the focus in the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ways(self) -> list[Way]:
        """Return a way to a sheet and an act of its own."""
        return [
            Way("Belemmering vastleggen", "plus", "barrier", {"client": self.client}, "Ctrl+B"),
            Way("Contact vastleggen", "plus", "", {}, "Ctrl+N", self._compose),
        ]

    def _compose(self) -> None:
        self.composed += 1


class People(Sample):
    """A list."""

    name, place = "Caseload", "list"


class Barrier(Sample):
    """A form over the rest."""

    name, place = "Belemmering", "sheet"


class Rest(Sample):
    """A page."""

    name, place = "Wachtrij", "page"


ROUTES = (
    Route("caseload", People, "list"),
    Route("client", Sample, "detail", home="caseload"),
    Route("barrier", Barrier, "sheet"),
    Route("waiting", Rest, "page"),
)
SECTIONS = (Section("caseload", "Caseload", "users"), Section("waiting", "Wachtrij", "tray"))


class Nothing:
    """A round without requests, or with trouble."""

    result = Result(sent=1, touched={("client", "c1")})
    trouble: Trouble | None = None

    def request(self) -> None:
        """Return nothing to post."""
        if self.trouble is not None:
            raise self.trouble

    def progress(self) -> Progress:
        """Return that nothing was done yet."""
        return Progress()

    def break_off(self) -> None:
        """Leave it."""


@pytest.fixture
def round_() -> Nothing:
    """Return the round of this test."""
    return Nothing()


@pytest.fixture
def frame(
    qtbot: QtBot, qapp: QApplication, around: Surroundings, round_: Nothing
) -> Iterator[Frame]:
    """Return a frame in a window, at the list."""

    def syncing(parent: Frame) -> Syncing:
        return Syncing(around.background, lambda: round_, lambda _r: None, parent)  # type: ignore[arg-type,return-value]

    made = Frame(around, ROUTES, SECTIONS, syncing)
    window = Window(qapp, Look(around.theme, around.words, around.now), 10)
    window.show_frame(made)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    made.go("caseload")
    settle(qtbot, made)
    yield made
    settle(qtbot, made)
    window.frame = None
    window.close()
    window.deleteLater()


def settle(qtbot: QtBot, frame: Frame) -> None:
    """Wait until the desk lane has nothing left to do."""
    for _ in range(2):
        done: list[Any] = []
        frame.around.background.run(frame, lambda: None, done.append)
        qtbot.waitUntil(lambda done=done: bool(done))


def detail(frame: Frame) -> Sample:
    """Return what is in the detail pane."""
    found = frame.panes.detail
    assert isinstance(found, Sample)
    return found


def test_a_client_is_shown_beside_the_list_and_takes_the_focus(frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    assert frame.panes.list_pane.isVisible()
    assert detail(frame).title == "Voorbeeld c1"
    assert QApplication.focusWidget() is detail(frame).line
    assert frame.window().windowTitle() == "Voorbeeld c1 – WijkDesk"


def test_the_same_client_is_not_made_again(frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    first = detail(frame)
    frame.go("client", {"client": "c1"})
    assert detail(frame) is first
    frame.go("client", {"client": "c2"})
    assert detail(frame) is not first
    assert first.flushed == 1


def test_a_screen_says_where_it_wants_to_go(frame: Frame) -> None:
    assert frame.panes.list is not None
    frame.panes.list.wants.emit("client", {"client": "c3"})
    assert detail(frame).client == "c3"


def test_a_list_shows_a_client_beside_it_and_keeps_the_focus(frame: Frame) -> None:
    people = frame.panes.list
    assert isinstance(people, People)
    people.focus_first()
    people.beside.emit("client", {"client": "c4"})
    assert detail(frame).client == "c4"
    assert QApplication.focusWidget() is people.line


def test_a_page_has_all_the_room_and_the_list_comes_back(frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    frame.go("waiting")
    assert not frame.panes.list_pane.isVisible()
    frame.go("client", {"client": "c2"})
    assert frame.panes.list_pane.isVisible()
    assert isinstance(frame.panes.list, People)


def test_a_screen_out_of_sight_only_notes_that_it_is_stale(qtbot: QtBot, frame: Frame) -> None:
    people = frame.panes.list
    assert isinstance(people, People)
    frame.go("waiting")
    before = people.loads
    frame.touched(Touched((("client", "c1"),)))
    assert people.loads == before
    frame.go("caseload")
    assert people.loads == before + 1
    frame.touched(Touched((("person", "p1"),)))
    assert people.loads == before + 1


def test_a_sheet_lies_over_the_rest_and_closing_it_keeps_the_draft(
    qtbot: QtBot, frame: Frame
) -> None:
    frame.go("client", {"client": "c1"})
    line = QApplication.focusWidget()
    frame.go("barrier", {"client": "c1"})
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, QDialog)
    barrier = sheet.findChild(Barrier)
    assert (sheet.windowTitle(), barrier.client) == ("Belemmering c1", "c1")
    frame.go("barrier", {"client": "c2"})
    assert QApplication.activeModalWidget() is sheet
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert barrier.flushed >= 1
    assert QApplication.activeModalWidget() is None
    assert QApplication.focusWidget() is line


def test_a_sheet_that_is_done_goes_away(qtbot: QtBot, frame: Frame) -> None:
    frame.go("barrier", {"client": "c1"})
    barrier = QApplication.activeModalWidget().findChild(Barrier)
    barrier.titled.emit("Fout: Belemmering")
    assert QApplication.activeModalWidget().windowTitle() == "Fout: Belemmering"
    barrier.finished.emit()
    assert QApplication.activeModalWidget() is None


def test_the_lock_works_from_a_sheet(qtbot: QtBot, frame: Frame) -> None:
    frame.go("barrier", {"client": "c1"})
    sheet = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is sheet)
    with qtbot.waitSignal(frame.lock_asked):
        qtbot.keyClick(
            QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier
        )
    sheet.close()


def test_where_the_person_was_is_come_back_to(qtbot: QtBot, frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    frame.go("barrier", {"client": "c1"})
    here = frame.navigation.here
    QApplication.activeModalWidget().close()
    settle(qtbot, frame)
    frame.go("waiting")
    frame.navigation.come_back(here)
    assert detail(frame).client == "c1"
    assert QApplication.activeModalWidget().findChild(Barrier).client == "c1"
    QApplication.activeModalWidget().close()
    frame.navigation.come_back({"name": "gone", "parameters": {}, "sheet": None})


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_B])
def test_a_key_goes_the_way_of_the_client_in_sight(qtbot: QtBot, frame: Frame, key: Qt.Key) -> None:
    qtbot.keyClick(frame.window(), key, Qt.KeyboardModifier.ControlModifier)
    assert frame.panes.banner.text == "Kies eerst een klant."
    frame.go("client", {"client": "c1"})
    qtbot.keyClick(frame.window(), key, Qt.KeyboardModifier.ControlModifier)
    sheet = QApplication.activeModalWidget()
    assert (detail(frame).composed, sheet is not None) == (
        (1, False) if key == Qt.Key.Key_N else (0, True)
    )
    if sheet is not None:
        sheet.close()


def test_control_k_finds_clients_and_commands(qtbot: QtBot, frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    qtbot.keyClick(frame.window(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, Palette)
    rows = palette.results.rows
    shown = [str(rows.index(at, 0).data()) for at in range(rows.rowCount())]
    assert {"Contact vastleggen", "Nu synchroniseren", "Op slot", "Wachtrij"} <= set(shown)
    qtbot.keyClicks(palette.line, "samira")
    qtbot.waitUntil(lambda: rows.index(0, 0).data() == "Samira El Idrissi")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert detail(frame).client != "c1"


def test_colours_are_chosen_from_the_palette(qtbot: QtBot, frame: Frame) -> None:
    frame.search_or_do()
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, Palette)
    qtbot.keyClicks(palette.line, "donker")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert frame.around.theme.shown == "dark"


def test_a_sync_is_said_in_words_and_what_came_is_shown(qtbot: QtBot, frame: Frame) -> None:
    people = frame.panes.list
    assert isinstance(people, People)
    before = people.loads
    with qtbot.waitSignal(frame.syncing.ended):
        qtbot.keyClick(
            frame.window(), Qt.Key.Key_S,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )  # fmt: skip
    assert frame.panes.banner.text == "Gesynchroniseerd: 1 wijziging verstuurd."
    assert people.loads == before + 1
    settle(qtbot, frame)
    assert frame.status.standing.online is True


def test_a_failed_sync_is_said_and_stays(qtbot: QtBot, frame: Frame, round_: Nothing) -> None:
    round_.trouble = OutsideTrouble("central_unreachable")
    with qtbot.waitSignal(frame.syncing.failed):
        frame.act("sync")
    assert frame.panes.banner.text.startswith("Synchroniseren is niet gelukt. Het centrale")
    assert not frame.panes.banner.passing
    settle(qtbot, frame)
    assert frame.status.standing.online is False


def test_trouble_that_nobody_caught_is_said(qtbot: QtBot, frame: Frame) -> None:
    def full() -> None:
        raise OutsideTrouble("disk_full")

    frame.around.background.run(frame, full)
    qtbot.waitUntil(lambda: frame.panes.banner.text.startswith("De schijf is vol."))


def test_how_things_stand_is_asked_of_the_desk(frame: Frame) -> None:
    waiting = frame.around.desk.status()["waiting"]
    assert frame.status.standing.waiting == waiting > 0


def test_whether_central_is_there_is_looked_at(qtbot: QtBot, frame: Frame) -> None:
    frame.look_for_central(lambda: False)
    qtbot.waitUntil(lambda: frame.status.standing.online is False)


@pytest.mark.parametrize("name", ["search", "back", "help"])
def test_every_act_has_its_key(qtbot: QtBot, frame: Frame, name: str) -> None:
    frame.act(name)
    dialog: Callable[[], Any] = QApplication.activeModalWidget
    if dialog() is not None:
        dialog().close()


def test_what_a_screen_says_is_shown_for_a_while(frame: Frame) -> None:
    assert frame.panes.list is not None
    frame.panes.list.said.emit("Contact vastgelegd.")
    assert frame.panes.banner.passing
    frame.panes.list.asked.emit("share")
    assert not frame.panes.list_pane.isVisible()
    frame.share()


def test_every_draft_is_kept_before_a_lock(frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    frame.flush()
    assert detail(frame).flushed == 1


def test_who_comes_back_to_the_list_finds_what_was_open(frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    shown = detail(frame)
    frame.go("waiting")
    frame.go("caseload")
    assert detail(frame) is shown
    assert frame.navigation.here["parameters"] == {"client": "c1"}


def test_looking_along_from_a_page_shows_the_client_that_was_open(frame: Frame) -> None:
    frame.go("client", {"client": "c1"})
    frame.go("waiting")
    frame.share()
    assert detail(frame).client == "c1"
    frame.share()

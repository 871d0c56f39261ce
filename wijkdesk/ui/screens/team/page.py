"""What a coordinator sees of the own area: a short list, fetched when looked at and never kept."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from wijkdesk.errors import Trouble
from wijkdesk.policy.access import may_do
from wijkdesk.sync import area
from wijkdesk.ui.asking import ask_central
from wijkdesk.ui.frame.syncing import Post
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.screens.team.reading import Reading
from wijkdesk.ui.screens.team.table import TeamTable, client_face
from wijkdesk.ui.widgets.button import Button, Choices
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Flow, column, row
from wijkdesk.ui.widgets.list import LazyList
from wijkdesk.ui.widgets.search_line import SearchLine
from wijkdesk.ui.widgets.speech import announce

EVERYONE, UNASSIGNED = "all", "unassigned"
TABLE_FROM = 1060
"""From this width, at 100 %, the list is a table."""
SLOW = 300
"""Milliseconds after which it is said that the list is being fetched."""
Index = QModelIndex | QPersistentModelIndex


class Team(Screen):
    """The clients of the area; a dossier is read along with a reason only (practice.md R3)."""

    place: ClassVar[str] = "page"

    def __init__(self, around: Surroundings, post: Post) -> None:
        super().__init__(around)
        self._post, self._rows = post, list[Row]()
        self.reading = Reading(self, post)
        self.reading.opened.connect(self._go_to_opened)
        self._fetch_number = 0
        whole = column(around, self, gap="m", pad="xl")
        whole.addWidget(self._head())
        self.table, self.list = (
            TeamTable(around),
            LazyList(around, self.title, lambda one: client_face(around, one)),
        )
        self.state = State(around)
        self.state.again.clicked.connect(self.load)
        self.table.activated.connect(lambda index: self._read(self.table.people.at(index.row())))
        self.list.opened.connect(self._read_by_id)
        self._room = QStackedWidget()
        # In a low window the list gives way, and not what stands above it.
        self._room.setMinimumHeight(1)
        for part in (self.table, self.list, self.state):
            self._room.addWidget(part)
        whole.addWidget(self._room, 1)
        self._slow = QTimer(self, singleShot=True, interval=SLOW)
        self._slow.timeout.connect(self._say_busy)

    @property
    def title(self) -> str:
        """The title for the window."""
        area = self.around.desk.person.area
        return self.words("Klanten van {area}", area=area) if area else self.words("Team")

    def load(self) -> None:
        """Fetch the list anew; an answer to what is no longer looked at is dropped."""
        self._fetch_number += 1
        self._slow.start()
        take, refuse = (
            partial(self._take, self._fetch_number),
            partial(self._refuse, self._fetch_number),
        )
        ask_central(self.around, self, self._post, area.ASKED, take, refuse)

    def focus_first(self) -> None:
        """Put the focus in the search line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch the list each time it is looked at."""
        self._stale = True
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the people: the list is not kept, not in memory either."""
        super().hideEvent(event)
        self._fetch_number += 1
        self._rows = []
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose a table or a list."""
        super().resizeEvent(event)
        self._choose_view()

    # --- how it is built ---------------------------------------------------------------------

    def _head(self) -> QWidget:
        words, head = self.words, QWidget()
        lines = column(self.around, head, gap="m")
        top = row(self.around)
        top.addWidget(Label(self.title, "h2", wrap=True), 1)
        self.count = Label("", "small")
        top.addWidget(self.count)
        lines.addLayout(top)
        lines.addWidget(
            Label(
                words(
                    "U ziet door wie iemand wordt geholpen, en niet meer dan dat. "
                    "De lijst blijft niet op deze laptop staan."
                ),
                "muted",
                wrap=True,
            )
        )
        self.line = SearchLine(
            self.around, words("Zoek in deze lijst"), words("Naam, wijk of contactpersoon")
        )
        self.around.theme.follow(
            self.line, lambda: self.line.setMinimumWidth(self.around.theme.px(290))
        )
        self.line.textChanged.connect(lambda _text: self._show())
        self.filter = Choices(
            self.around, words("Toon"),
            [(EVERYONE, words("Alle")), (UNASSIGNED, words("Nog toe te wijzen"))],
        )  # fmt: skip
        self.filter.chosen.connect(lambda _value: self._show())
        self.read = Button(
            self.around, words("Dossier meelezen"), icon="book-open",
            about=words("Met een reden; de contactpersoon krijgt bericht."),
        )  # fmt: skip
        self.read.clicked.connect(self._read_current)
        self.read.setVisible(self._may_read)
        find = Flow(self.around, gap="m")
        for part in (self.line, self.filter, self.read):
            find.addWidget(part)
        lines.addLayout(find)
        return head

    # --- reading along ---------------------------------------------------------------------

    @property
    def _may_read(self) -> bool:
        return may_do(self.around.desk.person.roles, "open_dossier")

    def _read(self, client: Row) -> None:
        if self._may_read:
            self.reading.ask(client)

    def _read_by_id(self, client: str) -> None:
        found = next((one for one in self._rows if one["id"] == client), None)
        if found is not None:
            self._read(found)

    def _read_current(self) -> None:
        if self._room.currentWidget() is self.list:
            self._read_by_id(self.list.current)
        elif self._room.currentWidget() is self.table and self.table.currentIndex().isValid():
            self._read(self.table.people.at(self.table.currentIndex().row()))

    def _go_to_opened(self, client: str, until: str) -> None:
        self.wants.emit("opened", {"client": client, "until": until})

    # --- fetching ----------------------------------------------------------------------------

    def _take(self, number: int, message: dict[str, Any]) -> None:
        if number != self._fetch_number:
            return
        try:
            rows = area.rows_of(message)
        except Trouble as trouble:
            self._say_trouble(trouble)
            return
        self._slow.stop()
        self._rows = sorted(rows, key=lambda one: (bool(one["contact_person"]), one["name"]))
        self._show()
        announce(self, self.count.text())

    def _refuse(self, number: int, trouble: Trouble) -> None:
        if number == self._fetch_number:
            self._say_trouble(trouble)

    # --- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        typed = self.line.text().casefold().split()
        only_unassigned = self.filter.value == UNASSIGNED
        rows = [one for one in self._rows if _answers(one, typed, only_unassigned)]
        self.table.people.show(rows)
        self.list.show_rows(rows)
        self.count.say(self.words.count(len(rows), "{n} klant", "{n} klanten"))
        free = sum(not one["contact_person"] for one in self._rows)
        told = self.words("Nog toe te wijzen")
        self.filter.say(UNASSIGNED, f"{told} {free}" if free else told)
        if rows:
            self._choose_view(loaded=True)
        else:
            self.state.say(self.words("Geen klanten gevonden."), again=False)
            self._room.setCurrentWidget(self.state)

    def _choose_view(self, *, loaded: bool = False) -> None:
        if loaded or self._room.currentWidget() is not self.state:
            wide = self.width() >= self.around.theme.px(TABLE_FROM)
            self._room.setCurrentWidget(self.table if wide else self.list)

    def _say_busy(self) -> None:
        self.state.say(self.words("De lijst wordt opgehaald…"), again=False)
        self._room.setCurrentWidget(self.state)

    def _say_trouble(self, trouble: Trouble) -> None:
        self._slow.stop()
        self._rows = []
        self._show()
        told = self.words.trouble(trouble)
        if trouble.code == "central_unreachable":
            told = self.words(
                "Er is geen verbinding met het centrale systeem. Deze lijst staat niet op uw "
                "laptop: probeer het opnieuw als u verbinding hebt."
            )
        self.state.say(told, again=True)
        self._room.setCurrentWidget(self.state)
        announce(self, told)


class State(QWidget):
    """Says why there is no list, with a button to try again."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        lines = column(around, self, gap="m", pad="l")
        self.text = Label("", "body", wrap=True)
        self.again = Button(around, around.words("Probeer opnieuw"), icon="arrows-clockwise")
        lines.addWidget(self.text)
        lines.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)

    def say(self, text: str, *, again: bool) -> None:
        """Show a sentence; `again` offers to try once more."""
        self.text.say(text)
        self.again.setVisible(again)


def _answers(one: Row, typed: list[str], only_unassigned: bool) -> bool:
    if only_unassigned and one["contact_person"]:
        return False
    text = f"{one['name']} {one['neighbourhood']} {one['contact_person'] or ''}".casefold()
    return all(part in text for part in typed)

"""The caseload: every client of this desk, found while typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from wijkdesk.caseload.client import search
from wijkdesk.caseload.desk import Desk
from wijkdesk.policy.access import may_do
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row, Screen, Way
from wijkdesk.ui.search_log import SearchLog
from wijkdesk.ui.widgets.button import Button, Choices
from wijkdesk.ui.widgets.client_list import ClientList
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column, row
from wijkdesk.ui.widgets.search_line import SearchLine
from wijkdesk.ui.widgets.speech import announce

PAGE = 100
EVERYONE, TO_SEND = "all", "waiting"


@dataclass(frozen=True)
class Found:
    """Rows that answer what was typed; `more` says that another page may follow."""

    rows: list[Row]
    more: bool


class Caseload(Screen):
    """The list beside which a client is opened."""

    place: ClassVar[str] = "list"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"client", "barrier", "action", "contact_moment", "work_note", "grant"}
    )

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._asked, self._last = 0, ("", "")
        self.log = SearchLog(around, self)
        whole = column(around, self, gap="")
        whole.addWidget(self._head())
        self.list = ClientList(around)
        self.empty = Empty(around)
        self._room = QStackedWidget()
        # In a low window the list gives way, and not what stands above it.
        self._room.setMinimumHeight(1)
        self._room.addWidget(self.list)
        self._room.addWidget(self.empty)
        whole.addWidget(self._room, 1)
        self.list.picked.connect(lambda client: self.beside.emit("client", {"client": client}))
        self.list.opened.connect(self._open)
        self.list.rows.wanted.connect(lambda _after: self._find_more())
        self.empty.register.clicked.connect(lambda: self.wants.emit("register", {}))
        self.empty.clear.clicked.connect(self._clear)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Caseload")

    def load(self) -> None:
        """Ask for as many rows as were shown, so that the list stays where it was."""
        self._find(max(PAGE, self.list.rows.rowCount()))

    def focus_first(self) -> None:
        """Put the focus in the search line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def ways(self) -> list[Way]:
        """Return the way to a new client."""
        if not self._may_register:
            return []
        return [Way(self.words("Nieuwe klant"), "user-plus", "register")]

    def shown_beside(self, parameters: Mapping[str, str]) -> None:
        """Make the client that stands beside the list its current row."""
        client = parameters.get("client", "")
        if client != self.list.current and self.list.rows.place_of(client) >= 0:
            self.list.go_to(client)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search line into the list, or to the client, or clear the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._follow(event.key()) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    # --- how it is built ---------------------------------------------------------------------

    def _head(self) -> QWidget:
        words, head = self.words, QWidget()
        lines = column(self.around, head, gap="m", pad="l")
        top = row(self.around)
        top.addWidget(Label(self.title, "h2"))
        self.count = Label("", "small")
        top.addWidget(self.count, 1, Qt.AlignmentFlag.AlignVCenter)
        self.new = Button(
            self.around, words("Nieuw"), "ghost", icon="plus", name=words("Nieuwe klant")
        )
        self.new.clicked.connect(lambda: self.wants.emit("register", {}))
        top.addWidget(self.new)
        lines.addLayout(top)
        self.new.setVisible(self._may_register)
        lines.addWidget(self._search_line())
        self.filter = Choices(
            self.around,
            words("Toon"),
            [(EVERYONE, words("Alle")), (TO_SEND, words("Te versturen"))],
        )
        self.filter.chosen.connect(lambda _value: self._find(PAGE))
        lines.addWidget(self.filter)
        return head

    def _search_line(self) -> QLineEdit:
        words = self.words
        name = words("Zoek een klant op naam of wijk")
        self.line = SearchLine(self.around, name, words("Naam of wijk"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.log.typed)
        self.line.textChanged.connect(lambda _text: self._find(PAGE))
        return self.line

    @property
    def _may_register(self) -> bool:
        return may_do(self.around.desk.person.roles, "register_client")

    # --- finding -----------------------------------------------------------------------------

    def _find(self, limit: int) -> None:
        """Ask for what was typed; only the answer to the latest question is shown."""
        self._asked += 1
        desk, typed, to_send = self.around.desk, self.line.text(), self._only_to_send
        self.around.background.run(
            self,
            lambda: find(desk, typed, limit, to_send=to_send),
            lambda found: self._show(typed, found),
            only_latest="rows",
        )

    def _find_more(self) -> None:
        desk, typed, after, asked = self.around.desk, self.line.text(), self._last, self._asked

        def add(found: Found) -> None:
            # Something else was asked in the meantime: this page belongs to another list.
            if asked == self._asked:
                self._remember(found)
                self.list.add_rows(found.rows, more=found.more)
                self._tell_count(found.more)

        self.around.background.run(self, lambda: find(desk, typed, PAGE, after=after), add)

    def _show(self, typed: str, found: Found) -> None:
        self._remember(found)
        self.log.found(len(found.rows))
        self.list.show_rows(found.rows, more=found.more)
        self._tell_count(found.more)
        if found.rows:
            self.empty.register.hide()
            self._room.setCurrentWidget(self.list)
        else:
            self.empty.explain(typed, to_send=self._only_to_send, may_register=self._may_register)
            self._room.setCurrentWidget(self.empty)
        # One button for a new client is enough.
        self.new.setVisible(self._may_register and self.empty.register.isHidden())
        if typed:
            announce(self.line, self.count.text() if found.rows else self.empty.accessibleName())

    def _remember(self, found: Found) -> None:
        if found.rows:
            self._last = (found.rows[-1]["sorted_name"], found.rows[-1]["id"])

    def _tell_count(self, more: bool) -> None:
        n = self.list.rows.rowCount()
        if more:
            self.count.say(self.words("eerste {n} klanten", n=n))
        else:
            self.count.say(self.words.count(n, "{n} klant", "{n} klanten"))

    @property
    def _only_to_send(self) -> bool:
        return self.filter.value == TO_SEND

    # --- going -------------------------------------------------------------------------------

    def _open(self, client: str) -> None:
        self.log.settle()
        self.wants.emit("client", {"client": client})

    def _follow(self, key: int) -> bool:
        there = self.list.isVisible() and bool(self.list.current)
        if key == Qt.Key.Key_Down and there:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.list.picked.emit(self.list.current)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and there:
            self._open(self.list.current)
            return True
        if key == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            return True
        return False

    def _clear(self) -> None:
        self.filter.choose(EVERYONE)
        self.line.clear()
        self._find(PAGE)
        self.focus_first()


class Empty(QWidget):
    """Says why the list is empty, and offers the one thing that helps."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._words = around.words
        lines = column(around, self, gap="m", pad="xl")
        self._title = Label("", "h3", wrap=True)
        self._about = Label("", "muted", wrap=True)
        lines.addWidget(self._title)
        lines.addWidget(self._about)
        words = around.words
        self.register = Button(around, words("Nieuwe klant"), "primary", icon="plus")
        self.clear = Button(around, words("Toon alle klanten"))
        for button in (self.register, self.clear):
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)

    def explain(self, typed: str, *, to_send: bool, may_register: bool) -> None:
        """Explain a list that is empty after `typed`, or with only what is still to be sent."""
        words = self._words
        if typed.strip():
            title = words("Geen klant gevonden met “{typed}”", typed=typed.strip())
            about = words("Kijk of de naam goed is geschreven. Een deel van de naam is genoeg.")
        elif to_send:
            title = words("Alles is verstuurd")
            about = words("Er staat niets meer klaar om te versturen.")
        else:
            title = words("Nog geen klanten op deze laptop")
            about = words(
                "Hier komen de klanten van wie u de contactpersoon bent. Leg een nieuwe klant "
                "vast, of wacht tot uw coördinator u een klant toewijst."
            )
        self._title.say(title)
        self._about.say(about)
        self.setAccessibleName(f"{title}. {about}")
        nothing_asked = not typed.strip() and not to_send
        self.register.setVisible(nothing_asked and may_register)
        self.clear.setVisible(not nothing_asked)


def find(
    desk: Desk,
    typed: str,
    limit: int,
    *,
    after: tuple[str, str] | None = None,
    to_send: bool = False,
) -> Found:
    """Return a page of the clients that were typed, or all of them that are still to be sent."""
    if to_send:
        return Found([one for one in search(desk, typed) if one["waiting"]], more=False)
    rows = search(desk, typed, limit=limit, after=after)
    return Found(rows, more=len(rows) == limit)

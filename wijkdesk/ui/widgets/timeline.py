"""What happened with a client, newest first: an icon, when, what kind, the text, what waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from wijkdesk.domain.values import Channel
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Chip, Label
from wijkdesk.ui.widgets.layout import Flow, clear, column
from wijkdesk.ui.widgets.layout import row as row_of
from wijkdesk.ui.widgets.list import Row
from wijkdesk.ui.widgets.speech import speaks_as

AT_ONCE = 20
ICONS = {
    "gesprek": "chat-circle-text",
    "telefoon": "phone",
    "email": "envelope-simple",
    "huisbezoek": "house-line",
    "contactcenter": "headset",
    "barrier": "traffic-sign",
    "action": "check-square",
    "client": "user",
    "version": "git-diff",
    "work_note": "note-pencil",
}


class Timeline(QWidget):
    """The rows of the question `timeline`, the newest at once and the rest when asked.

    A row that is `erasable` has a button for it, which says `erase(row)`; one that is `keepable`
    goes by itself, and has one that says `keep(row)`.
    """

    erase, keep = Signal(object), Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines = column(look, self, gap="")
        self._rest: list[Row] = []
        speaks_as(self, "List")
        self.setAccessibleName(look.words("Contacten en gebeurtenissen"))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead of what stands there."""
        clear(self._lines)
        if not rows:
            self._lines.addWidget(Label(self._look.words("Nog geen contact vastgelegd."), "muted"))
        self._add(list(rows))

    def _add(self, rows: list[Row]) -> None:
        shown, self._rest = rows[:AT_ONCE], rows[AT_ONCE:]
        for at, row in enumerate(shown):
            last = at == len(shown) - 1 and not self._rest
            shown_row = TimelineRow(self._look, row, last=last)
            shown_row.erase.connect(self.erase)
            shown_row.keep.connect(self.keep)
            self._lines.addWidget(shown_row)
        if self._rest:
            more = Button(self._look, self._look.words("Toon ouder"), "ghost", icon="caret-down")
            more.clicked.connect(lambda: self._open_rest(more))
            self._lines.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _open_rest(self, more: Button) -> None:
        self._lines.removeWidget(more)
        more.hide()
        more.deleteLater()
        self._add(self._rest)


class TimelineRow(QFrame):
    """One thing that happened; `erase(row)` when its text is to go, `keep(row)` when to stay."""

    erase, keep = Signal(object), Signal(object)

    def __init__(self, look: Look, row: Row, *, last: bool) -> None:
        super().__init__()
        self._look, self._last = look, last
        self._icon = ICONS.get(row.get("channel") or row["kind"], "dot")
        speaks_as(self, "ListItem")
        words, text = look.words, row.get("text") or ""
        kind = words.term(Channel(row["channel"])) if row.get("channel") else row["title"]
        when, by = look.near_moment(row["at"]), row.get("by_name") or ""
        whole = row_of(look, self, gap="xs")
        self._body = column(look, gap="xs")
        whole.addLayout(self._body, 1)
        head = Flow(look, gap="s")
        head.addWidget(Label(kind, "strong"))
        head.addWidget(Label(" · ".join(part for part in (when, by) if part), "caption"))
        marks = self._marks(row)
        for mark, look_of in marks:
            head.addWidget(Chip(mark, look_of))
        self._body.addLayout(head)
        if text:
            self._body.addWidget(Label(text, "muted", wrap=True))
        said = (kind, when, by, text, *(mark for mark, _ in marks))
        self.setAccessibleName(". ".join(part for part in said if part))
        if row.get("keepable"):
            self._body.addWidget(self._keep_button(row, when), 0, Qt.AlignmentFlag.AlignLeft)
        if row.get("erasable"):
            wipe = Button(
                look, "", "ghost", icon="eraser", about=words("Tekst wissen"),
                name=words("Tekst wissen: {kind}, {when}", kind=kind, when=when),
            )  # fmt: skip
            wipe.clicked.connect(lambda: self.erase.emit(row))
            whole.addWidget(wipe, 0, Qt.AlignmentFlag.AlignTop)
        look.theme.follow(self, self._dress)

    def _marks(self, row: Row) -> list[tuple[str, str]]:
        """Return what is said of a row beside its text, and the kind of chip it is said in."""
        look, words = self._look, self._look.words
        marks = []
        if row.get("expires"):
            marks.append((words("Blijft tot {day}", day=look.near(row["expires"])), "neutral"))
        if row.get("about_others"):
            marks.append((words.field("about_others"), "warn"))
        if row.get("waiting"):
            marks.append((words("Te versturen"), "info"))
        return marks

    def _keep_button(self, row: Row, when: str) -> Button:
        words = self._look.words
        button = Button(
            self._look, words("Maak er een contactmoment van"), "ghost", icon="chat-circle-text",
            name=words("Maak een contactmoment van de werkaantekening van {when}", when=when),
        )  # fmt: skip
        button.clicked.connect(lambda: self.keep.emit(row))
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon in its circle, and the line to what happened before."""
        super().paintEvent(event)
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, icon = theme.px(32), theme.px(17)
        if not self._last:
            painter.setPen(QPen(theme.colour("line"), 2))
            painter.drawLine(side // 2, side + theme.px(4), side // 2, self.height() - theme.px(2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawEllipse(QRect(0, theme.px(2), side, side))
        inset = (side - icon) // 2
        painter.drawPixmap(inset, theme.px(2) + inset, theme.pixmap(self._icon, "muted", 17))

    def _dress(self) -> None:
        px = self._look.theme.px
        self._body.setContentsMargins(px(44), px(6), 0, px(4) if self._last else px(16))

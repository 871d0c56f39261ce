"""Who looked into a client's dossier on this laptop, for oneself or to show the client."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from wijkdesk.domain.values import BsnReason, Capacity, EraseReason, OpenReason
from wijkdesk.i18n import mark
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.widgets.button import Button, Choices
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Flow, Page, clear, column, ground
from wijkdesk.ui.widgets.speech import announce, speaks_as

MINE, THEIRS = "mine", "client"
AT_ONCE = 50
ACTS = {
    "open_client": mark("Opende het dossier"),
    "open_dossier": mark("Las het dossier met een reden"),
    "show_bsn": mark("Bekeek het burgerservicenummer"),
    "erase_text": mark("Liet een tekst wissen"),
    "register_client": mark("Legde de klant vast"),
    "change_client": mark("Veranderde gegevens"),
    "record_barrier": mark("Legde een belemmering vast"),
    "measure_barrier": mark("Mat een belemmering opnieuw"),
    "close_barrier": mark("Sloot een belemmering af"),
    "plan_action": mark("Sprak een actie af"),
    "finish_action": mark("Rondde een actie af"),
    "record_contact": mark("Legde een contact vast"),
    "record_work_note": mark("Maakte een werkaantekening"),
    "keep_work_note": mark("Maakte van een werkaantekening een contact"),
    "choose_version": mark("Koos tussen twee versies"),
    "report": mark("Maakte een document"),
}
"""The acts in the log, in words; one that is not named here is said by its own name."""

REASONS = {
    reason.value: reason for reasons in (BsnReason, EraseReason, OpenReason) for reason in reasons
}


class Looks(Screen):
    """The log of one client, newest first; the client sees what for, and no names (R19)."""

    place: ClassVar[str] = "detail"
    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, around: Surroundings, client: str) -> None:
        super().__init__(around)
        words, self.client = self.words, client
        self._rest: list[Row] = []
        page = Page(around)
        column(around, self, gap="").addWidget(page)
        page.body.addWidget(Label(self.title, "h2", wrap=True))
        about = words("Wie dit dossier op deze laptop zag of veranderde, het laatste eerst.")
        page.body.addWidget(Label(about, "muted", wrap=True))
        bar = Flow(around, gap="m")
        self.whom = Choices(
            around, words("Toon"), [(MINE, words("Voor mij")), (THEIRS, words("Voor de klant"))]
        )
        self.whom.chosen.connect(lambda _value: self.load())
        self.back = Button(around, words("Terug naar de klant"), icon="caret-left")
        self.back.clicked.connect(lambda: self.wants.emit("client", {"client": self.client}))
        bar.addWidget(self.whom)
        bar.addWidget(self.back)
        page.body.addLayout(bar)
        self.card = Card(around)
        speaks_as(self.card, "List")
        self.card.setAccessibleName(self.title)
        page.body.addWidget(self.card)
        page.body.addStretch(1)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Wie keek er?")

    def load(self) -> None:
        """Ask for the log."""
        asked = {"client": self.client}
        if self.whom.value == THEIRS:
            asked["for_client"] = "true"
        self.ask("audit", asked, self._show, only_latest="audit")

    def share(self, on: bool) -> None:
        """Show the client what is for the client."""
        self.whom.setVisible(not on)
        if on and self.whom.value != THEIRS:
            self.whom.choose(THEIRS)
            self._clear()
            self.load()

    def focus_first(self) -> None:
        """Put the focus on whom it is shown for."""
        self.whom.take_focus()

    def _show(self, rows: list[Row]) -> None:
        self._clear()
        if not rows:
            self.card.body.addWidget(Label(self.words("Nog niemand."), "muted"))
        self._add(rows)
        announce(self, self.words.count(len(rows), "{n} regel", "{n} regels"))

    def _clear(self) -> None:
        clear(self.card.body)

    def _add(self, rows: list[Row]) -> None:
        shown, self._rest = rows[:AT_ONCE], rows[AT_ONCE:]
        for row in shown:
            if self.card.body.count():
                self.card.body.addWidget(ground("line"))
            self.card.body.addWidget(self._line(row))
        if self._rest:
            more = Button(self.around, self.words("Toon ouder"), "ghost", icon="caret-down")
            more.clicked.connect(lambda: self._open_rest(more))
            self.card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _open_rest(self, more: Button) -> None:
        self.card.body.removeWidget(more)
        more.hide()
        more.deleteLater()
        self._add(self._rest)

    def _line(self, row: Row) -> QWidget:
        words, line = self.words, QFrame()
        speaks_as(line, "ListItem")
        who = " · ".join(part for part in (row["person"], _capacity(self, row)) if part)
        did = words(ACTS[row["act"]]) if row["act"] in ACTS else row["act"]
        why = words.term(REASONS[row["purpose"]]) if row["purpose"] in REASONS else ""
        when = self.around.near_moment(row["at"])
        lines = column(self.around, line, gap="xs")
        lines.addWidget(Label(did, "strong", wrap=True))
        if why:
            lines.addWidget(Label(words("Reden: {why}", why=why), wrap=True))
        lines.addWidget(Label(" · ".join(part for part in (when, who) if part), "small", wrap=True))
        line.setAccessibleName(". ".join(part for part in (did, why, when, who) if part))
        return line


def _capacity(screen: Screen, row: Row) -> str:
    code = row["capacity"]
    return screen.words.term(Capacity(code)) if code in set(Capacity) else str(code or "")

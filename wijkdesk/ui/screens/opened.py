"""A dossier of the area that was opened with a reason: read for a while, and never kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from wijkdesk.caseload import opening
from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain, Phase, SeverityLevel, WorkConsequence
from wijkdesk.errors import Trouble
from wijkdesk.sync.opening import rows_of
from wijkdesk.ui.asking import ask_central
from wijkdesk.ui.frame.syncing import Post
from wijkdesk.ui.happened import in_words
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Page, clear, column, row
from wijkdesk.ui.widgets.speech import announce, speaks_as
from wijkdesk.ui.widgets.timeline import Timeline

Found = dict[str, list[Row]]


class Opened(Screen):
    """Shows what central lets a coordinator read; out of sight or out of time it is gone."""

    place: ClassVar[str] = "detail"

    def __init__(self, around: Surroundings, client: str, until: str, post: Post) -> None:
        super().__init__(around)
        self.client, self.until, self._post = client, datetime.fromisoformat(until), post
        words = self.words
        page = Page(around)
        column(around, self, gap="").addWidget(page)
        head = row(around, gap="m")
        self.heading = Label(self.title, "h1", wrap=True)
        head.addWidget(self.heading, 1)
        self.back = Button(around, words("Terug naar het team"), icon="caret-left")
        self.back.clicked.connect(lambda: self.wants.emit("team", {}))
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        page.body.addLayout(head)
        self.banner = Banner(around, closable=False)
        page.body.addWidget(self.banner)
        self.about = Label("", "muted", wrap=True)
        self.barriers = Card(around, words("Belemmeringen"))
        self.actions_card = Card(around, words("Acties"))
        self._contacts = Card(around, words("Contacten"))
        self.timeline = Timeline(around)
        self._contacts.body.addWidget(self.timeline)
        self._parts = (self.about, self.barriers, self.actions_card, self._contacts)
        for part in self._parts:
            page.body.addWidget(part)
            part.hide()
        page.body.addStretch(1)
        self.clock = QTimer(self, singleShot=True)
        self.clock.timeout.connect(self._end)

    @property
    def title(self) -> str:
        """The title for the window; no name, which would stand in every list of windows."""
        return self.words("Dossier meelezen")

    def load(self) -> None:
        """Fetch the dossier, as long as it is open."""
        left = (self.until - self.around.now()).total_seconds()
        if left <= 0:
            self._end()
            return
        self.clock.start(round(left * 1000))
        asked = opening.to_read(self.client)
        ask_central(self.around, self, self._post, asked, self._take, self._refuse)

    def focus_first(self) -> None:
        """Put the focus on the way back."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch it each time it is looked at."""
        self._stale = True
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of what was read."""
        super().hideEvent(event)
        self._empty()

    # --- fetching ----------------------------------------------------------------------------

    def _take(self, message: dict[str, Any]) -> None:
        desk, client = self.around.desk, self.client

        def job() -> Found:
            rows = rows_of(message)
            return {name: opening.read(desk, name, client, rows) for name in opening.READABLE}

        self.around.background.run(self, job, self._show, self._refuse)

    def _refuse(self, trouble: Trouble) -> None:
        self._empty()
        self.banner.say(self.words.trouble(trouble), "danger")

    def _end(self) -> None:
        self.clock.stop()
        self._empty()
        told = self.words("De tijd om mee te lezen is voorbij. Het dossier is weer dicht.")
        self.banner.say(told, "info")

    def _empty(self) -> None:
        for part in self._parts:
            part.hide()
        self.about.say("")
        for card in (self.barriers, self.actions_card):
            clear(card.body)
        self.timeline.show_rows([])

    # --- showing -----------------------------------------------------------------------------

    def _show(self, found: Found) -> None:
        if not self.isVisible() or not found["client"]:
            return
        client = found["client"][0]
        self.heading.say(client["name"])
        until = self.words.moment(self.until)[-5:]
        told = self.words(
            "U leest mee tot {time}. U kunt niets veranderen. De contactpersoon heeft bericht.",
            time=until,
        )
        self.banner.say(told, "info")
        self.about.say(self._who(client))
        self._fill(self.barriers, [self._barrier(one) for one in found["barriers"]])
        self._fill(self.actions_card, [self._action(one) for one in found["actions"]])
        self.timeline.show_rows([in_words(self.words, one) for one in found["timeline"]])
        for part in self._parts:
            part.show()
        announce(self, f"{client['name']}. {told}")

    def _who(self, client: Row) -> str:
        words = self.words
        contact = client["contact_person"]
        parts = (
            client["neighbourhood"],
            words.term(Phase(client["phase"])) if client["phase"] else "",
            words("contactpersoon {name}", name=contact) if contact else "",
            client["phone"],
            client["email"],
        )
        return "  ·  ".join(part for part in parts if part)

    def _fill(self, card: Card, lines: list[tuple[str, str]]) -> None:
        clear(card.body)
        if not lines:
            card.body.addWidget(Label(self.words("Niets vastgelegd."), "muted"))
        for title, about in lines:
            card.body.addWidget(self._line(title, about))

    def _line(self, title: str, about: str) -> QWidget:
        line = QFrame()
        speaks_as(line, "ListItem")
        lines = column(self.around, line, gap="xs")
        lines.addWidget(Label(title, "strong", wrap=True))
        if about:
            lines.addWidget(Label(about, "muted", wrap=True))
        line.setAccessibleName(". ".join(part for part in (title, about) if part))
        return line

    def _barrier(self, one: Row) -> tuple[str, str]:
        words, domain = self.words, BarrierDomain(one["domain"])
        level, meaning = one["severity"], one["consequence"] or ""
        if domain in SENSITIVE and meaning:
            meaning = words.term(WorkConsequence(meaning))
        parts = (
            f"{level}  {words.term(SeverityLevel(level))}" if level else "",
            meaning,
            self._done(one["closed_on"]),
            one["result"],
        )
        return words.term(domain), " · ".join(part for part in parts if part)

    def _action(self, one: Row) -> tuple[str, str]:
        due = self.around.near(one["due"]) if one["due"] and not one["finished_on"] else ""
        parts = (due, self._done(one["finished_on"]), one["result"])
        return one["title"], " · ".join(part for part in parts if part)

    def _done(self, day: date | None) -> str:
        return self.words("Klaar sinds {day}", day=self.around.near(day)) if day else ""

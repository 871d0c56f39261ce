"""The queue: what waits to be sent, and the answers of central that a person must see."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Chip, Label
from wijkdesk.ui.widgets.layout import Page, clear, column, ground, row

MOST = 100


class Waiting(Screen):
    """Shows the questions `waiting`, `inbox` and `versions`."""

    place = "page"
    kinds = frozenset(
        {"client", "barrier", "action", "contact_moment", "work_note", "grant", "inbox"}
    )

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        words = self.words
        page = Page(around)
        column(around, self, gap="").addWidget(page)
        page.body.addWidget(Label(self.title, "h1"))
        self._answers = Card(around, words("Antwoorden van het centrale systeem"))
        choose = Button(around, words("Versies kiezen"), icon="git-diff")
        choose.clicked.connect(lambda: self.wants.emit("versions", {}))
        self._double = Card(around, words("Twee versies"), act=choose)
        self._waits = Card(around, words("Te versturen"))
        for card in (self._answers, self._double, self._waits):
            page.body.addWidget(card)
            # Nothing of a card is shown before what it shows has come.
            card.hide()
        page.body.addStretch(1)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Wachtrij")

    def load(self) -> None:
        """Ask for what waits and what was answered."""
        self.ask("inbox", {}, self._show_answers, only_latest="inbox")
        self.ask("waiting", {}, self._show_waiting, only_latest="waiting")
        self.ask("versions", {}, self._show_versions, only_latest="versions")

    def _show_answers(self, answers: list[Row]) -> None:
        clear(self._answers.body)
        self._answers.setVisible(bool(answers))
        words = self.words
        self._answers.tell(words.count(len(answers), "{n} om te bekijken", "{n} om te bekijken"))
        for at, answer in enumerate(answers):
            if at:
                self._answers.body.addWidget(ground("line"))
            self._answers.body.addWidget(self._answer(answer))

    def _answer(self, answer: Row) -> QWidget:
        words, one = self.words, QWidget()
        line = row(self.around, one, gap="m")
        told = column(self.around, gap="xs")
        sentence = words.sentence(answer["code"], {})
        told.addWidget(Label(answer["client_name"] or words("Zonder klant"), "strong", wrap=True))
        told.addWidget(Label(sentence, wrap=True))
        if answer.get("text"):
            said = words("U schreef: {typed}", typed=answer["text"])
            told.addWidget(Label(said if answer["typed"] else answer["text"], "muted", wrap=True))
        told.addWidget(Label(self.around.near_moment(answer["at"]), "caption"))
        line.addLayout(told, 1)
        seen = Button(
            self.around,
            words("Gezien"),
            icon="check",
            name=words("Gezien: {client}", client=answer["client_name"]),
        )
        seen.clicked.connect(
            lambda: self.perform("dismiss_answer", {"answer": answer["id"]}, self._dismissed)
        )
        line.addWidget(seen, 0, Qt.AlignmentFlag.AlignTop)
        return one

    def _dismissed(self, _touched: object) -> None:
        self.said.emit(self.words("Het antwoord is weg uit de lijst."))

    def _show_waiting(self, rows: list[Row]) -> None:
        clear(self._waits.body)
        self._waits.show()
        words, clients = self.words, _by_client(rows)
        if not rows:
            self._waits.tell("")
            done = Label(words("Alles is verstuurd."), "good")
            done.lead(self.around, "cloud-check", "accent_text", 20)
            self._waits.body.addWidget(done)
            return
        self._waits.tell(words.count(len(rows), "{n} wijziging wacht", "{n} wijzigingen wachten"))
        for at, waits in enumerate(clients[:MOST]):
            if at:
                self._waits.body.addWidget(ground("line"))
            self._waits.body.addWidget(self._client(waits))
        rest = len(clients) - MOST
        if rest > 0:
            text = words.count(rest, "en nog {n} klant", "en nog {n} klanten")
            self._waits.body.addWidget(Label(text, "muted"))

    def _client(self, waits: list[Row]) -> QWidget:
        words, one = self.words, QWidget()
        line = row(self.around, one, gap="m")
        told = column(self.around, gap="xs")
        name = Label(waits[0]["client_name"] or words("Zonder klant"), "strong", wrap=True)
        name.lead(self.around, "user", "muted", 18)
        told.addWidget(name)
        kinds = Counter(waiting["kind"] for waiting in waits)
        what = [
            f"{_kind(self, kind)} ({n})" if n > 1 else _kind(self, kind)
            for kind, n in kinds.items()
        ]
        told.addWidget(Label(" · ".join(what), "muted", wrap=True))
        since: datetime = min(waiting["since"] for waiting in waits)
        when = words("sinds {when}", when=self.around.near_moment(since))
        told.addWidget(Label(when, "caption"))
        line.addLayout(told, 1)
        sent = all(waiting["state"] == "sent" for waiting in waits)
        state = words("Antwoord komt nog") if sent else words("Te versturen")
        line.addWidget(Chip(state, "info"), 0, Qt.AlignmentFlag.AlignTop)
        return one

    def _show_versions(self, rows: list[Row]) -> None:
        clear(self._double.body)
        self._double.setVisible(bool(rows))
        words = self.words
        self._double.tell(words.count(len(rows), "{n} veld", "{n} velden"))
        names = dict.fromkeys(line["client_name"] for line in rows)
        self._double.body.addWidget(Label(", ".join(names), "muted", wrap=True))


def _by_client(rows: list[Row]) -> list[list[Row]]:
    """Return what waits for each client; one record counts once, not once for each field."""
    found: dict[str, dict[tuple[str, str], Row]] = {}
    for waiting in rows:
        records = found.setdefault(waiting["client"] or "", {})
        records.setdefault((waiting["kind"], waiting["id"]), waiting)
    return [list(records.values()) for records in found.values()]


def _kind(screen: Screen, kind: str) -> str:
    words = screen.words
    names = {
        "client": words("Gegevens van de klant"),
        "barrier": words("Belemmering"),
        "action": words("Actie"),
        "contact_moment": words("Contact"),
        "work_note": words("Werkaantekening"),
        "grant": words("Toegang"),
    }
    return names.get(kind, kind)

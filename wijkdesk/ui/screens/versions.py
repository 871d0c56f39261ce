"""Two versions of a field: both beside each other with who wrote them when, and a choice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from wijkdesk.caseload.touched import Touched
from wijkdesk.domain.values import SeverityLevel
from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.form import ErrorSummary
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Flow, Page, clear, column, ground


class Versions(Screen):
    """Shows the question `versions`, of one client or all; nothing is chosen beforehand."""

    place = "page"
    kinds = frozenset({"client", "barrier", "action", "contact_moment"})

    def __init__(self, around: Surroundings, client: str = "") -> None:
        super().__init__(around)
        self._client = client
        self._choices: list[FieldChoice] = []
        self._left = 0
        words = self.words
        page = Page(around)
        column(around, self, gap="").addWidget(page)
        page.body.addWidget(Label(self.title, "h1"))
        page.body.addWidget(
            Label(
                words(
                    "Twee mensen hebben hetzelfde veranderd zonder het van elkaar te zien. Kies "
                    "per veld wat klopt."
                ),
                "muted",
                wrap=True,
            )
        )
        self._summary = ErrorSummary(around)
        page.body.addWidget(self._summary)
        self._cards = column(around, gap="l")
        page.body.addLayout(self._cards)
        page.body.addWidget(self._buttons())
        page.body.addStretch(1)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Twee versies")

    def load(self) -> None:
        """Ask for the fields with two versions."""
        asked = {"client": self._client} if self._client else {}
        self.ask("versions", asked, self._show, only_latest="versions")

    def _show(self, rows: list[Row]) -> None:
        clear(self._cards)
        self._choices = []
        by_client: dict[str, list[Row]] = {}
        for row in rows:
            by_client.setdefault(row["client"], []).append(row)
        for found in by_client.values():
            self._cards.addWidget(self._card(found))
        if not rows:
            line = Label(self.words("Er zijn geen velden met twee versies."), "good")
            line.lead(self.around, "check", "accent_text", 20)
            self._cards.addWidget(line)
        self._choose.setVisible(bool(rows))
        self._later.setVisible(bool(rows))

    def _card(self, rows: list[Row]) -> Card:
        words = self.words
        about = words.count(len(rows), "{n} veld", "{n} velden")
        card = Card(self.around, rows[0]["client_name"], about)
        for at, row in enumerate(rows):
            if at:
                card.body.addWidget(ground("line"))
            choice = FieldChoice(self.around, row)
            self._choices.append(choice)
            card.body.addWidget(choice)
        return card

    def _buttons(self) -> QWidget:
        words, bar = self.words, QWidget()
        flow = Flow(self.around, bar)
        self._choose = Button(self.around, words("Keuze bewaren"), "primary")
        self._choose.clicked.connect(self._save)
        self._later = Button(self.around, words("Later beslissen"))
        self._later.clicked.connect(lambda: self.wants.emit("caseload", {}))
        for button in (self._choose, self._later):
            flow.addWidget(button)
        return bar

    def _save(self) -> None:
        made = [choice for choice in self._choices if choice.chosen]
        if not made:
            self._summary.show_problems([(self.words("Kies eerst bij een veld wat klopt."), None)])
            return
        self._summary.show_problems([])
        self._left = len(made)
        self._choose.setEnabled(False)
        for choice in made:
            self.perform("choose_version", choice.parameters, self._chosen, self._refused)

    def _chosen(self, _touched: Touched) -> None:
        self._left -= 1
        if not self._left:
            self._choose.setEnabled(True)
            self.said.emit(self.words("Uw keuze is bewaard."))

    def _refused(self, trouble: Trouble) -> None:
        self._left = 0
        self._choose.setEnabled(True)
        self._summary.show_problems([(self.words.trouble(trouble), None)])


class FieldChoice(QWidget):
    """One field with its versions as radio buttons; none is on."""

    def __init__(self, look: Look, row: Row) -> None:
        super().__init__()
        self._row = row
        self._group = QButtonGroup(self)
        name = look.words.field(row["field"])
        self.setAccessibleName(name)
        whole = column(look, self, gap="xs")
        whole.addWidget(Label(name, "strong"))
        line = Flow(look, gap="l")
        for at, version in enumerate(row["values"]):
            line.addWidget(self._version(look, name, at, version))
        whole.addLayout(line)

    @property
    def chosen(self) -> bool:
        """Whether a version was chosen."""
        return self._group.checkedId() >= 0

    @property
    def parameters(self) -> Mapping[str, str]:
        """What the verb `choose_version` asks."""
        row = self._row
        version = row["values"][self._group.checkedId()]["version"]
        kept = {name: str(row[name]) for name in ("client", "record", "field")}
        return {**kept, "version": str(version)}

    def _version(self, look: Look, name: str, at: int, version: Row) -> QWidget:
        value = said(look, self._row["field"], version["value"])
        by = version.get("who") or look.words("Wat nu geldt")
        when = look.near_moment(version["at"]) if version.get("at") else ""
        about = " · ".join(part for part in (by, when) if part)
        one = ground("inset")
        inside = column(look, one, gap="xs", pad="s")
        button = QRadioButton(value.replace("&", "&&"))
        button.setAccessibleName(f"{name}: {value}, {about}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group.addButton(button, at)
        inside.addWidget(button)
        inside.addWidget(Label(about, "caption"))
        return one


def said(look: Look, field: str, value: object) -> str:
    """Return a value of a record in words."""
    words = look.words
    if value is None or value == "":
        return words("(leeg)")
    if isinstance(value, bool):
        return words("Ja") if value else words("Nee")
    if field == "severity" and isinstance(value, int):
        return f"{value} {words.term(SeverityLevel(value))}"
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    return words.term(value) if isinstance(value, Enum) else str(value)

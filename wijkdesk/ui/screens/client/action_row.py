"""One action on the client's page: what, who, by when, and the way to finish it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame

from wijkdesk.domain.values import BarrierDomain, By
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Chip, Label
from wijkdesk.ui.widgets.layout import Flow, column, row
from wijkdesk.ui.widgets.speech import speaks_as


class ActionRow(QFrame):
    """One action: what, who, by when; `opened` for finishing it or reading what came of it."""

    opened = Signal()

    def __init__(self, around: Surroundings, record: Row, *, finish: bool) -> None:
        super().__init__()
        self._around, self._words, self._record = around, around.words, record
        self._done = record["finished_on"] is not None
        speaks_as(self, "ListItem")
        line = row(around, self, gap="m")
        texts = column(around, gap="xs")
        line.addLayout(texts, 1)
        title = Label(record["title"], "muted" if self._done else "strong", wrap=True)
        if self._done:
            title.lead(around, "check-circle", "accent_text", 20)
        texts.addWidget(title)
        marks = self._marks()
        flow = Flow(around, gap="s")
        for text, kind in marks:
            flow.addWidget(Chip(text, kind))
        flow.addWidget(Label(self._who(), "small"))
        texts.addLayout(flow)
        if record["result"]:
            texts.addWidget(Label(record["result"], "small", wrap=True))
        line.addWidget(self._button(finish=finish), 0, Qt.AlignmentFlag.AlignTop)
        spoken = [record["title"], *(text for text, _ in marks), self._who(), record["result"]]
        self.setAccessibleName(". ".join(part for part in spoken if part))

    def mouseReleaseEvent(self, event: QEvent) -> None:
        """Leave a click beside the button alone: a step is not finished by accident."""
        event.ignore()

    def _button(self, *, finish: bool) -> Button:
        words, title = self._words, self._record["title"]
        finishing = finish and not self._done
        text = words("Afronden") if finishing else words("Bekijken")
        button = Button(self._around, text, "ghost", name=f"{text}: {title}")
        button.clicked.connect(self.opened)
        return button

    def _marks(self) -> list[tuple[str, str]]:
        marks = [when] if (when := self._when()) else []
        if self._record["waiting"]:
            marks.append((self._words("Te versturen"), "info"))
        if self._record["versions"]:
            marks.append((self._words("Twee versies"), "warn"))
        return marks

    def _when(self) -> tuple[str, str] | None:
        words, due = self._words, self._record["due"]
        if self._done:
            day = self._around.near(self._record["finished_on"])
            return words("Klaar sinds {day}", day=day), "neutral"
        if due is None:
            return None
        late = (self._around.today() - due).days
        if late > 0:
            return words.count(late, "{n} dag te laat", "{n} dagen te laat"), "danger"
        if late == 0:
            return words("Vandaag"), "accent"
        return self._around.near(due), "neutral"

    def _who(self) -> str:
        record, words = self._record, self._words
        by = By(record["by"])
        parts = [record["partner"] if by is By.PARTNER and record["partner"] else words.term(by)]
        if record["barrier_domain"]:
            domain = words.term(BarrierDomain(record["barrier_domain"]))
            parts.append(words("voor {domain}", domain=domain))
        return " · ".join(parts)

"""A barrier as a button: its domain, how serious it is in number, words and segments, and more.

Health, addiction and justice have no level: what it means for work and whether help is arranged
stand there instead (practice.md R9).
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain, SeverityLevel, WorkConsequence
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.label import Chip, Label, set_look
from wijkdesk.ui.widgets.layout import Flow, column
from wijkdesk.ui.widgets.list import Row

LONGEST = 160
"""Letters of the consequence on the card; the whole text stands on the barrier itself."""
ICONS = {
    "schulden": "wallet",
    "taal": "translate",
    "opvoeding": "baby",
    "lichamelijke_gezondheid": "heartbeat",
    "psychische_gezondheid": "brain",
    "laaggeletterdheid": "book-open",
    "eenzaamheid": "user",
    "opleiding": "graduation-cap",
    "zelfvertrouwen": "hand-fist",
    "huisvesting": "house-line",
    "zorgtaken": "hand-soap",
    "vervoer": "bicycle",
    "digitale_vaardigheden": "device-mobile",
    "justitie": "scales",
    "verslaving": "lifebuoy",
}


class BarrierCard(QPushButton):
    """A row of the question `barriers`; a click or Enter opens it."""

    def __init__(self, look: Look, row: Row) -> None:
        super().__init__()
        self.record = str(row["id"])
        self._look, self._row = look, row
        self._words = look.words
        self._domain = BarrierDomain(row["domain"])
        level = row.get("severity")
        self.setProperty("kind", "card")
        set_look(self, "acute", "true" if level == 1 and not row.get("closed_on") else "false")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        grows = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grows.setHeightForWidth(True)
        self.setSizePolicy(grows)
        self._lines = column(look, self, gap="s", pad="m")
        spoken = [look.words.term(self._domain), *self._fill(level), *self._fill_marks()]
        self._lines.addStretch(1)
        self.setAccessibleName(". ".join(part for part in spoken if part))
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the size of what stands on the card."""
        return self._lines.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of what stands on the card."""
        return self._lines.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self._lines.heightForWidth(width)

    def _fill(self, level: int | None) -> list[str]:
        """Put domain, level and consequence on the card; return what they say."""
        ink = f"sev{level}" if level else "muted"
        title = Label(self._words.term(self._domain), "strong", wrap=True)
        title.lead(self._look, ICONS.get(self._domain, "traffic-sign"), ink, 20)
        self._lines.addWidget(title)
        spoken = []
        if level:
            named = self._words.term(SeverityLevel(level))
            self._lines.addWidget(Meter(self._look, level))
            self._lines.addWidget(LevelLabel(self._look, level, f"{level}  {named}"))
            spoken.append(self._words("niveau {level} van 5, {named}", level=level, named=named))
        consequence = self._consequence()
        if consequence:
            short = consequence if len(consequence) <= LONGEST else consequence[:LONGEST] + "…"
            self._lines.addWidget(Label(short, "small", wrap=True))
        return [*spoken, consequence]

    def _fill_marks(self) -> list[str]:
        """Put the chips on the card; return what they say."""
        words, row, chips = self._words, self._row, []
        if row.get("closed_on"):
            chips.append((words("Afgesloten"), "neutral"))
        if row.get("urgent_until"):
            day = self._look.near(row["urgent_until"])
            chips.append((words("Dringend tot {day}", day=day), "danger"))
        if self._domain in SENSITIVE and row.get("help_arranged") is not None:
            arranged = words("Hulp geregeld") if row["help_arranged"] else words("Nog geen hulp")
            chips.append((arranged, "accent" if row["help_arranged"] else "warn"))
        if row.get("waiting"):
            chips.append((words("Te versturen"), "info"))
        if row.get("versions"):
            chips.append((words("Twee versies"), "warn"))
        if chips:
            flow = Flow(self._look, gap="xs")
            for text, kind in chips:
                flow.addWidget(Chip(text, kind))
            self._lines.addLayout(flow)
        return [text for text, _ in chips]

    def _consequence(self) -> str:
        kept = self._row.get("consequence") or ""
        if kept and self._domain in SENSITIVE:
            return self._words.term(WorkConsequence(kept))
        return str(kept)


class LevelLabel(Label):
    """The number and name of a level, in the colour of the level."""

    def __init__(self, look: Look, level: int, text: str) -> None:
        super().__init__(text, "level", wrap=True)
        self.setProperty("level", str(level))


class Meter(QWidget):
    """Five segments; how many are filled carries the level, not their colour."""

    def __init__(self, look: Look, level: int) -> None:
        super().__init__()
        self._look, self._level = look, level
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the segments."""
        return QSize(self._look.theme.px(90), self._look.theme.px(9))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segments."""
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.px(4)
        width = (self.width() - 4 * gap) / 5
        for at in range(5):
            segment = QRectF(at * (width + gap), 0, width, self.height())
            if at < self._level:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(f"sev{self._level}"))
            else:
                painter.setPen(QPen(theme.colour("seg_off"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(segment.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

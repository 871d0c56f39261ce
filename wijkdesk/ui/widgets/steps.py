"""The phases of a client, as a line of steps: done, here, to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.speech import speaks_as

ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Steps(QWidget):
    """Shows `names` with the one at `here` current; says "Fase 3 van 5: Ontwikkelen"."""

    def __init__(self, look: Look, names: Sequence[str], here: int) -> None:
        super().__init__()
        self._look, self._names, self._here = look, tuple(names), here
        speaks_as(self, "StaticText")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.go_to(here)

    def go_to(self, here: int) -> None:
        """Make another step the current one."""
        self._here = here
        self.setAccessibleName(self._sentence())
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the bars and one line of words."""
        theme = self._look.theme
        return QSize(theme.px(240), theme.px(12) + QFontMetrics(theme.font("caption")).height())

    def minimumSizeHint(self) -> QSize:
        """Take the height it needs, and any width."""
        return QSize(theme_width(self._look), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a bar for each step, with its name when all names fit."""
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.px(6)
        width = (self.width() + gap) / len(self._names)
        fits = self._fits(width - gap)
        for at in range(len(self._names)):
            self._paint_bar(painter, at, QRectF(at * width, 0, width - gap, theme.px(6)))
            if fits:
                self._paint_name(painter, at, self._below(at * width, width - gap))
        if not fits:
            painter.setFont(theme.font("caption", QFont.Weight.DemiBold))
            painter.setPen(theme.colour("accent_text"))
            painter.drawText(self._below(0, self.width()), ALIGNED, self._sentence())

    def _sentence(self) -> str:
        return self._look.words(
            "Fase {here} van {all}: {name}",
            here=self._here + 1,
            all=len(self._names),
            name=self._names[self._here],
        )

    def _fits(self, room: float) -> bool:
        theme = self._look.theme
        metrics = QFontMetrics(theme.font("caption", QFont.Weight.DemiBold))
        return all(metrics.horizontalAdvance(name) + theme.px(20) < room for name in self._names)

    def _below(self, left: float, width: float) -> QRectF:
        top = self._look.theme.px(9)
        return QRectF(left, top, width, self.height() - top)

    def _paint_bar(self, painter: QPainter, at: int, bar: QRectF) -> None:
        theme = self._look.theme
        if at <= self._here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
        else:
            painter.setPen(QPen(theme.colour("seg_off"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _paint_name(self, painter: QPainter, at: int, area: QRectF) -> None:
        theme, here = self._look.theme, at == self._here
        weight = QFont.Weight.DemiBold if here else QFont.Weight.Normal
        painter.setFont(theme.font("caption", weight))
        painter.setPen(
            theme.colour("accent_text" if here else "text" if at < self._here else "muted")
        )
        if at < self._here:
            side = theme.px(14)
            top = round(area.center().y() - side / 2)
            painter.drawPixmap(round(area.left()), top, theme.pixmap("check", "accent_text", 14))
            area = area.adjusted(theme.px(18), 0, 0, 0)
        painter.drawText(area, ALIGNED, self._names[at])


def theme_width(look: Look) -> int:
    """Return the least width at which the sentence below the bars is read in full."""
    return look.theme.px(160)

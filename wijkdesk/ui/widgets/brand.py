"""The mark and name of the program, drawn by ourselves: no file, no icon font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from wijkdesk.ui.look import Look

NAME = "WijkDesk"


class Brand(QWidget):
    """A roof over a desk with a tick: someone's home, and what was done for it."""

    def __init__(self, look: Look, *, large: bool = False) -> None:
        super().__init__()
        self._look, self._role = look, "h1" if large else "h3"
        self._named = True
        self.setAccessibleName(NAME)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def show_name(self, on: bool) -> None:
        """Show the name beside the mark, or the mark only."""
        self._named = on
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for mark and name."""
        name = QFontMetrics(self._font()).horizontalAdvance(NAME) + self._look.theme.px(10)
        return QSize(self._side() + (name if self._named else 0), self._side())

    def minimumSizeHint(self) -> QSize:
        """Take no less."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark, and the name."""
        painter, palette, side = QPainter(self), self.palette(), self._side()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(_house(side), palette.brush(QPalette.ColorRole.Accent))
        painter.fillPath(_tick(side), palette.brush(QPalette.ColorRole.BrightText))
        if self._named:
            painter.setFont(self._font())
            letters = painter.fontMetrics()
            line = (side + letters.ascent() - letters.descent()) / 2
            painter.drawText(QPointF(side + self._look.theme.px(9), line), NAME)

    def _side(self) -> int:
        return self._look.theme.px(44 if self._role == "h1" else 30)

    def _font(self) -> QFont:
        return self._look.theme.font(self._role, QFont.Weight.Bold)


def _house(side: int) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(side * 0.5, side * 0.04)
    path.lineTo(side * 0.97, side * 0.4)
    path.lineTo(side * 0.97, side * 0.82)
    path.quadTo(side * 0.97, side * 0.97, side * 0.82, side * 0.97)
    path.lineTo(side * 0.18, side * 0.97)
    path.quadTo(side * 0.03, side * 0.97, side * 0.03, side * 0.82)
    path.lineTo(side * 0.03, side * 0.4)
    path.closeSubpath()
    return path


def _tick(side: int) -> QPainterPath:
    """Return a tick as one outline, so that it is filled and needs no pen."""
    outline = (
        (0.285, 0.655),
        (0.355, 0.585),
        (0.45, 0.68),
        (0.665, 0.45),
        (0.735, 0.515),
        (0.45, 0.82),
    )
    path = QPainterPath()
    path.addPolygon([QPointF(x * side, y * side) for x, y in outline])
    path.closeSubpath()
    return path

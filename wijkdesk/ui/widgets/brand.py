"""The mark and name of the program, drawn by ourselves: no file, no icon font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
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
        theme, painter, side = self._look.theme, QPainter(self), self._side()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawPath(_house(side))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tick = QPen(theme.colour("on_accent"), side * 0.1)
        tick.setCapStyle(Qt.PenCapStyle.RoundCap)
        tick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(tick)
        points = [(0.32, 0.62), (0.45, 0.75), (0.7, 0.48)]
        painter.drawPolyline([QPointF(x * side, y * side) for x, y in points])
        if self._named:
            painter.setFont(self._font())
            painter.setPen(theme.colour("text"))
            area = QRectF(side + theme.px(9), 0, self.width(), side)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, NAME)

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

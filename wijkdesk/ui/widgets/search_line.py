"""A line to search in, with a glass before it that keeps its size beside the text."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from wijkdesk.ui.look import Look


class SearchLine(QLineEdit):
    """A line edit for what is searched; `name` is what a screen reader says."""

    def __init__(self, look: Look, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._look = look
        self.setMaxLength(100)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or name)
        look.theme.follow(self, lambda: self.setTextMargins(look.theme.px(26), 0, 0, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glass before the text."""
        super().paintEvent(event)
        theme = self._look.theme
        top = (self.height() - theme.px(18)) // 2
        glass = theme.pixmap("magnifying-glass", "muted", 18)
        QPainter(self).drawPixmap(theme.px(11), top, glass)

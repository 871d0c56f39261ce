"""The one widget that shows text: always plain, so that text typed by people is never markup."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.speech import speaks_as

READABLE = 80
"""Letters on a line that is still easy to read (WCAG 1.4.8)."""
HEADINGS = ("h1", "h2", "h3")
# What can make a name read as something else is taken out on entry; this is for what came from
# another desk, which is never believed.
_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_AS_MARKUP = _DIRECTIONS | str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Label(QLabel):
    """Plain text in a role of the style sheet.

    Roles: body, h1, h2, h3, strong, muted, small, caption, overline, error, good, code. With
    `wrap` the text takes as many lines as it needs; use it for everything people typed.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", "PlainText")
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        self._lead: tuple[Look, str, str, int] | None = None
        if wrap:
            self.setProperty("alignment", "AlignLeft|AlignTop")
            self.setMinimumWidth(1)
            grows = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            grows.setHeightForWidth(True)
            self.setSizePolicy(grows)
        if role in HEADINGS:
            speaks_as(self, "Heading")
        self.say(text)

    def say(self, text: str) -> None:
        """Show other text, without characters that turn its direction."""
        self.setText(text.translate(_DIRECTIONS))

    def lead(self, look: Look, icon: str, ink: str = "muted", size: int = 18) -> None:
        """Paint an icon before the text; it is decoration, and a screen reader skips it."""
        known, self._lead = self._lead is not None, (look, icon, ink, size)
        if known:
            self._make_room()
        else:
            look.theme.follow(self, self._make_room)

    def sizeHint(self) -> QSize:
        """Return room for the text on one line, up to a line that is still easy to read."""
        if not self.wordWrap():
            return super().sizeHint()
        margins = self.contentsMargins()
        aside = margins.left() + margins.right()
        line = self.fontMetrics().horizontalAdvance(self.text()) + 1
        readable = self.fontMetrics().averageCharWidth() * READABLE
        width = min(line, readable) + aside
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the icon before it."""
        super().paintEvent(event)
        if self._lead is None:
            return
        look, icon, ink, size = self._lead
        side = look.theme.px(size)
        line = self.fontMetrics().height() if self.wordWrap() else self.height()
        QPainter(self).drawPixmap(0, (line - side) // 2, look.theme.pixmap(icon, ink, size))

    def _make_room(self) -> None:
        if self._lead is not None:
            look, _, _, size = self._lead
            self.setContentsMargins(look.theme.px(size + 6), 0, 0, 0)
            self.update()


class Chip(Label):
    """A word or two in a small coloured shape: neutral, accent, info, warn, danger, sev1-sev5."""

    def __init__(self, text: str, kind: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(text, "chip", parent=parent)
        self.setProperty("chip", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


def hint(widget: QWidget, text: str) -> None:
    """Explain a widget: as a tooltip, never read as markup, and to a screen reader."""
    # A tooltip guesses whether it is markup; marked and escaped, it cannot guess wrong.
    widget.setToolTip(f"<qt>{text.translate(_AS_MARKUP)}</qt>" if text else "")
    widget.setAccessibleDescription(text)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and have the widget styled anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()

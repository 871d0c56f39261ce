"""The look in force: tokens chosen by mode and text size, made into a palette, fonts and a style.

A theme changes without a restart: it dresses the application again and says so with `changed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from wijkdesk.ui.theme import fonts, sheet, tokens
from wijkdesk.ui.theme.icons import Icons

SMALLEST, LARGEST = 1.0, 2.0
_ORDINARY = (200, 255)  # lightness of a window that is neither dark nor plain white
_ROLES = (
    (QPalette.ColorRole.Window, "canvas"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "sunken"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "on_accent"),
    (QPalette.ColorRole.Highlight, "accent_soft"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.ToolTipBase, "tip"),
    (QPalette.ColorRole.ToolTipText, "on_tip"),
    (QPalette.ColorRole.Link, "accent_text"),
    (QPalette.ColorRole.Accent, "accent"),
)


class Theme(QObject):
    """Colours, sizes and fonts for every widget; `mode` is system, light, dark or high_contrast."""

    changed = Signal()

    def __init__(
        self,
        mode: str = "system",
        scale: float = 1.0,
        own: Mapping[str, Mapping[str, str]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._modes = own or tokens.MODES
        self._mode, self._scale = mode, _within(scale)
        self._machine = _at_first_sight()
        self._icons = Icons()
        self._dressed: list[tuple[QObject, Callable[[], None]]] = []
        self._application: QApplication | None = None
        self._family = ""

    @property
    def mode(self) -> str:
        """The mode that was chosen; "system" follows the machine."""
        return self._mode

    @property
    def shown(self) -> str:
        """The mode that is shown now: light, dark or high_contrast."""
        return self._machine if self._mode == "system" else self._mode

    @property
    def scale(self) -> float:
        """The text size, 1.0 to 2.0."""
        return self._scale

    @property
    def colours(self) -> Mapping[str, str]:
        """The tokens of colour in force, as "#RRGGBB"."""
        return self._modes[self.shown]

    def colour(self, token: str) -> QColor:
        """Return the colour of a token."""
        return QColor(self.colours[token])

    def px(self, size: float) -> int:
        """Return a size of 100 % at the text size in force."""
        return max(1, round(size * self._scale))

    def space(self, token: str) -> int:
        """Return a space; spaces grow half as fast as text, so that a screen keeps its room."""
        return round(tokens.SPACE[token] * (1 + (self._scale - 1) / 2))

    def font(self, role: str = "body", weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the font of a role of `tokens.TYPE`."""
        font = QFont(self._family) if self._family else QFont()
        font.setPixelSize(self.px(tokens.TYPE[role]))
        font.setWeight(weight)
        return font

    def icon(self, name: str, ink: str = "text", size: int = 20) -> QIcon:
        """Return a Phosphor icon in a token's colour; `size` is its size at 100 %."""
        return self._icons.icon(name, self.colours[ink], self.px(size))

    def pixmap(self, name: str, ink: str = "text", size: int = 20) -> QPixmap:
        """Return the same as a pixmap, for painting."""
        return self._icons.pixmap(name, self.colours[ink], self.px(size))

    def follow(self, owner: QObject, dress: Callable[[], None]) -> None:
        """Call `dress` now and at every change of the theme, as long as `owner` lives."""
        self._dressed.append((owner, dress))
        dress()

    def choose(self, mode: str | None = None, scale: float | None = None) -> None:
        """Change the mode, the text size or both, at once and everywhere."""
        self._mode = mode or self._mode
        self._scale = _within(scale if scale is not None else self._scale)
        self._machine = _of_the_machine()
        self._dress()

    def dress(self, application: QApplication) -> None:
        """Dress the application in this theme, and again whenever the machine's colours change."""
        self._application = application
        self._family = fonts.load()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._machine_changed)
        self._dress()

    def palette(self) -> QPalette:
        """Return the tokens as a palette."""
        palette = QPalette()
        for role, token in _ROLES:
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette

    def _machine_changed(self) -> None:
        self._machine = _of_the_machine()
        if self._mode == "system":
            self._dress()

    def _dress(self) -> None:
        if self._application is not None:
            self._application.setFont(self.font())
            self._application.setPalette(self.palette())
            self._application.setStyleSheet(sheet.sheet(self.colours, self.px))
        self._dressed = [one for one in self._dressed if shiboken6.isValid(one[0])]
        for _, dress in self._dressed:
            dress()
        self.changed.emit()


def _within(scale: float) -> float:
    return min(LARGEST, max(SMALLEST, scale))


def _at_first_sight() -> str:
    """Return the mode of the machine; dark grey on light grey is what nobody chose."""
    palette = QGuiApplication.palette()
    ground = palette.color(QPalette.ColorRole.Window).lightness()
    return "light" if _ORDINARY[0] < ground < _ORDINARY[1] else _of_the_machine()


def _of_the_machine() -> str:
    from PySide6.QtCore import Qt  # not for the way in: see ui/window.py

    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

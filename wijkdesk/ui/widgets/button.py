"""Buttons of every kind, and a row of choices of which one is on."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMargins, QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.label import hint
from wijkdesk.ui.widgets.layout import Flow

INKS = {
    "primary": "on_accent",
    "ghost": "accent_text",
    "nav": "muted",
    "command": "muted",
    "link": "danger",
}


class Button(QPushButton):
    """A button: plain, primary, ghost, nav, filter, status, command or link.

    `name` is what a screen reader says when it must be more than the text; `about` explains, as
    a tooltip too; `keys` is the shortcut that does the same ("Ctrl+N"), shown, not installed.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        kind: str = "plain",
        *,
        icon: str = "",
        name: str = "",
        about: str = "",
        keys: str = "",
    ) -> None:
        super().__init__()
        self._look, self._kind, self._icon = look, kind, icon
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.say(text, name)
        explained = " ".join(part for part in (about, keys and f"({keys})") if part)
        if explained:
            hint(self, explained)
        look.theme.follow(self, self.dress)

    def say(self, text: str, name: str = "") -> None:
        """Show other text; `name` is what a screen reader says instead."""
        # An ampersand in a person's name is no shortcut.
        shown = text.replace("&", "&&")
        self.setText(f" {shown}" if self._icon and shown else shown)
        self.setAccessibleName(name or text)

    def show_icon(self, icon: str) -> None:
        """Show another icon, by its Phosphor name."""
        self._icon = icon
        self.dress()

    def sizeHint(self) -> QSize:
        """Return room for the text; a choice is bolder when it is on, and then does not move."""
        size = super().sizeHint()
        if self._kind != "filter" or self.isChecked():
            return size
        bold = self.font()
        bold.setWeight(QFont.Weight.DemiBold)
        bolder = QFontMetrics(bold).horizontalAdvance(self.text())
        more = bolder - self.fontMetrics().horizontalAdvance(self.text())
        return size.grownBy(QMargins(0, 0, max(0, more), 0))

    def dress(self) -> None:
        """Take the colour of the theme and of the state the button is in."""
        if not self._icon:
            return
        ink = "accent_text" if self._kind == "nav" and self.isChecked() else None
        self.setIcon(self._look.theme.icon(self._icon, ink or INKS.get(self._kind, "text")))
        side = self._look.theme.px(20)
        self.setIconSize(QSize(side, side))


class Choices(QWidget):
    """Round buttons of which exactly one is on, announced as radio buttons; `chosen(value)`."""

    chosen = Signal(object)

    def __init__(self, look: Look, name: str, options: Iterable[tuple[object, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._buttons: dict[object, Button] = {}
        flow = Flow(look, self)
        for value, text in options:
            button = Button(look, text, "filter", name=f"{name}: {text}")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(not self._buttons)
            button.clicked.connect(lambda _on, value=value: self.chosen.emit(value))
            self._buttons[value] = button
            flow.addWidget(button)

    @property
    def value(self) -> object:
        """The value that is on."""
        return next(value for value, button in self._buttons.items() if button.isChecked())

    def take_focus(self) -> None:
        """Put the focus on the button that is on."""
        from PySide6.QtCore import Qt  # not for the way in: see ui/window.py

        self._buttons[self.value].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, value: object) -> None:
        """Turn a value on, without saying so."""
        self._buttons[value].setChecked(True)

    def offer(self, value: object, on: bool) -> None:
        """Let a value be chosen, or not."""
        self._buttons[value].setVisible(on)

    def say(self, value: object, text: str) -> None:
        """Show other text for a value, such as one with a count."""
        self._buttons[value].say(text, f"{self.accessibleName()}: {text}")

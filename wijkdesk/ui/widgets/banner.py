"""Sentences that must be seen: the demo band, trouble, warnings, and what was done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label, set_look
from wijkdesk.ui.widgets.layout import row
from wijkdesk.ui.widgets.speech import announce, speaks_as

ICONS = {"info": "info", "warn": "warning", "danger": "warning-circle", "band": "flask"}
SHORT = 8000
"""Milliseconds a sentence about something done stays; it never holds what must be read."""


class Banner(QFrame):
    """A sentence with an icon, hidden until something is said: info, warn, danger or band."""

    shown_changed = Signal()

    def __init__(self, look: Look, kind: str = "info", *, closable: bool = True) -> None:
        super().__init__()
        self._look = look
        self.setProperty("note", kind)
        speaks_as(self, "AlertMessage")
        inside = row(look, self, gap="m", pad="xs" if kind == "band" else "s")
        self._text = Label(wrap=True)
        inside.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        self._close = Button(look, look.words("Sluiten"), "ghost")
        self._close.clicked.connect(self.put_away)
        inside.addWidget(self._close)
        self._close.setVisible(closable)
        # Not the height it would like: in a narrow window its text takes more lines.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._clock = QTimer(self, singleShot=True, interval=SHORT)
        self._clock.timeout.connect(self.put_away)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that stands there."""
        return self._text.text()

    @property
    def passing(self) -> bool:
        """Whether the sentence goes away by itself."""
        return self._clock.isActive()

    def say(self, text: str, kind: str = "", *, briefly: bool = False) -> None:
        """Show a sentence and have it read out; `briefly` takes it away after a while."""
        kind = kind or str(self.property("note"))
        set_look(self, "note", kind)
        self._text.say(text)
        self.setAccessibleName(text)
        self._text.lead(self._look, ICONS[kind], "warn" if kind == "band" else kind)
        self._clock.stop()
        if briefly:
            self._clock.start()
        self.setVisible(True)
        self.shown_changed.emit()
        announce(self, text, at_once=kind == "danger")

    def put_away(self) -> None:
        """Hide the sentence."""
        self.hide()
        self.shown_changed.emit()

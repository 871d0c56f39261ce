"""The one window: first the way in, then the frame; its keys, its title, its lock.

Nothing of the desk is imported here: the way in is painted before the rest is brought. Nor does
anything on it ask Python for the namespace `Qt` before that: making its thousand names takes as
long as a third of the painting. What its widgets need of it they set by name, as a property.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeySequence,
    QPaintEvent,
    QShortcut,
    QWindow,
)
from PySide6.QtWidgets import QDialog, QLayout, QMainWindow, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from wijkdesk.ui.frame.frame import Frame

NAME = "WijkDesk"
SIZE = (1440, 900)
LEAST = (640, 480)
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Window(QMainWindow):
    """Shows the way in or the frame; `lock_asked` by key or after minutes without input."""

    lock_asked = Signal()
    painted = Signal()
    closing = Signal()

    def __init__(
        self,
        application: QGuiApplication,
        look: Look,
        idle_minutes: int,
        shared_minutes: int = 0,
    ) -> None:
        super().__init__()
        self._look = look
        # A talk of ten minutes without a key is normal while a client looks along.
        self._minutes, self._shared_minutes = idle_minutes, max(idle_minutes, shared_minutes)
        self.frame: Frame | None = None
        self._may_close = True
        self.setWindowTitle(NAME)
        self.setMinimumSize(*LEAST)
        if (layout := self.layout()) is not None:
            # The window does not grow with what is in it: the frame bends to the window.
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.resize(*SIZE)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock_asked)
        self._was_painted = False
        self._application = application

    @property
    def theme(self) -> Theme:
        """The look in force."""
        return self._look.theme

    @property
    def idle_minutes(self) -> int:
        """The minutes without input after which the lock is asked for."""
        return self._idle.interval() // 60_000

    def show_way_in(self, screen: QWidget) -> None:
        """Show the screen that unlocks or enrols."""
        self.setCentralWidget(screen)

    def show_frame(self, frame: Frame) -> None:
        """Show the unlocked desk, and give the window its keys."""
        # Imported here: the keys know the widgets of the frame.
        from wijkdesk.ui.frame.keys import KEYS

        self.frame = frame
        self.setCentralWidget(frame)
        frame.titled.connect(self._entitle)
        frame.lock_asked.connect(self.lock_asked)
        frame.shared.connect(self._wait_longer)
        for key in KEYS:
            self._key(key.keys, lambda key=key: frame.act(key.act, key.keys))
        for at, section in enumerate(frame.sections, 1):
            self._key(f"Alt+{at}", lambda section=section: frame.go(section.name))
        self._application.focusWindowChanged.connect(self._watch)
        self._watch(self.windowHandle())
        self._wait_longer(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin the idle minutes anew at every input."""
        # Only what reaches the window itself passes here, not every event of every widget.
        if event.type() in _INPUT and self._idle.isActive():
            self._idle.start()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say when the window has been painted for the first time."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts before the window goes."""
        if self.frame is not None:
            self.frame.flush()
        self.closing.emit()
        # Hidden, not closed: closing would keep its draft once more, in a desk that is locked.
        for sheet in self.findChildren(QDialog):
            sheet.hide()
        super().closeEvent(event)

    def _key(self, keys: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setProperty("context", "WindowShortcut")
        shortcut.activated.connect(act)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _entitle(self, title: str) -> None:
        self.setWindowTitle(f"{title} – {NAME}" if title else NAME)

    def _wait_longer(self, shared: bool) -> None:
        minutes = self._shared_minutes if shared else self._minutes
        self._idle.setInterval(minutes * 60_000)
        self._idle.start()

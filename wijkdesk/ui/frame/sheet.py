"""A sheet: a form over the rest of the window; closing it keeps what was typed."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.widgets.layout import Page, edged

WIDTH, HEIGHT = 620, 780


class Sheet(QDialog):
    """Shows a screen whose place is "sheet", as wide and high as the window allows."""

    closed = Signal()
    lock_asked = Signal()

    def __init__(self, look: Look, screen: Screen, parent: QWidget) -> None:
        super().__init__(parent)
        self.content = screen
        self._before = QApplication.focusWidget()
        self.setWindowTitle(screen.title)
        screen.titled.connect(self.setWindowTitle)
        screen.finished.connect(self.accept)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = edged(look, self, gap="", pad="")
        whole.setContentsMargins(1, 1, 1, 1)
        self.page = Page(look, ground="surface", pad="xl")
        self.page.body.addWidget(screen)
        self.page.body.addStretch(1)
        whole.addWidget(self.page)
        room = parent.size()
        self.resize(
            min(look.theme.px(WIDTH), room.width() - 24), min(look.theme.px(HEIGHT), room.height())
        )
        self.finished.connect(self._close)
        # The keys of the window do not reach a window over it; the lock must.
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock_asked.emit)

    def reject(self) -> None:
        """Close, and keep what was typed as a draft."""
        self.content.flush()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed as a draft."""
        self.content.flush()
        super().closeEvent(event)

    def _close(self) -> None:
        self.closed.emit()
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

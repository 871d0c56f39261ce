"""A search in a window is one line of the log: when typing rests, or when a result is opened."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from wijkdesk.caseload.dossier import log_search
from wijkdesk.ui.look import Surroundings

REST = 2000
"""Milliseconds without a key after which a search is a search."""
FIELD = "name"


class SearchLog(QObject):
    """Told what is typed and how many were found; it never keeps the words themselves."""

    def __init__(self, around: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self._around, self._count = around, 0
        self.clock = QTimer(self, singleShot=True, interval=REST)
        self.clock.timeout.connect(self._log)

    def typed(self, text: str) -> None:
        """Begin waiting for rest; an empty line is no search."""
        if text.strip():
            self.clock.start()
        else:
            self.clock.stop()

    def found(self, count: int) -> None:
        """Take how many the words of now found."""
        self._count = count

    def settle(self) -> None:
        """Log at once what was not logged yet: a result is opened."""
        if self.clock.isActive():
            self.clock.stop()
            self._log()

    def _log(self) -> None:
        desk, count = self._around.desk, self._count
        # Of the lanes and not of the line: the palette is gone when its result is opened.
        background = self._around.background
        background.run(background, lambda: log_search(desk, FIELD, count))

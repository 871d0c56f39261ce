"""How far a round is, in the status bar: only when it takes a while, and never too talkative."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from wijkdesk.i18n import Words
from wijkdesk.sync.round import Progress
from wijkdesk.ui.frame.status import StatusBar
from wijkdesk.ui.frame.syncing import Syncing, said_of_progress
from wijkdesk.ui.widgets.speech import announce

# Milliseconds: a round that takes no longer is not shown, so that nothing flickers; one that
# takes longer can be stopped; and a screen reader is not told again sooner than this.
SHOWN_AFTER, STOPPED_AFTER, SAID_EVERY = 300, 3000, 5000


class ProgressView(QObject):
    """Shows a round that goes on, and offers to stop it."""

    def __init__(self, words: Words, syncing: Syncing, status: StatusBar, parent: QObject) -> None:
        super().__init__(parent)
        self._words, self._syncing, self._status = words, syncing, status
        self._progress, self._shown = Progress(), False
        self.shown = self._after(SHOWN_AFTER, self._show)
        self.stoppable = self._after(STOPPED_AFTER, self._offer)
        self.silence = QTimer(self, singleShot=True, interval=SAID_EVERY)
        syncing.busy.connect(self._busy)
        syncing.progress.connect(self._follow)
        status.stop_asked.connect(syncing.stop)

    def _after(self, milliseconds: int, then: object) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(then)
        return timer

    def _busy(self, busy: bool) -> None:
        if not busy:
            self._shown, self._progress = False, Progress()
            self.shown.stop()
            self.stoppable.stop()
            self._status.show_busy(False)
            return
        if self._syncing.by_hand:
            self._status.show_busy(True)
        if not self._shown:
            self.shown.start()
            self.stoppable.start()

    def _follow(self, progress: Progress) -> None:
        self._progress = progress
        if self._shown:
            self._tell()

    def _show(self) -> None:
        self._shown = True
        self._status.show_busy(True)
        self._tell()

    def _offer(self) -> None:
        self._status.offer_stop()
        self._tell()

    def _tell(self) -> None:
        text = said_of_progress(self._words, self._progress)
        self._status.show_progress(text)
        # A short round that nobody asked for is not worth interrupting anybody.
        worth_it = self._syncing.by_hand or not self.stoppable.isActive()
        if worth_it and not self.silence.isActive():
            self.silence.start()
            announce(self._status, text)

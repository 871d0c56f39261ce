"""Rounds that begin by themselves: after work, when central is there again, and every so often."""

from __future__ import annotations

import random

from PySide6.QtCore import QObject, QTimer

from wijkdesk.errors import Trouble
from wijkdesk.sync.pace import Pace, Remedy, Waits, remedy
from wijkdesk.ui.frame.syncing import Syncing


class Automatic(QObject):
    """Begins rounds at this pace; `dice` are the chance in the waits after a failure.

    Trouble that time mends is tried again, later each time. What somebody on the spot must mend
    is tried again at the calm pace, what the office must mend only by hand.
    """

    def __init__(self, syncing: Syncing, pace: Pace, dice: random.Random, parent: QObject) -> None:
        super().__init__(parent)
        self._syncing, self._pace, self._waits = syncing, pace, Waits(pace, dice)
        self._reachable = False
        self._ails: Remedy | None = None
        self.soon = QTimer(self, singleShot=True)
        self.soon.timeout.connect(self._begin)
        self.often = QTimer(self, interval=pace.between * 1000)
        self.often.timeout.connect(self._begin_at_ease)
        self.often.start()
        syncing.ended.connect(self._ended)
        syncing.stopped.connect(self.soon.stop)
        syncing.failed.connect(self._failed)

    def work_waits(self) -> None:
        """Begin a round when nothing more is recorded for a while."""
        if self._ails is None:
            self._begin_in(self._pace.after_work)

    def look(self, reachable: bool) -> None:
        """Take that central can be reached, or not; a round begins when it can be again."""
        back = reachable and not self._reachable
        self._reachable = reachable
        if back and self._ails is not Remedy.OFFICE:
            self._waits.begin_anew()
            self._begin()

    def _begin_in(self, seconds: float) -> None:
        self.soon.start(round(seconds * 1000))

    def _begin(self) -> None:
        if self._syncing.going_on:
            # What was recorded since that round began may not be in it.
            self._begin_in(self._pace.after_work)
        else:
            self._syncing.start(by_hand=False)

    def _begin_at_ease(self) -> None:
        if self._ails in (None, Remedy.ON_THE_SPOT) and not self._syncing.going_on:
            self._begin()

    def _ended(self) -> None:
        self._ails = None
        self._waits.begin_anew()

    def _failed(self, trouble: Trouble) -> None:
        self._ails = remedy(trouble)
        self.soon.stop()
        if self._ails is Remedy.TIME:
            self._begin_in(self._waits.next())

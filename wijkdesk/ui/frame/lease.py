"""How long a desk works without central, in the window: a calm warning, then syncing only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from wijkdesk.caseload.lease import Lease, LeaseState
from wijkdesk.i18n import Words
from wijkdesk.ui.frame.navigation import Navigation
from wijkdesk.ui.frame.rail import Rail
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.layout import column

SYNC_ONLY = "sync_only"
STILL_THERE = frozenset({SYNC_ONLY, "waiting", "settings", "passphrase"})
"""The screens that are there while nothing may be read or done before a sync."""


class LeaseView(QObject):
    """Shows the lease; `begin` goes where the person was, at once or after the sync that is due."""

    def __init__(
        self, words: Words, navigation: Navigation, rail: Rail, banner: Banner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._words, self._navigation = words, navigation
        self._rail, self._banner = rail, banner
        self._told, self._begun, self._open = "", False, True
        self._place: Mapping[str, object] | None = None
        self._start: Callable[[], None] = lambda: None

    @property
    def place(self) -> Mapping[str, object]:
        """Where the person was, or would be when the lease had not been over."""
        return self._navigation.here if self._open else (self._place or {})

    def begin(
        self, place: Mapping[str, object] | None, lease: Lease, start: Callable[[], None]
    ) -> None:
        """Go to a place, or to the start when there is none; after a sync when one is due."""
        self._place, self._start, self._begun = place, start, True
        self.show(lease)
        if self._open:
            self._come_back()

    def show(self, lease: Lease) -> None:
        """Show how the lease stands now."""
        may_work = lease.state not in (LeaseState.OVER, LeaseState.CLOCK_BACK)
        self._tell(warning(self._words, lease) if lease.state is LeaseState.WARN else "")
        if self._begun and may_work != self._open:
            self._open = may_work
            if may_work:
                self._release()
            else:
                self._confine()

    def _confine(self) -> None:
        if self._navigation.here["name"]:
            self._place = self._navigation.here
        self._navigation.confine(STILL_THERE)
        self._rail.confine(STILL_THERE)
        self._navigation.go(SYNC_ONLY)

    def _release(self) -> None:
        self._navigation.confine(frozenset())
        self._rail.confine(frozenset())
        self._come_back()

    def _come_back(self) -> None:
        if self._place:
            self._navigation.come_back(self._place)
        else:
            self._start()

    def _tell(self, told: str) -> None:
        # Said once for each step: who put it away has read it.
        if told == self._told:
            return
        self._told = told
        if told:
            self._banner.say(told, "warn")
        else:
            self._banner.put_away()


def room_round(look: Look, banner: Banner) -> QWidget:
    """Return a banner with room round it, which is gone when nothing is said."""
    room = QWidget()
    column(look, room, gap="", pad="s").addWidget(banner)
    room.hide()
    banner.shown_changed.connect(lambda: room.setVisible(not banner.isHidden()))
    return room


def warning(words: Words, lease: Lease) -> str:
    """Return how many days this desk still works without central."""
    return words.count(
        lease.days_left,
        "Synchroniseer vandaag of morgen: over {n} dag gaat dit bureau alleen nog open om te "
        "synchroniseren. Uw werk blijft bewaard.",
        "Synchroniseer deze week: over {n} dagen gaat dit bureau alleen nog open om te "
        "synchroniseren. Uw werk blijft bewaard.",
    )

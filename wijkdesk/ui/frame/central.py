"""What the window shows of central: whether it can be reached, what waits, what a round came to."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from wijkdesk.caseload.lease import Lease
from wijkdesk.errors import Trouble
from wijkdesk.sync.pace import Pace, Remedy, remedy
from wijkdesk.ui.frame.automatic import Automatic
from wijkdesk.ui.frame.lease import LeaseView
from wijkdesk.ui.frame.progress import ProgressView
from wijkdesk.ui.frame.rail import Rail
from wijkdesk.ui.frame.status import Standing, StatusBar
from wijkdesk.ui.frame.syncing import Syncing, said_of
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from wijkdesk.sync.round import Result

MINUTE = 60_000
NOT_REACHED = ("central_unreachable", "certificate_not_trusted", "not_central")


class CentralView(QObject):
    """Shows how this desk stands to central, and says what a person must know of a round.

    A round somebody asked for is always told. One that began by itself is told when it brought
    what must be looked at, or failed for a reason that does not pass, and then once.
    """

    destroyed_from_afar = Signal()

    def __init__(
        self,
        around: Surroundings,
        syncing: Syncing,
        status: StatusBar,
        rail: Rail,
        lease: LeaseView,
        banner: Banner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._around, self._syncing, self._status = around, syncing, status
        self._rail, self._lease, self._banner = rail, lease, banner
        self._progress = ProgressView(around.words, syncing, status, self)
        self._automatic: Automatic | None = None
        self._online: bool | None = None
        self._shared = self._doubted = self._acted = False
        self._told = self._failure = ""
        syncing.ended.connect(self._synced)
        syncing.stopped.connect(self._stopped)
        syncing.failed.connect(self._not_synced)

    def look(self) -> None:
        """Ask the desk what waits, and show it."""
        desk = self._around.desk
        self._around.background.run(
            self, lambda: (desk.status(), Lease(desk)), self._show, only_latest="standing"
        )

    def look_every_minute(self, reachable: Callable[[], bool] | None = None) -> None:
        """Look every minute how things stand, or whether central is `reachable`, and show it."""

        def look() -> None:
            if reachable is None:
                self.look()
            else:
                self._around.background.run(self, reachable, self._show_online, lane="network")

        clock = QTimer(self, interval=MINUTE)
        clock.timeout.connect(look)
        clock.start()
        look()

    def sync_by_itself(self, pace: Pace, dice: random.Random) -> None:
        """Begin rounds at this pace too, not only when somebody asks."""
        self._automatic = Automatic(self._syncing, pace, dice, self)

    def acted(self) -> None:
        """Take that something was recorded: what waits of it is sent by itself, in a while."""
        self._acted = True

    def share(self, on: bool) -> None:
        """Hide the counts while a client looks along."""
        self._shared = on
        self._status.share(on)
        self.look()

    def _show_online(self, reachable: bool) -> None:
        # Something listens there; when a round found that it is not central, it still is not.
        self._doubted = self._doubted and reachable
        self._online = reachable and not self._doubted
        if self._automatic is not None:
            self._automatic.look(reachable)
        self.look()

    def _show(self, found: tuple[dict[str, Any], Lease]) -> None:
        status, lease = found
        now = Standing(
            self._online,
            status["waiting"],
            status["inbox"],
            status["versions"],
            status["last_sync"],
        )
        self._status.show_standing(now)
        self._rail.count("waiting", 0 if self._shared else now.waiting + now.answers)
        self._lease.show(lease)
        if self._acted and now.waiting and self._automatic is not None:
            self._automatic.work_waits()
        self._acted = False

    # What a round came to ------------------------------------------------------------------------

    def _synced(self, result: Result) -> None:
        self._online, self._doubted, self._told = True, False, ""
        if self._syncing.by_hand or result.refused:
            self._banner.say(
                said_of(self._around.words, result), "warn" if result.refused else "info",
                briefly=not result.refused,
            )  # fmt: skip
        elif self._failure and self._banner.text == self._failure:
            # It did work now: the banner would say what is no longer so.
            self._banner.put_away()
        self._failure = ""
        self.look()

    def _stopped(self) -> None:
        said = self._around.words(
            "Gestopt. Wat al binnen is, blijft; de volgende keer gaat het daar verder."
        )
        self._banner.say(said, "info", briefly=True)
        self.look()

    def _not_synced(self, trouble: Trouble) -> None:
        if trouble.code == "desk_destroyed":
            self.destroyed_from_afar.emit()
            return
        if trouble.code in NOT_REACHED:
            self._online, self._doubted = False, True
        stays = remedy(trouble) is not Remedy.TIME
        if self._syncing.by_hand or (stays and trouble.code != self._told):
            self._failure = self._said_of(trouble)
            self._banner.say(self._failure, "warn")
        self._told = trouble.code
        self.look()

    def _said_of(self, trouble: Trouble) -> str:
        """Say that a round failed, why, and what to do."""
        words = self._around.words
        said = words("Synchroniseren is niet gelukt. {reason}", reason=words.trouble(trouble))
        if trouble.code != "central_unreachable":
            return said
        return f"{said} {words('Kijk of u internet hebt; WijkDesk probeert het ook zelf weer.')}"

"""The frame of an unlocked desk: rail, panes and status bar, and the acts behind the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from wijkdesk.caseload.client import search
from wijkdesk.caseload.lease import Lease
from wijkdesk.caseload.touched import Touched
from wijkdesk.errors import Trouble
from wijkdesk.ui.frame import commands
from wijkdesk.ui.frame.keys import KeysDialog
from wijkdesk.ui.frame.lease import LeaseView, room_round
from wijkdesk.ui.frame.navigation import Navigation, Route
from wijkdesk.ui.frame.palette import MOST_CLIENTS, Palette
from wijkdesk.ui.frame.panes import Panes
from wijkdesk.ui.frame.rail import Rail, Section
from wijkdesk.ui.frame.regions import go_round
from wijkdesk.ui.frame.status import Standing, StatusBar
from wijkdesk.ui.frame.syncing import Syncing, said_of
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.search_log import SearchLog
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.layout import column

if TYPE_CHECKING:
    from wijkdesk.sync.round import Result

NARROW_RAIL = 1180
"""Below this width, at 100 %, the rail shows icons only."""
MINUTE = 60_000


class Frame(QWidget):
    """What is in the window of an unlocked desk; `titled` is the title for the window."""

    lock_asked = Signal()
    destroyed_from_afar = Signal()
    titled = Signal(str)
    shared = Signal(bool)

    def __init__(
        self,
        around: Surroundings,
        routes: Sequence[Route],
        sections: Sequence[Section],
        syncing: Callable[[Frame], Syncing],
    ) -> None:
        super().__init__()
        self.around, self.sections = around, list(sections)
        self._shared = False
        self._online: bool | None = None
        self.setProperty("ground", "canvas")
        person = around.desk.person
        self.rail = Rail(around, self.sections, person.name, person.area or "")
        self.panes, self.status = Panes(around), StatusBar(around)
        self.navigation = Navigation(around, routes, self.rail, self.panes, self)
        self.warning = Banner(around, "warn")
        self.lease = LeaseView(around.words, self.navigation, self.rail, self.warning, self)
        self.syncing = syncing(self)
        self.searched = SearchLog(around, self)
        self._build()
        self._connect()

    def go(self, name: str, parameters: Mapping[str, str] | None = None) -> None:
        """Go to a screen by its name, with what to show there."""
        self.navigation.go(name, parameters)

    def flush(self) -> None:
        """Keep every draft now."""
        for screen in self.navigation.screens:
            screen.flush()

    # What was done -------------------------------------------------------------------------------

    def touched(self, touched: Touched) -> None:
        """Have every screen that shows what was touched look again."""
        for screen in self.navigation.screens:
            screen.look_again(touched)
        self.look_at_standing()

    def say(self, sentence: str) -> None:
        """Say what was done, for a while."""
        self.panes.banner.say(sentence, "info", briefly=True)

    def say_trouble(self, trouble: Trouble) -> None:
        """Say what went wrong; it stays until it is put away."""
        self.panes.banner.say(self.around.words.trouble(trouble), "danger")

    def look_at_standing(self) -> None:
        """Ask the desk what waits, and show it."""
        desk = self.around.desk
        self.around.background.run(
            self, lambda: (desk.status(), Lease(desk)), self._show_standing, only_latest="standing"
        )

    def look_for_central(self, reachable: Callable[[], bool]) -> None:
        """Look every minute whether central can be reached, and show it."""

        def look() -> None:
            self.around.background.run(self, reachable, self._show_online, lane="network")

        clock = QTimer(self, interval=MINUTE)
        clock.timeout.connect(look)
        clock.start()
        look()

    def _show_online(self, online: bool) -> None:
        self._online = online
        self.look_at_standing()

    def _show_standing(self, found: tuple[dict[str, Any], Lease]) -> None:
        status, lease = found
        now = Standing(
            self._online,
            status["waiting"],
            status["inbox"],
            status["versions"],
            status["last_sync"],
        )
        self.status.show_standing(now)
        self.rail.count("waiting", 0 if self._shared else now.waiting + now.answers)
        self.lease.show(lease)

    def _synced(self, result: Result) -> None:
        self._online = True
        self.panes.banner.say(
            said_of(self.around.words, result), "warn" if result.refused else "info",
            briefly=not result.refused,
        )  # fmt: skip
        self.touched(result.as_touched())

    def _not_synced(self, trouble: Trouble) -> None:
        if trouble.code == "desk_destroyed":
            self.destroyed_from_afar.emit()
            return
        if trouble.code in ("central_unreachable", "certificate_not_trusted", "not_central"):
            self._online = False
        words = self.around.words
        reason = words.trouble(trouble)
        sentence = words("Synchroniseren is niet gelukt. {reason}", reason=reason)
        self.panes.banner.say(sentence, "warn")
        self.look_at_standing()

    # The acts behind the keys --------------------------------------------------------------------

    def act(self, name: str, keys: str = "") -> None:
        """Do an act of the window by its name in `keys.KEYS`."""
        acts: dict[str, Callable[[], None]] = {
            "search_or_do": self.search_or_do,
            "search": self.navigation.open_list,
            "way": lambda: self._go_way(keys),
            "sync": self.syncing.start,
            "share": self.share,
            "lock": self.lock_asked.emit,
            "next_region": partial(go_round, self.rail, self.panes, self.status, 1),
            "region_before": partial(go_round, self.rail, self.panes, self.status, -1),
            "back": self.panes.go_back,
            "help": self.help,
        }
        acts[name]()

    def search_or_do(self) -> None:
        """Open the palette."""
        found = [
            *commands.ways(self.panes.shown[::-1], self.go),
            *([] if self._shared else commands.sections(self.around, self.sections, self.go)),
            *commands.acts(self.around, self.act),
            *commands.colours(self.around),
        ]
        find = None if self._shared else self._find
        palette = Palette(self.around, found, find, self._open_found, self)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def share(self) -> None:
        """Turn on or off that a client looks along: no list, counts, other names or search."""
        self._shared = not self._shared
        self.panes.share(self._shared)
        self.status.share(self._shared)
        self.navigation.share(self._shared)
        self._retitle()
        self.shared.emit(self._shared)
        self.rail.share(self._shared)
        words = self.around.words
        if self._shared:
            on = words("Meekijken staat aan: alleen deze klant is te zien. Ctrl+M zet het uit.")
            self.panes.banner.say(on, "info")
        else:
            self.say(words("Meekijken staat uit."))
        self.look_at_standing()

    def help(self) -> None:
        """Show all keys."""
        dialog = KeysDialog(self.around, [one.text for one in self.sections], self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _go_way(self, keys: str) -> None:
        beside = self.panes.detail
        ways = [way for way in beside.ways() if way.keys == keys] if beside is not None else []
        if not ways:
            self.say(self.around.words("Kies eerst een klant."))
        elif ways[0].act is not None:
            self.panes.show_detail(beside)
            ways[0].act()
        else:
            self.go(ways[0].name, ways[0].parameters)

    def _find(self, owner: QWidget, text: str, then: Callable[[list[Row]], None]) -> None:
        desk = self.around.desk
        self.searched.typed(text)

        def found(rows: list[Row]) -> None:
            self.searched.found(len(rows))
            then(rows)

        self.around.background.run(
            owner, lambda: search(desk, text, limit=MOST_CLIENTS), found, only_latest="clients"
        )

    def _open_found(self, client: str) -> None:
        self.searched.settle()
        self.go("client", {"client": client})

    # How it looks --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bend to the window's width."""
        super().resizeEvent(event)
        self._bend()

    def minimumSizeHint(self) -> QSize:
        """Take any size: the frame bends to the window."""
        return QSize(1, 1)

    def _bend(self) -> None:
        width = round(self.width() / self.around.theme.scale)
        self.rail.make_narrow(width < NARROW_RAIL)
        self.panes.make_narrow(width)
        self.status.make_narrow(width)

    def _build(self) -> None:
        whole = column(self.around, self, gap="")
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        if self.around.desk.demo:
            band = Banner(self.around, "band", closable=False)
            # First in its place, then shown: without a parent it would be a window of its own.
            whole.addWidget(band)
            band.say(self.around.words("Oefenomgeving: alle mensen en gegevens zijn verzonnen."))
        whole.addWidget(room_round(self.around, self.warning))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.panes, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.rail.asked.connect(self.act)
        self.panes.back_asked.connect(self.panes.go_back)
        self.status.opened.connect(lambda: self.go("waiting"))
        self.status.sync_asked.connect(self.syncing.start)
        self.navigation.moved.connect(self._retitle)
        self.navigation.made.connect(self._listen_to)
        self.navigation.refused.connect(self.say)
        self.navigation.lock_asked.connect(self.lock_asked)
        self.syncing.busy.connect(self.status.show_busy)
        self.syncing.ended.connect(self._synced)
        self.syncing.failed.connect(self._not_synced)
        self.around.background.trouble.connect(self.say_trouble)
        self.around.background.broke.connect(lambda _: self.say_trouble(Trouble("unexpected")))
        self.around.theme.follow(self, self._bend)
        # The words "vandaag" and "gisteren" grow old by themselves.
        clock = QTimer(self, interval=MINUTE)
        clock.timeout.connect(self.look_at_standing)
        clock.start()
        self.look_at_standing()

    def _listen_to(self, screen: Screen) -> None:
        screen.said.connect(self.say)
        screen.acted.connect(self.touched)
        screen.asked.connect(self.act)

    def _retitle(self) -> None:
        detail = self.panes.detail
        self.titled.emit("" if self._shared or detail is None else detail.title)

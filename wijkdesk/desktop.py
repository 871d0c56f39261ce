"""Puts the desktop together: settings, desk, sync and window meet here and nowhere else.

Until the way in has been painted, only the window, the theme and the unlock screen are imported;
`furnish` brings the rest, off the GUI thread.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkdesk.config import process
from wijkdesk.config import settings as config
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n import Words
from wijkdesk.i18n.calendar import today, utc_now
from wijkdesk.ui import display

if TYPE_CHECKING:
    from wijkdesk.caseload.desk import Desk
    from wijkdesk.caseload.lease import Lease
    from wijkdesk.sync.http import Central
    from wijkdesk.ui.background import Background
    from wijkdesk.ui.frame.frame import Frame
    from wijkdesk.ui.frame.syncing import Syncing
    from wijkdesk.ui.look import Surroundings
    from wijkdesk.ui.theme.theme import Theme
    from wijkdesk.ui.way_in import WayIn

OWN_COLOURS = Path("/etc/wijkdesk/tokens.toml")
"""A municipality's own colours, put beside IT's policy (see ui/theme/tokens.py)."""
LEAST_FREE = 200 * 2**20
A_DAY = 86_400
PLACE = "window"
"""Where the draft of the place the person was at is kept."""
Guide = Callable[["Desktop"], None]


def open_desktop(
    folder: Path,
    words: Words,
    *,
    now: Callable[[], datetime] = utc_now,
    person: str = "",
    guide: Guide | None = None,
    again: Callable[[], int] | None = None,
) -> int:
    """Open the desktop on the desk in `folder`, and return the exit code when it is closed.

    `person` is the name shown before unlocking. `guide` is called with the desktop once it has
    been painted (the tour). `again` starts the program anew after a lock; without it, this process
    is replaced. Raises OutsideTrouble: no_display, qt_library_missing, qt_does_not_start.
    """
    display.require_qt()
    settings = config.load(folder)
    application = display.application(words)
    desktop = Desktop(folder, words, settings, now, person)
    if guide is not None:
        desktop.window.painted.connect(partial(guide, desktop))
    desktop.window.painted.connect(desktop.bring_the_rest)
    desktop.window.show()
    code = application.exec()
    desktop.close()
    if desktop.locked:
        return again() if again is not None else start_anew(desktop.folder)
    return int(code)


class Desktop:
    """The window with what is behind it; `locked` when it was closed to be unlocked again."""

    def __init__(
        self,
        folder: Path,
        words: Words,
        settings: config.Settings,
        now: Callable[[], datetime],
        person: str = "",
    ) -> None:
        from wijkdesk.ui.entrance import Entrance
        from wijkdesk.ui.look import Look
        from wijkdesk.ui.widgets.speech import teach_roles
        from wijkdesk.ui.window import Window

        self._words, self._now = words, now
        application = display.application(words)
        self.locked = False
        self.desk: Desk | None = None
        self._central: Central | None = None
        teach_roles()
        self.theme = _theme(settings)
        self.theme.dress(application)
        look = Look(self.theme, words, now)
        minutes = (settings.number("idle_lock_minutes"), settings.number("shared_lock_minutes"))
        self.window = Window(application, look, *minutes)
        self.window.lock_asked.connect(self.lock)
        self.window.closing.connect(self._leave)
        self.entrance = Entrance(self.window, look, folder, lambda: self.background, person)
        self.entrance.opened.connect(self._opened)

    @property
    def folder(self) -> Path:
        """The folder of the desk whose way in is shown, or that is open."""
        return self.entrance.folder

    @property
    def way_in(self) -> WayIn:
        """The screen before the desk is open."""
        return self.entrance.way_in

    @cached_property
    def background(self) -> Background:
        """The lanes; brought after the first paint, which does not need them."""
        from wijkdesk.ui.background import Background

        return Background()

    # The way in ----------------------------------------------------------------------------------

    def bring_the_rest(self) -> None:
        """Import what the unlocked desk needs, while the passphrase is typed."""
        self.background.run(self.window, furnish)

    def _opened(self, desk: Desk) -> None:
        from random import SystemRandom

        from wijkdesk.caseload.lease import Lease
        from wijkdesk.sync.pace import Pace
        from wijkdesk.ui.look import Surroundings
        from wijkdesk.ui.session import listen

        self.desk = desk
        around = Surroundings(self.theme, self._words, self._now, desk, self.background)
        frame = self._frame(around)
        frame.destroyed_from_afar.connect(self._destroyed)
        self.window.show_frame(frame)
        listen(int(self.window.winId()), self.window).locked.connect(self.lock)
        frame.central.sync_by_itself(Pace.on(today(self._now())), SystemRandom())
        frame.look_for_central(partial(reachable, self._first_on_the_way(desk)))
        self.background.run(
            frame, lambda: (desk.draft(PLACE), Lease(desk)), partial(_come_back, frame)
        )

    # The unlocked desk ---------------------------------------------------------------------------

    def _frame(self, around: Surroundings) -> Frame:
        from wijkdesk.ui.frame.frame import Frame
        from wijkdesk.ui.routes import routes, sections

        found = routes(self.folder, self._to_central().post, self.lock)
        return Frame(around, found, sections(around), self._syncing)

    def _syncing(self, frame: Frame) -> Syncing:
        from wijkdesk.sync.round import Round
        from wijkdesk.ui.frame.syncing import Syncing

        return Syncing(
            self.background, partial(Round, self._desk()), self._to_central().post, frame
        )

    def _to_central(self) -> Central:
        from wijkdesk.sync.round import central_of

        if self._central is None:
            self._central = central_of(self._desk())
        return self._central

    def _first_on_the_way(self, desk: Desk) -> str:
        """Return whom this desk must reach first: the proxy of IT if there is one, else central."""
        return config.load(self.folder).text("proxy") or desk.known["server"]

    def _desk(self) -> Desk:
        if self.desk is None:
            raise RuntimeError("the desk is locked")
        return self.desk

    # The way out ---------------------------------------------------------------------------------

    def lock(self) -> None:
        """Keep what was typed, close the desk and begin again at the way in (security.md H14)."""
        if self.desk is None:
            return
        self.locked = True
        self.window.close()

    def _destroyed(self) -> None:
        """Begin again at the way in, which says that this desk was closed from afar."""
        # The desk is closed already: there is nothing left to keep a draft in.
        self.desk = self.entrance.desk = self.window.frame = None
        self.locked = True
        self.window.close()

    def close(self) -> None:
        """Finish what is being saved, and end the lanes."""
        self.background.close()

    def _leave(self) -> None:
        desk, frame, self.desk = self.entrance.desk, self.window.frame, None
        self.entrance.desk = None
        if desk is None:
            return
        if frame is None:
            self.background.run(self.background, desk.close)
            return
        frame.syncing.leave()
        place: Mapping[str, Any] = frame.lease.place if self.locked else {}

        def job() -> None:
            if place:
                desk.keep_draft(PLACE, dict(place))
            else:
                desk.drop_draft(PLACE)
            desk.close()

        self.background.run(self.background, job)


def furnish() -> None:
    """Harden this process and bring everything the unlocked desk needs; called off the GUI thread.

    Nobody unlocks a desk before it is done: that is asked in the same lane.
    """
    process.harden()
    from wijkdesk.sync import enrol, round  # noqa: A004, F401
    from wijkdesk.ui import routes, session  # noqa: F401
    from wijkdesk.ui.frame import frame  # noqa: F401
    from wijkdesk.ui.theme import icons

    icons.bring()
    # All of this stays. To look through it for garbage, again and again while a caseload comes in,
    # would stop every thread, and so the window, for a tenth of a second.
    gc.freeze()


def checks(folder: Path, settings: config.Settings) -> Mapping[str, Callable[[], str]]:
    """Return what `doctor` looks at; each tells what it found, or raises Trouble."""
    server = settings.text("server")
    looked_at: dict[str, Callable[[], str]] = {
        "qt": display.check,
        "sqlcipher": _check_sqlcipher,
        "font": _check_font,
        "clock": _check_clock,
        "core_dumps": process.check,
        "policy": partial(_check_policy, folder),
        "disk": partial(_check_disk, folder),
        "permissions": partial(_check_permissions, folder),
    }
    if server:
        looked_at["server"] = partial(_check_server, server)
    return looked_at


def _check_font() -> str:
    from wijkdesk.ui.theme import fonts

    missing = [name for name in fonts.files() if not name.exists()]
    if missing or not fonts.files():
        raise OutsideTrouble("font_missing", font=fonts.FAMILY)
    return fonts.FAMILY


def _check_sqlcipher() -> str:
    from wijkdesk.caseload.desk import check

    return f"SQLCipher {check()}"


def _check_clock() -> str:
    # The program cannot have been installed in the future.
    installed = Path(__file__).stat().st_mtime
    if utc_now().timestamp() < installed - A_DAY:
        raise OutsideTrouble("clock_outside_certificate")
    return utc_now().isoformat()


def _check_policy(folder: Path) -> str:
    config.load(folder)
    return str(config.MACHINE_POLICY) if config.MACHINE_POLICY.exists() else "-"


def _check_disk(folder: Path) -> str:
    import shutil

    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        raise OutsideTrouble("disk_full")
    return f"{free // 2**20} MB"


def _check_permissions(folder: Path) -> str:
    from wijkdesk.caseload.desk import check_private

    check_private(folder)
    return str(folder)


def _check_server(server: str) -> str:
    if not reachable(server):
        raise OutsideTrouble("central_unreachable")
    return server


def reachable(server: str, seconds: float = 3.0) -> bool:
    """Say whether something listens at the address of central; nothing is sent."""
    import socket
    from urllib.parse import urlsplit

    address = urlsplit(server)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        with socket.create_connection((address.hostname or "", port), timeout=seconds):
            return True
    except OSError:
        return False


def start_anew(folder: Path) -> int:
    """Replace this process by a fresh one: what Python and Qt still hold of people goes with it.

    It begins at the same desk, also when that is not the one it was started with.
    """
    line = [sys.executable, *without_desk(sys.orig_argv[1:]), "--desk", str(folder)]
    os.execv(sys.executable, line)  # noqa: S606 - our own command line, once more


def without_desk(line: Sequence[str]) -> list[str]:
    """Return the words of a command line without the desk it names."""
    kept, words = list[str](), iter(line)
    for word in words:
        if word == "--desk":
            next(words, "")
        elif not word.startswith("--desk="):
            kept.append(word)
    return kept


def _theme(settings: config.Settings) -> Theme:
    from wijkdesk.ui.theme import tokens
    from wijkdesk.ui.theme.theme import Theme

    own = tokens.read_own(OWN_COLOURS) if OWN_COLOURS.exists() else None
    return Theme(settings.text("theme"), settings.number("text_size") / 100, own)


def _come_back(frame: Frame, found: tuple[Mapping[str, object] | None, Lease]) -> None:
    place, lease = found
    frame.lease.begin(place, lease, lambda: frame.go(frame.sections[0].name))

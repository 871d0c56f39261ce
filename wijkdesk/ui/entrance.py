"""From the first window to an open desk: which way in is shown, and what is done on it.

Several people may share a laptop; each has a desk of their own, beside the others. What needs the
store or the network is imported in the lane that does it: the first screen is painted before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from wijkdesk.config import desks
from wijkdesk.config import settings as config
from wijkdesk.errors import Trouble, UserError
from wijkdesk.ui.look import Look
from wijkdesk.ui.screens.unlock import Enrol, Unlock
from wijkdesk.ui.way_in import WayIn, WayInForm

if TYPE_CHECKING:
    from wijkdesk.caseload.desk import Desk
    from wijkdesk.ui.background import Background
    from wijkdesk.ui.screens.recovery import WithAdministrator
    from wijkdesk.ui.window import Window

T = TypeVar("T")
LARGEST_ANSWER = 1 << 16


class Entrance(QObject):
    """Shows the way in of the desk in `folder`; `opened(desk)` when somebody came in.

    `desk` is that desk from the moment it is open, also while its new recovery code is shown.
    """

    opened = Signal(object)

    def __init__(
        self,
        window: Window,
        look: Look,
        folder: Path,
        background: Callable[[], Background],
        person: str = "",
    ) -> None:
        super().__init__(window)
        self._window, self._look, self._background = window, look, background
        self.folder, self._home, self._person = folder, folder, person
        self.desk: Desk | None = None
        self.way_in: WayIn
        self.begin()

    def begin(self) -> None:
        """Show the way in that suits what is in the folder."""
        found = desks.look_at(self.folder)
        if found is None:
            self._show_enrol()
        elif found.destroyed:
            self._show_destroyed(found)
        else:
            self._show_unlock(found)

    def turn_to(self, folder: Path) -> None:
        """Show the way in of another desk, in the colours of whose it is."""
        self.folder, self._person = folder, ""
        chosen = config.load(folder)
        self._look.theme.choose(mode=chosen.text("theme"), scale=chosen.number("text_size") / 100)
        self.begin()

    # What is shown -------------------------------------------------------------------------------

    def _show(self, screen: WayIn) -> None:
        self.way_in = screen
        self._window.show_way_in(screen)
        # Seen at once, so that the focus can go where the screen wants it.
        screen.show()
        screen.first.setFocus()

    def _show_unlock(self, found: desks.Found) -> None:
        there = desks.beside(self.folder)
        words = self._look.words
        named = [
            (one.folder, one.person or words("Bureau {n}", n=at)) for at, one in enumerate(there, 1)
        ]
        name = self._person or found.person
        unlock = Unlock(self._look, name, named, self.folder, shared=self._has_room)
        unlock.asked.connect(self._unlock)
        unlock.chosen.connect(self.turn_to)
        unlock.another.connect(self._another)
        unlock.forgotten.connect(self._show_recovery)
        self._show(unlock)

    def _show_enrol(self) -> None:
        settings = config.load(self.folder)
        enrol = Enrol(
            self._look, settings.text("server"), settings.number("passphrase_length"),
            way_back=bool(desks.beside(self.folder)),
        )  # fmt: skip
        enrol.asked.connect(self._enrol)
        enrol.back.connect(self._back)
        self._show(enrol)

    def _show_destroyed(self, found: desks.Found) -> None:
        from wijkdesk.ui.screens.recovery import Closed

        words, kept = self._look.words, found.recovery == "key"
        about = words(
            "Uw gemeente heeft dit bureau op afstand gesloten. De sleutel is weg: niemand kan "
            "hier nog iets lezen. Bel uw beheerder als dit niet klopt."
        )
        if kept:
            about += " " + words("Stond er nog werk klaar? Uw beheerder kan het terughalen.")
        closed = Closed(
            self._look, words("Dit bureau is gesloten"), about,
            recovery=kept, shared=self._has_room, way_back=len(desks.beside(self.folder)) > 1,
        )  # fmt: skip
        closed.recover.connect(self._show_recovery)
        closed.another.connect(self._another)
        closed.back.connect(self._to_a_colleague)
        self._show(closed)

    def _show_recovery(self) -> None:
        from wijkdesk.ui.screens.recovery import Closed, WithAdministrator, WithCode

        found = desks.look_at(self.folder)
        kind = found.recovery if found else ""
        shortest = config.load(self.folder).number("passphrase_length")
        screen: WithCode | WithAdministrator | Closed
        if kind == "code":
            screen = WithCode(self._look, shortest)
            screen.asked.connect(self._recover_with_code)
        elif kind == "key":
            screen = WithAdministrator(self._look, shortest)
            screen.requested.connect(partial(self._write_request, screen))
            screen.asked.connect(self._recover_with_answer)
        else:
            words = self._look.words
            about = words(
                "Voor dit bureau is geen herstelcode gemaakt. Zonder wachtzin kan niemand het "
                "openen. Vraag uw beheerder om een nieuwe code: uw klanten komen dan van het "
                "centrale systeem terug. Wat nog niet verstuurd was, is weg."
            )
            screen = Closed(self._look, words("Wachtzin vergeten"), about, way_back=True)
        screen.back.connect(self.begin)
        self._show(screen)

    def _show_code(self, desk: Desk, code: str) -> None:
        from wijkdesk.ui.screens.recovery import KeepCode

        keep = KeepCode(self._look, self._background(), code, desk.person.name)
        keep.done.connect(lambda: self.opened.emit(desk))
        self._show(keep)

    @property
    def _has_room(self) -> bool:
        return desks.room_for_another(self.folder) is not None

    def _another(self) -> None:
        room = desks.room_for_another(self.folder)
        if room is not None:
            self.turn_to(room)

    def _back(self) -> None:
        """Go back from a desk that is not there yet."""
        if desks.look_at(self._home) is None:
            self._to_a_colleague()
        else:
            self.turn_to(self._home)

    def _to_a_colleague(self) -> None:
        others = [one.folder for one in desks.beside(self.folder) if one.folder != self.folder]
        if others:
            self.turn_to(others[0])

    # What is done --------------------------------------------------------------------------------

    def _unlock(self, passphrase: bytearray) -> None:
        folder, now = self.folder, self._look.now

        def job() -> Desk:
            from wijkdesk.caseload.desk import Desk

            return Desk.open(folder, passphrase, now=now)

        self._run(job, self._came_in)

    def _enrol(self, server: str, code: str, passphrase: bytearray) -> None:
        folder, now = self.folder, self._look.now

        def job() -> Desk:
            from wijkdesk.sync.enrol import enrol

            return enrol(folder, server, code, passphrase, now=now)

        self._run(job, lambda desk: self._came_in(desk, desk.recovery_code))

    def _recover_with_code(self, code: str, passphrase: bytearray) -> None:
        folder, now = self.folder, self._look.now

        def job() -> tuple[Desk, str]:
            from wijkdesk.caseload import recovery

            return recovery.recover_with_code(folder, code, passphrase, now=now)

        self._run(job, lambda found: self._came_in(*found))

    def _recover_with_answer(self, file: str, passphrase: bytearray) -> None:
        folder, now = self.folder, self._look.now

        def job() -> Desk:
            from wijkdesk.caseload import recovery

            answer = _read(Path(file), field="answer")
            return recovery.recover_with_answer(folder, answer, passphrase, now=now)

        self._run(job, self._came_in)

    def _write_request(self, screen: WithAdministrator, file: str) -> None:
        folder = self.folder

        def job() -> None:
            from wijkdesk.caseload import recovery
            from wijkdesk.reports.file import write_new

            write_new(Path(file), recovery.request(folder))

        saved = partial(screen.say_saved, file)
        self._background().run(screen, job, lambda _none: saved(), screen.refuse_request)

    def _run(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        self._background().run(self._window, job, then, self._refuse)

    def _came_in(self, desk: Desk, code: str = "") -> None:
        self.desk = desk
        if code:
            self._show_code(desk, code)
        else:
            self.opened.emit(desk)

    def _refuse(self, trouble: Trouble) -> None:
        if trouble.code == "no_desk" and isinstance(self.way_in, Unlock):
            # What an enrolment that broke off left; only the same code goes on with it.
            self._show_enrol()
        if isinstance(self.way_in, WayInForm):
            self.way_in.refuse(trouble)


def _read(file: Path, *, field: str) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(LARGEST_ANSWER)
    except OSError as error:
        raise UserError("file_not_readable", field=field, file=str(file)) from error

"""What every screen is: it shows something, says where the person wants to go, and looks again.

Screens do not know each other. A screen that is out of sight only notes that it is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from wijkdesk.caseload.catalogue import ask, perform
from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Surroundings

if TYPE_CHECKING:
    from wijkdesk.caseload.touched import Touched

Row = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """A way from a screen, for the palette and the keys: to another screen, or an act of its own.

    With `act` the screen does it itself, and `name` says nothing.
    """

    text: str
    icon: str
    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    keys: str = ""
    act: Callable[[], None] | None = None


class Screen(QWidget):
    """The base of every screen at an unlocked desk.

    `place` is where the window puts it: "list" (left), "detail" (right), "page" (both) or "sheet"
    (a form over the rest). `kinds` are the kinds of record it shows.
    """

    wants = Signal(str, dict)
    """Go to another screen: its name and what to show there, ("client", {"client": id})."""
    beside = Signal(str, dict)
    """Show a screen beside this list when there is room; the focus stays in the list."""
    asked = Signal(str)
    """An act of the window, by its name in `frame.keys`: "share"."""
    said = Signal(str)
    """Something was done, in a sentence for the person."""
    acted = Signal(object)
    """What an act touched; the window has every screen look again."""
    titled = Signal(str)
    """The title for the window, when it changes."""
    finished = Signal()
    """A sheet is done and can be put away."""

    place: ClassVar[str] = "detail"
    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around, self.words = around, around.words
        self._stale = True

    @property
    def title(self) -> str:
        """The title for the window."""
        raise NotImplementedError

    @property
    def stale(self) -> bool:
        """Whether what it shows was touched since it was loaded."""
        return self._stale

    def load(self) -> None:
        """Ask for what the screen shows, and show it; at first sight and when it was touched."""

    def flush(self) -> None:
        """Keep every draft now: the desk is about to be locked."""

    def ways(self) -> list[Way]:
        """Return where this screen can go now; with `keys`, also without the palette."""
        return []

    def share(self, on: bool) -> None:
        """Hide what a client who looks along may not see (meekijkmodus), or show it again."""

    def shown_beside(self, parameters: Mapping[str, str]) -> None:
        """Let a list follow what is shown beside it."""

    def focus_first(self) -> None:
        """Put the focus where work on this screen begins: its first control, else the screen."""
        inside = (one for one in self.findChildren(QWidget) if one.isVisibleTo(self))
        first = next((one for one in inside if one.focusPolicy() & Qt.FocusPolicy.TabFocus), self)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def look_again(self, touched: Touched) -> None:
        """Show anew what an act or a sync touched; out of sight, only note it."""
        if self.kinds.isdisjoint(touched.kinds):
            return
        if self.isVisible():
            self.load()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Load when what is shown is stale."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.load()

    def ask(
        self,
        question: str,
        parameters: Mapping[str, str],
        then: Callable[[list[Row]], None],
        failed: Callable[[Trouble], None] | None = None,
        only_latest: str = "",
    ) -> None:
        """Ask the desk a question, off the GUI thread."""
        desk, asked = self.around.desk, dict(parameters)
        self.around.background.run(
            self, lambda: ask(desk, question, asked), then, failed, only_latest=only_latest
        )

    def perform(
        self,
        verb: str,
        parameters: Mapping[str, str],
        then: Callable[[Touched], None] | None = None,
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Do an act off the GUI thread; every screen that shows what it touched looks again."""
        desk, given = self.around.desk, dict(parameters)

        def done(touched: Touched) -> None:
            self.acted.emit(touched)
            if then is not None:
                then(touched)

        self.around.background.run(self, lambda: perform(desk, verb, given), done, failed)

    def keep_draft(self, place: str, values: Mapping[str, str]) -> None:
        """Keep what was typed at a place, encrypted on the desk; nothing typed drops it."""
        desk, kept = self.around.desk, dict(values)
        job = (lambda: desk.keep_draft(place, kept)) if kept else (lambda: desk.drop_draft(place))
        self.around.background.run(self, job)

    def drop_draft(self, place: str) -> None:
        """Forget what was typed at a place: it was saved, or is not wanted."""
        desk = self.around.desk
        self.around.background.run(self, lambda: desk.drop_draft(place))

    def with_draft(self, place: str, then: Callable[[Row], None]) -> None:
        """Call `then` with the draft of a place, when there is one."""
        desk = self.around.desk
        self.around.background.run(
            self, lambda: desk.draft(place), lambda draft: then(draft) if draft else None
        )

"""One round with central in steps over both lanes: the store in the one, the network in the other.

Every step is a job of its own, so that what a person asks of the desk goes between two pages.
Closing the window in the middle loses nothing: a round may be broken off anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance

from wijkdesk.errors import Trouble
from wijkdesk.i18n import Words
from wijkdesk.ui.background import Background

if TYPE_CHECKING:
    from wijkdesk.sync.http import Answer, Request
    from wijkdesk.sync.round import Progress, Result, Round

T = TypeVar("T")


class Post(Protocol):
    """Sends a request to central and returns its answer; touches no store."""

    def __call__(self, request: Request) -> Answer:
        """Raise OutsideTrouble when central cannot be reached or is not central."""


class Syncing(QObject):
    """Runs a round, one at a time; it ends with `ended(result)`, `stopped` or `failed(trouble)`.

    `busy(bool)` is sent around it, and at once when somebody asks for a round that is going on;
    `progress(Progress)` at every step, and `taken_in(Touched)` at its end, however it ended.
    """

    busy = Signal(bool)
    progress = Signal(object)
    taken_in = Signal(object)
    ended = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(
        self, background: Background, begin: Callable[[], Round], post: Post, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background, self._begin, self._post = background, begin, post
        self._going_on = self._by_hand = self._once_more = self._stopping = self._left = False
        self._round: Round | None = None

    @property
    def going_on(self) -> bool:
        """Whether a round is going on."""
        return self._going_on

    @property
    def by_hand(self) -> bool:
        """Whether somebody asked for the round that is going on, or for one as soon as it ends."""
        return self._by_hand or self._once_more

    def start(self, *, by_hand: bool = True) -> None:
        """Begin a round, unless one is going on.

        Who asks while the desk syncs by itself gets a round after it: that may not bring what was
        recorded since it began.
        """
        if self._left:
            return
        if not self._going_on:
            self._going_on, self._by_hand, self._stopping = True, by_hand, False
            self.busy.emit(True)
            self._do(self._begin, self._begun)
        elif by_hand and not self.by_hand:
            self._once_more = True
            self.busy.emit(True)

    def stop(self) -> None:
        """End the round that is going on between two requests; what was taken in stays."""
        self._stopping, self._once_more = self._going_on, False

    def leave(self) -> None:
        """Do no more at all: the desk is about to be closed."""
        self._left = True

    def _begun(self, going: Round) -> None:
        self._round = going
        self._next(going)

    def _next(self, going: Round) -> None:
        if self._stopping:
            self._break_off(going, lambda: self._end(self.stopped))
        else:
            self._do(
                lambda: (going.request(), going.progress()), lambda asked: self._send(going, *asked)
            )

    def _send(self, going: Round, request: Request | None, progress: Progress) -> None:
        if request is None:
            self._end(self.ended, going.result)
            return
        self.progress.emit(progress)
        self._do(
            lambda: self._post(request), lambda answer: self._take(going, answer), lane="network"
        )

    def _take(self, going: Round, answer: Answer) -> None:
        self._do(lambda: going.take(answer), lambda _none: self._next(going))

    def _fail(self, trouble: Trouble) -> None:
        going = self._round
        if going is None or trouble.code == "desk_destroyed":
            self._end(self.failed, trouble)
        else:
            self._break_off(going, lambda: self._end(self.failed, trouble))

    def _break_off(self, going: Round, then: Callable[[], None]) -> None:
        # When even that fails, what ended the round is still what is to be said.
        self._do(going.break_off, lambda _none: then(), lambda _trouble: then())

    def _end(self, how: SignalInstance, *told: object) -> None:
        """End the round, and begin the one that was asked for meanwhile."""
        going, self._round = self._round, None
        self._going_on, once_more, self._once_more = False, self._once_more, False
        self.busy.emit(False)
        if going is not None:
            self.taken_in.emit(going.result.as_touched())
        how.emit(*told)
        if once_more:
            self.start()

    def _do(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
        lane: str = "desk",
    ) -> None:
        def unless_left(done: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda result: None if self._left else done(result)

        fails = unless_left(failed or self._fail)
        self._background.run(self, job, unless_left(then), fails, lane=lane)


def said_of(words: Words, result: Result) -> str:
    """Return what a round did, in words."""
    parts = []
    if result.sent:
        parts.append(
            words.count(result.sent, "{n} wijziging verstuurd", "{n} wijzigingen verstuurd")
        )
    if result.received:
        parts.append(
            words.count(result.received, "{n} wijziging ontvangen", "{n} wijzigingen ontvangen")
        )
    if result.versions:
        parts.append(words.count(result.versions, "{n} keer twee versies", "{n} keer twee versies"))
    if result.refused:
        parts.append(
            words.count(
                result.refused,
                "{n} wijziging niet aangenomen: kijk in de wachtrij",
                "{n} wijzigingen niet aangenomen: kijk in de wachtrij",
            )
        )
    if not parts:
        return words("Alles was al bijgewerkt.")
    return words("Gesynchroniseerd: {what}.", what=", ".join(parts))


def said_of_progress(words: Words, progress: Progress) -> str:
    """Return how far a round is, in words: first it sends, then it fetches."""
    if progress.waiting:
        whole = words.number(progress.sent + progress.waiting)
        return words("Versturen: {n} van {all}", n=words.number(progress.sent), all=whole)
    if progress.received:
        n = words.number(progress.received)
        return words.count(
            progress.received,
            "Ophalen: {received} gegeven",
            "Ophalen: {received} gegevens",
            received=n,
        )
    return words("Bezig met synchroniseren")

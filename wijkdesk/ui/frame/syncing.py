"""One round with central in steps over both lanes: the store in the one, the network in the other.

Closing the window in the middle loses nothing: a round may be broken off anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from wijkdesk.errors import Trouble
from wijkdesk.i18n import Words
from wijkdesk.ui.background import Background

if TYPE_CHECKING:
    from wijkdesk.sync.http import Answer, Request
    from wijkdesk.sync.round import Result, Round


class Post(Protocol):
    """Sends a request to central and returns its answer; touches no store."""

    def __call__(self, request: Request) -> Answer:
        """Raise OutsideTrouble when central cannot be reached or is not central."""


class Syncing(QObject):
    """Runs a round; `ended(result)` or `failed(trouble)`; `busy(bool)` around it."""

    busy = Signal(bool)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(
        self, background: Background, begin: Callable[[], Round], post: Post, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background, self._begin, self._post = background, begin, post
        self._going_on = False

    @property
    def going_on(self) -> bool:
        """Whether a round is going on."""
        return self._going_on

    def start(self) -> None:
        """Begin a round, unless one is going on."""
        if self._going_on:
            return
        self._going_on = True
        self.busy.emit(True)
        self._background.run(self, self._begin, self._next, self._stop)

    def _next(self, going: Round) -> None:
        self._background.run(
            self, going.request, lambda request: self._send(going, request), self._stop
        )

    def _send(self, going: Round, request: Request | None) -> None:
        if request is None:
            self._going_on = False
            self.busy.emit(False)
            self.ended.emit(going.result)
            return
        self._background.run(
            self,
            lambda: self._post(request),
            lambda answer: self._take(going, answer),
            self._stop,
            lane="network",
        )

    def _take(self, going: Round, answer: Answer) -> None:
        self._background.run(
            self, lambda: going.take(answer), lambda _none: self._next(going), self._stop
        )

    def _stop(self, trouble: Trouble) -> None:
        self._going_on = False
        self.busy.emit(False)
        self.failed.emit(trouble)


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

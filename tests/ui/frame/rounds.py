"""Rounds for the tests of the frame that touch no store and no network."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from wijkdesk.errors import Trouble
from wijkdesk.sync.round import Progress, Result


@dataclass
class Steps:
    """A round of some requests that notes in which thread each step was done.

    With `trouble` posting fails; with a `gate` it waits until that is opened.
    """

    left: int = 2
    result: Result = field(default_factory=lambda: Result(sent=3))
    threads: list[tuple[str, int]] = field(default_factory=list)
    trouble: Trouble | None = None
    gate: threading.Event | None = None
    begun: int = 0

    def begin(self) -> Steps:
        """Begin it, once more."""
        self.begun += 1
        return self

    def request(self) -> str | None:
        """Return the next request."""
        self.threads.append(("desk", threading.get_ident()))
        return "request" if self.left else None

    def post(self, _request: object) -> str:
        """Answer a request."""
        self.threads.append(("network", threading.get_ident()))
        if self.gate is not None:
            self.gate.wait(10)
        if self.trouble is not None:
            raise self.trouble
        return "answer"

    def take(self, _answer: object) -> None:
        """Take an answer in."""
        self.threads.append(("desk", threading.get_ident()))
        self.left -= 1

    def progress(self) -> Progress:
        """Return how many requests are left."""
        return Progress(self.result.sent, self.result.received, self.left)

    def break_off(self) -> None:
        """Leave it, in the thread of the store."""
        self.threads.append(("left", threading.get_ident()))

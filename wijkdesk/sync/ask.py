"""Ask central one question, in the same steps as a round, and keep nothing of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.sync.http import Answer, Request
from wijkdesk.sync.round import central_of
from wijkdesk.sync.signer import Signer

Post = Callable[[Request], Answer]


class Asking:
    """One question: `request`, post, `take`; then `message` is central's answer."""

    def __init__(self, desk: Desk, asked: dict[str, Any]) -> None:
        self.message: dict[str, Any] = {}
        self._steps = Signer(desk).asked("/ask", asked)
        self._next: Request | None = None
        self._begun = False

    def request(self) -> Request | None:
        """Return what to post next; None when the answer is there."""
        if not self._begun:
            self._begun = True
            self._next = next(self._steps)
        return self._next

    def take(self, answer: Answer) -> None:
        """Take in the answer to the last request; Trouble when central refuses."""
        try:
            self._next = self._steps.send(answer)
        except StopIteration as done:
            self._next = None
            self.message = done.value.message


def wait_for(desk: Desk, asking: Asking, post: Post | None = None) -> None:
    """Ask and wait for the answer, over HTTP if no `post` is named.

    Raises OutsideTrouble: central_unreachable and the like, and what central refuses with.
    """
    central = None if post else central_of(desk)
    send = post or central.post  # type: ignore[union-attr]
    try:
        while (request := asking.request()) is not None:
            asking.take(send(request))
    finally:
        if central is not None:
            central.close()

"""Ask central about a dossier of the area: open it, and read it while it is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkdesk.caseload import opening
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.row import Row, received
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.http import Answer, Request
from wijkdesk.sync.round import central_of
from wijkdesk.sync.signer import Signer


class Asking:
    """One question in the same steps as a round; then `message` is central's answer."""

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
        """Take in the answer to the last request; OutsideTrouble when central refuses."""
        try:
            self._next = self._steps.send(answer)
        except StopIteration as done:
            self._next = None
            self.message = done.value.message


def asked_of(desk: Desk, post: Callable[[Request], Answer] | None = None) -> opening.Asked:
    """Return how to ask central something and wait for the answer, over HTTP if no `post` is named.

    Raises OutsideTrouble when it is called: central_unreachable, not_open, not_your_area.
    """

    def ask(message: dict[str, Any]) -> dict[str, Any]:
        asking = Asking(desk, message)
        central = None if post else central_of(desk)
        send = post or central.post  # type: ignore[union-attr]
        try:
            while (request := asking.request()) is not None:
                asking.take(send(request))
        finally:
            if central is not None:
                central.close()
        return asking.message

    return ask


def rows_of(message: dict[str, Any]) -> list[Row]:
    """Return the records in central's answer; OutsideTrouble("not_central") if there are none."""
    try:
        return [received(parts)[0] for parts in message["rows"]]
    except (KeyError, ValueError, TypeError) as error:
        raise OutsideTrouble("not_central") from error


def read(
    desk: Desk, question: str, client: str, post: Callable[[Request], Answer] | None = None
) -> list[dict[str, Any]]:
    """Return the answer to a question about a dossier that was opened; nothing of it is kept."""
    message = asked_of(desk, post)(opening.to_read(client))
    return opening.read(desk, question, client, rows_of(message))

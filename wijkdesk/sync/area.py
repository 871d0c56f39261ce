"""The short list of a coordinator's area: fetched from central when looked at, and not kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.http import Answer, Request
from wijkdesk.sync.round import central_of
from wijkdesk.sync.signer import Signer


class AreaList:
    """One question in the same steps as a round: `request`, post, `take`; then `rows` is there."""

    def __init__(self, desk: Desk) -> None:
        self.rows: list[dict[str, Any]] = []
        self._steps = Signer(desk).asked("/ask", {})
        self._next: Request | None = None
        self._begun = False

    def request(self) -> Request | None:
        """Return what to post next; None when the answer is there."""
        if not self._begun:
            self._begun = True
            self._next = next(self._steps)
        return self._next

    def take(self, answer: Answer) -> None:
        """Take in the answer to the last request; OutsideTrouble when there is none."""
        try:
            self._next = self._steps.send(answer)
        except StopIteration as done:
            self._next = None
            try:
                self.rows = [_row(row) for row in done.value.message["rows"]]
            except (KeyError, ValueError, TypeError) as error:
                raise OutsideTrouble("not_central") from error


def area_caseload(
    desk: Desk, post: Callable[[Request], Answer] | None = None
) -> list[dict[str, Any]]:
    """Return the clients of the person's area, as policy lets a coordinator see them.

    Raises OutsideTrouble: central_unreachable and the like, only_coordinators.
    """
    asked = AreaList(desk)
    central = None if post else central_of(desk)
    send = post or (central.post if central else None)
    if send is None:
        raise OutsideTrouble("central_unreachable")
    try:
        while (request := asked.request()) is not None:
            asked.take(send(request))
    finally:
        if central is not None:
            central.close()
    return asked.rows


def _row(row: dict[str, Any]) -> dict[str, Any]:
    contact, since = row["last_contact"], row["unassigned_since"]
    return {
        **row,
        "last_contact": datetime.fromisoformat(contact) if contact else None,
        "unassigned_since": date.fromisoformat(since) if since else None,
    }

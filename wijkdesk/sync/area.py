"""The short list of a coordinator's area: fetched from central when looked at, and not kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.ask import Asking, Post, wait_for
from wijkdesk.sync.http import Answer


class AreaList(Asking):
    """The question for the list of an area; when it is answered, `rows` is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, {})
        self.rows: list[dict[str, Any]] = []

    def take(self, answer: Answer) -> None:
        """Take in the answer to the last request; OutsideTrouble when there is none."""
        super().take(answer)
        if self.request() is None:
            self.rows = _rows(self.message)


def area_caseload(desk: Desk, post: Post | None = None) -> list[dict[str, Any]]:
    """Return the clients of the person's area, as policy lets a coordinator see them.

    Raises OutsideTrouble: central_unreachable and the like, only_coordinators.
    """
    asking = AreaList(desk)
    wait_for(desk, asking, post)
    return asking.rows


def _rows(message: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        return [_row(row) for row in message["rows"]]
    except (KeyError, ValueError, TypeError) as error:
        raise OutsideTrouble("not_central") from error


def _row(row: dict[str, Any]) -> dict[str, Any]:
    contact, since = row["last_contact"], row["unassigned_since"]
    return {
        **row,
        "last_contact": datetime.fromisoformat(contact) if contact else None,
        "unassigned_since": date.fromisoformat(since) if since else None,
    }

"""The short list of a coordinator's area: fetched from central when looked at, and not kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.ask import Asking, Post, wait_for

ASKED: dict[str, Any] = {}  # what /ask answers with the list of the area


def area_caseload(desk: Desk, post: Post | None = None) -> list[dict[str, Any]]:
    """Return the clients of the person's area, as policy lets a coordinator see them.

    Raises OutsideTrouble: central_unreachable and the like, only_coordinators.
    """
    asking = Asking(desk, ASKED)
    wait_for(desk, asking, post)
    return rows_of(asking.message)


def rows_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the list in central's answer; OutsideTrouble("not_central") when there is none."""
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

"""Ask central about a dossier of the area: open it, and read it while it is open."""

from __future__ import annotations

from typing import Any

from wijkdesk.caseload import opening
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.row import Row, received
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.ask import Asking, Post, wait_for


def asked_of(desk: Desk, post: Post | None = None) -> opening.Asked:
    """Return how to ask central something and wait for the answer, over HTTP if no `post` is named.

    Raises when it is called UserError: not_open, not_your_area. OutsideTrouble:
    central_unreachable and the like.
    """

    def ask(message: dict[str, Any]) -> dict[str, Any]:
        asking = Asking(desk, message)
        wait_for(desk, asking, post)
        return asking.message

    return ask


def rows_of(message: dict[str, Any]) -> list[Row]:
    """Return the records in central's answer; OutsideTrouble("not_central") if there are none."""
    try:
        return [received(parts)[0] for parts in message["rows"]]
    except (KeyError, ValueError, TypeError) as error:
        raise OutsideTrouble("not_central") from error


def read(desk: Desk, question: str, client: str, post: Post | None = None) -> list[dict[str, Any]]:
    """Return the answer to a question about a dossier that was opened; nothing of it is kept."""
    message = asked_of(desk, post)(opening.to_read(client))
    return opening.read(desk, question, client, rows_of(message))

"""What has not been sent yet, and the answers of central that a person must see."""

from __future__ import annotations

from datetime import datetime
from json import loads
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import Client
from wijkdesk.errors import UserError
from wijkdesk.store import inbox as answers
from wijkdesk.store import outbox, records
from wijkdesk.store.database import Transaction


def waiting(desk: Desk) -> list[dict[str, Any]]:
    """Wat nog verstuurd moet worden, het oudste eerst."""
    with desk.database.transaction() as tx:
        lines = outbox.waiting(tx)
        names = _names(tx, {line.client for line in lines if line.client})
        return [
            {
                "id": line.id,
                "number": line.n,
                "kind": line.kind,
                "client": line.client,
                "client_name": names.get(line.client, ""),
                "what": line.field or "new",
                "since": datetime.fromisoformat(loads(line.body)["at"]),
                "state": "sent" if line.sent else "waiting",
            }
            for line in lines
        ]


def inbox(desk: Desk) -> list[dict[str, Any]]:
    """Antwoorden van het centrale systeem die u moet zien."""
    with desk.database.transaction() as tx:
        lines = answers.everything(tx)
        names = _names(tx, {line["client"] for line in lines if line["client"]})
    return [{**line, "client_name": names.get(line["client"], "")} for line in lines]


def dismiss_answer(desk: Desk, answer: str) -> Touched:
    """U hebt dit antwoord gezien; het verdwijnt uit de lijst."""
    with desk.act("dismiss_answer") as act:
        if not answers.dismiss(act.tx, answer):
            raise UserError("unknown_record", field="answer")
        return Touched((("inbox", answer),))


def _names(tx: Transaction, clients: set[str]) -> dict[str, str]:
    return {found.id: found.name for found in records.with_ids(tx, Client, list(clients))}

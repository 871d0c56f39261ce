"""Reading along in a dossier of the area: opened at central with a reason, and never kept here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wijkdesk.caseload.action import in_order as actions_in_order
from wijkdesk.caseload.barrier import in_order as barriers_in_order
from wijkdesk.caseload.contact import as_timeline
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import log_look
from wijkdesk.caseload.touched import Touched
from wijkdesk.changes.row import OTHER, Row
from wijkdesk.domain import NOUNS, Action, Barrier, Client, ContactMoment, Grant, Noun, Person
from wijkdesk.domain.noun import typed
from wijkdesk.domain.values import Capacity, OpenReason
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.policy.access import may_do, sees_area
from wijkdesk.store import audit, records

Asked = Callable[[dict[str, Any]], dict[str, Any]]  # a message to central, and its answer
READABLE = ("client", "barriers", "actions", "timeline")


def open_dossier(
    desk: Desk, client: str, reason: OpenReason, text: str = "", central: Asked | None = None
) -> Touched:
    """Lees een dossier van uw gebied mee; een uur lang, en de contactpersoon krijgt bericht.

    `central` asks central, which judges. Raises OutsideTrouble("online_only") without it.
    """
    if not may_do(desk.person.roles, "open_dossier"):
        raise UserError("not_yours")
    if central is None:
        raise OutsideTrouble("online_only")
    answer = central(to_open(client, reason, text))
    return note_opened(desk, client, reason, answer)


def to_open(client: str, reason: OpenReason, text: str = "") -> dict[str, Any]:
    """Return the message that asks central to open a dossier."""
    return {"open": {"client": client, "reason": str(reason), "text": text}}


def to_read(client: str) -> dict[str, Any]:
    """Return the message that asks central for a dossier that was opened."""
    return {"read": client}


def note_opened(desk: Desk, client: str, reason: OpenReason, answer: dict[str, Any]) -> Touched:
    """Log that a dossier was opened, and until when."""
    until = opened_until(answer).isoformat()
    with desk.reading() as tx:
        audit.add(
            tx, desk.now(), desk.person.id, Capacity.BREAK_GLASS.value, "open_dossier", "client",
            client, client, purpose=str(reason), what={"until": until},
        )  # fmt: skip
    return Touched((("client", client),))


def opened_until(answer: dict[str, Any]) -> datetime:
    """Return until when a dossier is open, from central's answer."""
    try:
        return datetime.fromisoformat(answer["until"])
    except (KeyError, TypeError, ValueError) as error:
        raise OutsideTrouble("not_central") from error


def elsewhere(desk: Desk, question: str, client: str) -> bool:
    """Say whether the answer to a question about a client is central's to give."""
    if question not in READABLE or not sees_area(desk.person.roles):
        return False
    with desk.reading() as tx:
        return not records.has(tx, Client, client)


def read(desk: Desk, question: str, client: str, rows: list[Row]) -> list[dict[str, Any]]:
    """Return the answer to a question from the records of an opened dossier."""
    with desk.reading() as tx:
        log_look(desk, tx, client, Capacity.BREAK_GLASS.value)
        names = {person.id: person.name for person in records.everything(tx, Person)}
    told = {noun: _lines(noun, rows, names) for noun in (Client, Barrier, Action, ContactMoment)}
    if question == "client":
        return [{**line, "contact_person": _contact_person(rows, names)} for line in told[Client]]
    if question == "barriers":
        return barriers_in_order(told[Barrier])
    if question == "actions":
        return actions_in_order(told[Action], told[Barrier])
    return as_timeline(told[ContactMoment], told[Action], told[Barrier])


def _lines(noun: type[Noun], rows: list[Row], names: dict[str, str]) -> list[dict[str, Any]]:
    own = [row for row in rows if NOUNS.get(row.kind) is noun]
    return [
        {
            "id": row.id,
            **{name: typed(noun, name, row.values.get(name)) for name in noun.fields()},
            **_beside(noun, row),
            "record_kind": row.kind,
            "recorded_by_name": names.get(str(row.values.get("recorded_by")), ""),
            "waiting": False,
            "versions": sum(name.startswith(OTHER) for name in row.values),
        }
        for row in own
    ]


def _beside(noun: type[Noun], row: Row) -> dict[str, Any]:
    """Return what a client is called, and whose dossier any other record is in."""
    if noun is Client:
        names = (row.values.get("given_name"), row.values.get("family_name"))
        return {"name": " ".join(str(name) for name in names if name)}
    return {"client": row.client}


def _contact_person(rows: list[Row], names: dict[str, str]) -> str | None:
    for row in rows:
        of_contact = row.values.get("capacity") == Capacity.CONTACT_PERSON
        if NOUNS.get(row.kind) is Grant and of_contact and row.values.get("until") is None:
            return names.get(str(row.values["person"]))
    return None

"""Clients change hands: what is asked here, central judges and does at the next sync."""

from __future__ import annotations

from datetime import date

from wijkdesk.caseload.act import Act
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import unseen
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import Client, Person
from wijkdesk.domain.noun import Purpose
from wijkdesk.errors import UserError
from wijkdesk.policy.access import sees_area
from wijkdesk.store import records


def assign(desk: Desk, client: str, to: str) -> Touched:
    """Wijs een klant van uw gebied toe aan een vaste contactpersoon."""
    with desk.act("assign") as act:
        found = client_of_area(desk, act, client)
        act.request("assign", found, to=to)
        act.look(found, Purpose.WORK, to=to)
        return act.touched


def hand_over(desk: Desk, client: str, to: str, reason: str, note: str | None = None) -> Touched:
    """Draag een klant over aan een collega, met de reden en wat goed is om te weten."""
    with desk.act("hand_over") as act:
        found = client_of_area(desk, act, client)
        act.request("hand_over", found, to=to, reason=_said(reason, "reason"), note=note)
        act.look(found, Purpose.WORK, to=to)
        return act.touched


def move_caseload(
    desk: Desk, person: str, to: str, reason: str, note: str | None = None
) -> Touched:
    """Draag alle klanten van een collega in een keer over."""
    with desk.act("move_caseload") as act:
        found = act.find(Person, person, "person")
        act.request("move_caseload", found, to=to, reason=_said(reason, "reason"), note=note)
        act.look(found, Purpose.WORK, to=to)
        return act.touched


def replace(desk: Desk, person: str, by: str, from_: date, until: date, reason: str) -> Touched:
    """Laat een collega waarnemen tot de dag dat de ander terug is; de contactpersoon blijft."""
    with desk.act("replace") as act:
        if until <= from_:
            raise UserError("ends_before_it_begins", field="until")
        if by == person:
            raise UserError("same_person", field="by")
        found = act.find(Person, person, "person")
        days = {"from": from_.isoformat(), "until": until.isoformat()}
        act.request("replace", found, by=by, reason=_said(reason, "reason"), **days)
        act.look(found, Purpose.WORK, by=by, **days)
        return act.touched


def client_of_area(desk: Desk, act: Act, client: str) -> Client:
    """Return a client of this desk, or for a coordinator a name for one that only central has."""
    if sees_area(desk.person.roles) and not records.has(act.tx, Client, client):
        return unseen(desk.organisation, client)
    return act.find(Client, client, "client")


def _said(text: str, field: str) -> str:
    if not text.strip():
        raise UserError("missing", field=field)
    return text

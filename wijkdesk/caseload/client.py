"""Clients: who they are, and the list of those this desk works with."""

from __future__ import annotations

from datetime import date
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import log_look
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import Client, Grant, Person
from wijkdesk.domain import client as rules
from wijkdesk.domain.bsn import as_kept
from wijkdesk.domain.values import Capacity, Phase
from wijkdesk.errors import UserError
from wijkdesk.store import confirmed, outbox, records
from wijkdesk.store import search as index


def register_client(
    desk: Desk,
    given_name: str,
    family_name: str,
    neighbourhood: str,
    born: date | None = None,
    bsn: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    postcode: str | None = None,
    talk_language: str | None = None,
) -> Touched:
    """Leg een nieuwe klant vast; u wordt de contactpersoon."""
    with desk.act("register_client") as act:
        act.make(
            Client, given_name=given_name, family_name=family_name, neighbourhood=neighbourhood,
            born=born, bsn=_bsn(bsn), phone=phone, email=email, postcode=_postcode(postcode),
            talk_language=talk_language, phase=Phase.INTAKE,
        )  # fmt: skip
        return act.touched


def change_client(
    desk: Desk,
    client: str,
    given_name: str | None = None,
    family_name: str | None = None,
    neighbourhood: str | None = None,
    born: date | None = None,
    bsn: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    postcode: str | None = None,
    talk_language: str | None = None,
    phase: Phase | None = None,
) -> Touched:
    """Verander gegevens van een klant; wat u niet noemt, blijft zoals het was."""
    given: dict[str, Any] = {
        "given_name": given_name, "family_name": family_name, "neighbourhood": neighbourhood,
        "born": born, "bsn": _bsn(bsn), "phone": phone, "email": email,
        "postcode": _postcode(postcode), "talk_language": talk_language, "phase": phase,
    }  # fmt: skip
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise UserError("nothing_to_change")
    with desk.act("change_client") as act:
        act.change(act.find(Client, client, "client"), **changes)
        return act.touched


def caseload(
    desk: Desk, limit: int | None = None, after: tuple[str, str] | None = None
) -> list[dict[str, Any]]:
    """De eigen klanten, op naam."""
    return _pages(desk, "", limit, after)


def search(
    desk: Desk, text: str, limit: int | None = None, after: tuple[str, str] | None = None
) -> list[dict[str, Any]]:
    """Klanten van wie de naam of wijk zo begint; ook wat nog niet verstuurd is."""
    return _pages(desk, text, limit, after)


def client(desk: Desk, client: str) -> list[dict[str, Any]]:
    """Alle gegevens van een klant; dat u keek, staat in het logboek."""
    with desk.reading() as tx:
        found = records.find(tx, Client, client)
        if found is None:
            raise UserError("unknown_record", field="client")
        log_look(desk, tx, client)
        names = {person.id: person.name for person in records.everything(tx, Person)}
        contact = [
            names.get(grant.person)
            for grant in records.of_client(tx, Grant, client)
            if grant.capacity == Capacity.CONTACT_PERSON and grant.until is None
        ]
        return [
            {
                "id": found.id,
                "name": found.name,
                **{name: getattr(found, name) for name in Client.facts()},
                "contact_person": contact[0] if contact else None,
                "waiting": any(line.client == client for line in outbox.waiting(tx)),
                "versions": len(confirmed.double(tx, client)),
            }
        ]


def _pages(
    desk: Desk, typed: str, limit: int | None, after: tuple[str, str] | None
) -> list[dict[str, Any]]:
    """Return lines of the caseload in the order of names; all of them without a limit."""
    wanted = -1 if limit is None else limit
    with desk.reading() as tx:
        lines = index.page(tx, desk.organisation, typed, after, wanted)
    return [{**line, "name": f"{line['given_name']} {line['family_name']}"} for line in lines]


def _bsn(typed: str | None) -> str | None:
    return None if typed is None else as_kept(typed)


def _postcode(typed: str | None) -> str | None:
    return None if typed is None else rules.postcode(typed)

"""What the law asks of who works with a dossier: why a number is seen, and texts that must go."""

from __future__ import annotations

from wijkdesk.caseload.act import Act
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import unseen
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import DOSSIER, Client
from wijkdesk.domain.noun import Noun, erased
from wijkdesk.domain.values import BsnReason, Capacity, EraseReason
from wijkdesk.errors import UserError
from wijkdesk.policy.access import sees_area
from wijkdesk.store import records


def show_bsn(desk: Desk, client: str, reason: BsnReason) -> Touched:
    """Bekijk het burgerservicenummer van een klant; waarom, staat in het logboek."""
    with desk.act("show_bsn") as act:
        act.look(act.find(Client, client, "client"), reason, fields=["bsn"])
        return act.touched


def erase_text(desk: Desk, client: str, record: str, field: str, reason: EraseReason) -> Touched:
    """Wis een tekst die er nooit had mogen staan; overal, ook uit oudere versies."""
    with desk.act("erase_text") as act:
        found = _record(act, desk.person.roles, client, record)
        if found is None:
            # Only central has the dossiers of a coordinator's area, and it judges.
            about: Noun = unseen(desk.organisation, client)
        else:
            held = records.capacity(act.tx, desk.person.id, client, act.known.today)
            # Of a client who was registered here and not sent yet, this desk knows no grant.
            if held not in ("", Capacity.CONTACT_PERSON):
                raise UserError("not_yours")
            about = found
            act.empty(found, field, erased(type(found), field))
        asked = {"record": record, "field": field, "reason": str(reason)}
        act.request("erase_text", about, **asked)
        act.look(about, reason, record=record, fields=[field])
        return act.touched


def _record(act: Act, roles: list[str], client: str, record: str) -> Noun | None:
    """Return a record of this client's dossier, of whichever kind.

    None for a coordinator who does not have the dossier here; anybody else is refused.
    """
    for noun in DOSSIER.values():
        found = records.find(act.tx, noun, record)
        if found is not None and getattr(found, str(noun.dossier_field)) == client:
            return found
    if records.has(act.tx, Client, client) or not sees_area(roles):
        raise UserError("unknown_record", field="record")
    return None

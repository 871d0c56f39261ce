"""What stands in the wrong dossier: taken out of it, or put in the right one (finding 7)."""

from __future__ import annotations

from typing import Any

from wijkdesk.caseload.act import Act
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import RECORDED, Action, Barrier, Client
from wijkdesk.domain.noun import Noun
from wijkdesk.domain.values import WithdrawReason
from wijkdesk.errors import UserError
from wijkdesk.store import outbox, records


def withdraw_record(
    desk: Desk, record: str, reason: WithdrawReason = WithdrawReason.VERGISSING
) -> Touched:
    """Haal een gegeven uit een dossier; overal, en wie de klant ook heeft krijgt bericht."""
    with desk.act("withdraw_record") as act:
        found = _find(act, record)
        act.look(found, reason)
        if not _unmade(act, found):
            act.request("withdraw_record", found, reason=str(reason))
        return act.touched


def move_record(
    desk: Desk, record: str, to: str, reason: WithdrawReason = WithdrawReason.VERKEERD_DOSSIER
) -> Touched:
    """Zet een gegeven in het dossier van de klant over wie het gaat."""
    with desk.act("move_record") as act:
        found = _find(act, record)
        if not records.has(act.tx, Client, to):
            raise UserError("unknown_record", field="to")
        if to == getattr(found, "client", None):
            raise UserError("same_dossier", field="to")
        act.look(found, reason)
        if _unmade(act, found):
            act.make(type(found), **{**_values(found), "client": to})
        else:
            act.request("move_record", found, to=to, reason=str(reason))
        return act.touched


def _find(act: Act, record: str) -> Noun:
    """Return a record that somebody wrote, of whichever kind; not one that is on its way out."""
    gone = outbox.withdrawn(act.tx)
    for noun in RECORDED.values():
        found = records.find(act.tx, noun, record)
        if found is not None and record not in gone:
            return found
    raise UserError("unknown_record", field="record")


def _unmade(act: Act, record: Noun) -> bool:
    """Take away what was never sent; the actions on a barrier then stand by themselves."""
    if not act.unmake(record):
        return False
    if isinstance(record, Barrier):
        for action in records.of_client(act.tx, Action, record.client):
            if action.barrier == record.id:
                outbox.forget_text(act.tx, Action.record_kind(), action.id, "barrier", None)
                records.put(act.tx, Action, action.id, {"barrier": None})
    return True


def _values(record: Noun) -> dict[str, Any]:
    """Return what goes along to another dossier: not the barrier, which stays where it is."""
    values = {name: getattr(record, name) for name in record.facts()}
    return {**values, "barrier": None} if "barrier" in values else values

"""Take a record out of a dossier everywhere, or put it in the right one (practice.md finding 7).

All copies of what it said go; that it was there, and who took it out and why, stays.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select

from wijkdesk.central import erase, log, notices
from wijkdesk.central.command import UNKNOWN, Command, coordinators_of
from wijkdesk.central.holdings import holders
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.changes.row import Row
from wijkdesk.domain import RECORDED, Action, WorkNote
from wijkdesk.domain.values import WithdrawReason

_ACTION = Action.__table__  # type: ignore[attr-defined]
_NOTE = WorkNote.__table__  # type: ignore[attr-defined]


def withdraw_record(asked: Command) -> Outcome:
    """Take a record out of a dossier; the others who work with the client are told."""
    row = _own(asked)
    if row is None:
        return UNKNOWN
    reason = asked.code("reason", WithdrawReason)
    _take_out(asked, row, reason)
    if reason != WithdrawReason.BEWAARD_ALS_CONTACT:
        _tell(asked, "record_withdrawn", row, row.client or "")
    return Outcome(State.OK, asked.version)


def move_record(asked: Command) -> Outcome:
    """Take a record out of a dossier and put it in another; who works with either is told.

    It comes in the other dossier under an id of its own, and as it is now: nothing there tells
    whose dossier it was in.
    """
    row, to = _own(asked), asked.text("to")
    if row is None or to == row.client or not asked.may_write(to):
        return UNKNOWN
    _take_out(asked, row, asked.code("reason", WithdrawReason))
    values = {name: value for name, value in row.values.items() if name in _kept(row)}
    moved = Row(row.kind, str(uuid4()), to, asked.version, values)
    asked.ledger.add(moved)
    asked.texts.remember_all(moved)
    _tell(asked, "record_withdrawn", row, row.client or "")
    _tell(asked, "record_moved_here", moved, to)
    return Outcome(State.OK, asked.version)


def let_expire(ledger: Ledger, on: date, version: int, now: datetime) -> None:
    """Take out every work note whose time is over (practice.md R10 and R15); nobody is told."""
    own = _NOTE.c.organisation == ledger.organisation
    found = ledger.tx.execute(select(_NOTE.c.id).where(own, _NOTE.c.expires <= on)).scalars().all()
    ledger.load((WorkNote.record_kind(), id_) for id_ in found)
    for id_ in found:
        row = ledger.find(WorkNote.record_kind(), id_)
        if row is not None:
            ledger.remove(row.kind, row.id)
            erase.forget_history(ledger.tx, ledger.organisation, row, erase.WHOLE)
            erase.forget_sent(ledger.tx, organisation=ledger.organisation, row=row,
                              field=erase.WHOLE)  # fmt: skip
            erase.remember(ledger.tx, ledger.organisation, row, erase.WHOLE,
                           WithdrawReason.VERLOPEN, log.CENTRAL, version, now)  # fmt: skip


def _own(asked: Command) -> Row | None:
    """Return the record the command is about, when the caller may take it out."""
    change = asked.change
    row = asked.ledger.find(change.kind, change.id) if change.kind in RECORDED else None
    if row is None or row.client != change.client or not asked.may_write(asked.client):
        return None
    return row


def _kept(row: Row) -> set[str]:
    """Return the fields that go along: not the barrier, which stays where it is."""
    return set(RECORDED[row.kind].fields()) - {"barrier"}


def _take_out(asked: Command, row: Row, reason: str) -> None:
    tx, caller = asked.ledger.tx, asked.caller
    _loosen(asked, row)
    asked.ledger.remove(row.kind, row.id)
    erase.forget_copies(asked, row, erase.WHOLE)
    erase.remember(
        tx, caller.organisation, row, erase.WHOLE, reason, caller.person, asked.version, asked.now
    )
    held = asked.holders.get(caller.person, frozenset())
    log.add(
        tx, caller.organisation, asked.now, asked.change.field or "", row.id, caller.person,
        min(held, default=""), client=asked.client, purpose=reason,
    )  # fmt: skip


def _loosen(asked: Command, row: Row) -> None:
    """Let the actions on a barrier stand by themselves."""
    if row.kind != "barrier":
        return
    on_it = select(_ACTION.c.id).where(
        _ACTION.c.organisation == asked.ledger.organisation, _ACTION.c.barrier == row.id
    )
    asked.ledger.load(("action", id_) for id_ in asked.ledger.tx.execute(on_it).scalars().all())
    for _, action in asked.ledger.pairs():
        if action is not None and action.values.get("barrier") == row.id:
            action.put("barrier", None, asked.version)


def _tell(asked: Command, code: str, row: Row, client: str) -> None:
    """Tell the others who hold a client; if nobody else does, the coordinators of the area."""
    tx, caller = asked.ledger.tx, asked.caller
    others = set(holders(tx, caller.organisation, [client]).get(client, {})) - {caller.person}
    others = others or set(coordinators_of(tx, caller.organisation, client)) - {caller.person}
    notices.tell(
        tx, caller.organisation, others, code, row.kind, row.id, client, "", asked.now
    )  # fmt: skip

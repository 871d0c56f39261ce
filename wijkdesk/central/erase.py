"""Erase what should never have been written: the value and every copy of it that central has."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from wijkdesk.central import log, notices
from wijkdesk.central.blank import blank
from wijkdesk.central.command import UNKNOWN, Command
from wijkdesk.central.tables import Erasure, Operation, TextHistory
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.changes.row import OTHER, Row
from wijkdesk.domain import NOUNS
from wijkdesk.domain.noun import erased
from wijkdesk.domain.state import RowState
from wijkdesk.domain.values import Capacity, EraseReason, Role

_OPERATION = Operation.__table__  # type: ignore[attr-defined]
_TEXT = TextHistory.__table__  # type: ignore[attr-defined]
_ERASURE = Erasure.__table__  # type: ignore[attr-defined]
_STATE = RowState.__table__  # type: ignore[attr-defined]

WHOLE = ""  # instead of the name of a field: all that the record held


def erase_text(asked: Command) -> Outcome:
    """Erase a text of a client's dossier, for its contact person or a coordinator of the area.

    The others are told that it happened, and not what it said.
    """
    if not (asked.by_contact_person or asked.by_coordinator):
        return UNKNOWN
    row = _row(asked, asked.text("record"))
    if row is None:
        return UNKNOWN
    field, reason = asked.text("field"), asked.code("reason", EraseReason)
    row.put(field, erased(NOUNS[row.kind], field), asked.version)
    if row.others(field):
        row.put(OTHER + field, [], asked.version)
    forget_copies(asked, row, field)
    remember(asked.ledger.tx, asked.caller.organisation, row, field, reason,
             asked.caller.person, asked.version, asked.now)  # fmt: skip
    _tell(asked, row, reason)
    return Outcome(State.OK, asked.version)


def since(tx: Connection, organisation: str, clients: list[str], version: int) -> list[Any]:
    """Return the erasures in the dossiers of these clients after a version."""
    asked = select(_ERASURE).where(
        _ERASURE.c.organisation == organisation,
        _ERASURE.c.client.in_(clients),
        _ERASURE.c.version > version,
    )
    return list(tx.execute(asked.order_by(_ERASURE.c.version, _ERASURE.c.id)))


def latest(
    tx: Connection, organisation: str, clients: list[str]
) -> dict[tuple[str, str, str], int]:
    """Return per (kind, id, field) the version at which it was last erased."""
    found = since(tx, organisation, clients, 0)
    return {(line.kind, line.record, line.field): line.version for line in found}


def naming(id_: str) -> ColumnElement[bool]:
    """Return the condition of changes that name an id.

    There is no index for this: it is asked seldom, and nothing may be missed.
    """
    return _OPERATION.c.body.contains(id_)


def forget_change(tx: Connection, *, organisation: str, version: int) -> None:
    """Take what was written out of the change that got this version."""
    blank_operations(tx, organisation, _OPERATION.c.version == version)


def blank_operations(
    tx: Connection,
    organisation: str,
    about: ColumnElement[bool],
    record: str | None = None,
    field: str | None = None,
) -> None:
    """Take what people wrote out of changes, or only what they wrote in a field of a record."""
    asked = select(_OPERATION.c.device, _OPERATION.c.n, _OPERATION.c.body)
    found = asked.where(_OPERATION.c.organisation == organisation, about)
    for device, n, body in tx.execute(found).all():
        if record is None or json.loads(body)["id"] == record:
            blank(tx, organisation, device, n, field)


def _row(asked: Command, record: str) -> Row | None:
    """Return a record of the client's dossier as it is in this transaction."""
    ledger = asked.ledger
    kind = asked.change.kind
    if record != asked.change.id:
        # A coordinator has no dossier at the desk, and cannot say what kind of record it is.
        found = select(_STATE.c.kind).where(
            _STATE.c.organisation == ledger.organisation, _STATE.c.id == record
        )
        kind = ledger.tx.execute(found).scalar() or ""
        ledger.load([(kind, record)])
    row = ledger.find(kind, record)
    return row if row is not None and row.client == asked.client and kind in NOUNS else None


def forget_copies(asked: Command, row: Row, field: str) -> None:
    """Take away a text, or a whole record, as it was at every version and as it was sent."""
    asked.texts.forget(row, field)
    forget_history(asked.ledger.tx, asked.ledger.organisation, row, field)
    asked.later.append(
        partial(forget_sent, organisation=asked.ledger.organisation, row=row, field=field)
    )


def forget_history(tx: Connection, organisation: str, row: Row, field: str) -> None:
    """Take away a text as it was at every version, and where it is in what people are told."""
    about = (_TEXT.c.organisation == organisation) & (_TEXT.c.kind == row.kind)
    about &= _TEXT.c.id == row.id
    if field != WHOLE:
        about &= _TEXT.c.field == field
    tx.execute(delete(_TEXT).where(about))
    notices.forget_text(tx, organisation, row.id)


def forget_sent(tx: Connection, *, organisation: str, row: Row, field: str) -> None:
    """Take the text out of the changes it came with, those of this request too."""
    blank_operations(tx, organisation, naming(row.id), row.id, field or None)


def remember(
    tx: Connection,
    organisation: str,
    row: Row,
    field: str,
    reason: str,
    person: str,
    version: int,
    now: datetime,
) -> None:
    """Keep that a text or a record went, by whom and why; desks that have it hear of it."""
    tx.execute(
        insert(_ERASURE).values(
            organisation=organisation, id=str(uuid4()), version=version, at=now,
            client=row.client, kind=row.kind, record=row.id, field=field, reason=reason,
            person=person,
        )
    )  # fmt: skip


def _tell(asked: Command, row: Row, reason: str) -> None:
    """Log who erased a text and why, and tell those who may want to know."""
    tx, caller = asked.ledger.tx, asked.caller
    held = Capacity.CONTACT_PERSON if asked.by_contact_person else Role.COORDINATOR
    log.add(
        tx, caller.organisation, asked.now, "erase_text", row.id, caller.person, held.value,
        client=asked.client, purpose=reason,
    )  # fmt: skip
    others = {*asked.holders, *asked.coordinators} - {caller.person}
    notices.tell(tx, caller.organisation, others, "text_erased", row.kind, row.id,
                 asked.client, "", asked.now)  # fmt: skip

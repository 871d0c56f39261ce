"""A coordinator reads one dossier of the area, with a reason and for a while (practice.md R3).

It is read at central and kept nowhere else; the contact person is told at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from wijkdesk.central import log, notices
from wijkdesk.central.access import Caller, Refusal
from wijkdesk.central.command import coordinators_of
from wijkdesk.central.feeds import projected
from wijkdesk.central.holdings import holders
from wijkdesk.central.storage import take_versions
from wijkdesk.central.tables import Opening
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row, whole
from wijkdesk.domain import Person
from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.noun import LONG, wire
from wijkdesk.domain.state import RowState
from wijkdesk.domain.text import plain, storable
from wijkdesk.domain.values import Capacity, OpenReason
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.access import may_do
from wijkdesk.policy.parameters import parameter

_OPENING = Opening.__table__  # type: ignore[attr-defined]
_STATE = RowState.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_AS = Capacity.BREAK_GLASS.value


def open_dossier(tx: Connection, caller: Caller, asked: object, now: datetime) -> dict[str, Any]:
    """Open a dossier for its coordinator, for {client, reason, text}; return until when.

    Raises Refusal: 403 "not_yours" for anybody but a coordinator of the client's area, 400.
    """
    client, reason, text = _asked(asked)
    # First, as always: the log goes on one line at a time.
    take_versions(tx, caller.organisation, 1)
    mine = caller.person in coordinators_of(tx, caller.organisation, client)
    if not (mine and may_do(caller.roles, "open_dossier")):
        raise Refusal(403, "not_yours")
    minutes = parameter("opening_minutes", today(now)).value
    until = now + timedelta(minutes=minutes)
    tx.execute(
        insert(_OPENING).values(
            organisation=caller.organisation, id=str(uuid4()), client=client,
            person=caller.person, reason=reason, text=text, starts=now, until=until,
        )
    )  # fmt: skip
    log.add(tx, caller.organisation, now, "open_dossier", client, caller.person, _AS,
            client=client, purpose=reason)  # fmt: skip
    held = holders(tx, caller.organisation, [client]).get(client, {})
    told = f"{_name(tx, caller)}: {text}" if text else _name(tx, caller)
    notices.tell(tx, caller.organisation, set(held) - {caller.person}, "dossier_opened",
                 "client", client, client, told, now)  # fmt: skip
    return {"until": wire(until)}


def read_dossier(tx: Connection, caller: Caller, client: object, now: datetime) -> dict[str, Any]:
    """Return every record of a dossier that was opened, as policy lets it be read, and until when.

    Of health, addiction and justice nothing is read but by who works with the client (R9).
    Raises Refusal 403 "not_open".
    """
    take_versions(tx, caller.organisation, 1)
    until = tx.execute(
        select(_OPENING.c.until)
        .where(
            _OPENING.c.organisation == caller.organisation,
            _OPENING.c.person == caller.person,
            _OPENING.c.client == str(client),
            _OPENING.c.until > now,
        )
        .order_by(_OPENING.c.until.desc())
    ).scalar()
    if until is None or caller.person not in coordinators_of(tx, caller.organisation, str(client)):
        raise Refusal(403, "not_open")
    log.add(tx, caller.organisation, now, "read_dossier", str(client), caller.person, _AS,
            client=str(client))  # fmt: skip
    rows = [whole(row) for row in _dossier(tx, caller.organisation, str(client))]
    return {"until": wire(until), "rows": rows}


def _dossier(tx: Connection, organisation: str, client: str) -> list[Row]:
    asked = select(_STATE.c.kind, _STATE.c.id).where(
        _STATE.c.organisation == organisation, _STATE.c.client == client
    )
    keys = [(kind, id_) for kind, id_ in tx.execute(asked.order_by(_STATE.c.made, _STATE.c.id))]
    ledger = Ledger(tx, organisation)
    ledger.load(keys)
    found = [row for key in keys if (row := ledger.find(*key)) is not None]
    seen = [projected(row, frozenset({_AS})) for row in found if not _sensitive(row)]
    return [row for row in seen if row.values]


def _sensitive(row: Row) -> bool:
    return row.kind == "barrier" and row.values.get("domain") in SENSITIVE


def _asked(asked: object) -> tuple[str, str, str]:
    parts = asked if isinstance(asked, dict) else {}
    client, reason, text = (parts.get(part, "") for part in ("client", "reason", "text"))
    sound = all(isinstance(part, str) and storable(part) for part in (client, reason, text))
    if not sound or reason not in set(OpenReason) or len(text) > LONG:
        raise Refusal(400, "not_a_request")
    return client, reason, plain(text)


def _name(tx: Connection, caller: Caller) -> str:
    asked = select(_PERSON.c.name).where(
        _PERSON.c.organisation == caller.organisation, _PERSON.c.id == caller.person
    )
    return str(tx.execute(asked).scalar_one())

"""Erase a dossier whose time is over: proposed by one, approved by two others, and proven by ids.

What stays says nothing: random ids, the numbers of changes, and lines of the log.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from wijkdesk.central import erase, log, notices
from wijkdesk.central.command import UNKNOWN, Command, coordinators_of, roles_of
from wijkdesk.central.erase import blank_operations, naming
from wijkdesk.central.feeds import add_to_feeds, publish
from wijkdesk.central.holdings import Capacities, holders, keep, revoke
from wijkdesk.central.people import with_role
from wijkdesk.central.storage import Storage, take_versions
from wijkdesk.central.tables import Erasure, Opening, Purge
from wijkdesk.changes.activity import last_activity
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.domain import Client, Grant
from wijkdesk.domain.values import Role
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.access import may_do
from wijkdesk.policy.retention import DOSSIER_RULE, rule

_PURGE = Purge.__table__  # type: ignore[attr-defined]
_CLIENT = Client.__table__  # type: ignore[attr-defined]
_ERASURE = Erasure.__table__  # type: ignore[attr-defined]
_OPENING = Opening.__table__  # type: ignore[attr-defined]
_GRANT = Grant.__table__  # type: ignore[attr-defined]


def propose_purge(asked: Command) -> Outcome:
    """Propose to erase a dossier whose time is over; the record keepers are told."""
    if not (asked.by_contact_person or asked.by_coordinator):
        return UNKNOWN
    tx, organisation = asked.ledger.tx, asked.caller.organisation
    check_due(tx, organisation, asked.client, today(asked.now))
    open_ = select(_PURGE.c.id).where(
        _PURGE.c.organisation == organisation,
        _PURGE.c.client == asked.client,
        _PURGE.c.done_at.is_(None),
    )
    if tx.execute(open_).first() is not None:
        raise UserError("already_proposed", field="client")
    purge = str(uuid4())
    tx.execute(
        insert(_PURGE).values(
            organisation=organisation, id=purge, client=asked.client, rule=DOSSIER_RULE,
            proposed_by=asked.caller.person, proposed_at=asked.now, erased="[]",
        )
    )  # fmt: skip
    keepers = with_role(tx, organisation, Role.ADMIN)
    notices.tell(tx, organisation, keepers, "purge_proposed", "purge", purge, None, purge,
                 asked.now)  # fmt: skip
    return Outcome(State.OK, asked.version)


def approve_purge(asked: Command) -> Outcome:
    """Approve a proposal; the second approval erases."""
    purge, caller = asked.text("purge"), asked.caller
    approved = partial(approve, asked.ledger.tx, caller.organisation, purge, caller.person)
    if approved(asked.now):
        # Only once every change of this request is kept is there nothing left to come.
        asked.later.append(
            partial(erase_dossier, organisation=caller.organisation, purge=purge, now=asked.now)
        )
    return Outcome(State.OK, asked.version)


def approve(tx: Connection, organisation: str, purge: str, person: str, now: datetime) -> bool:
    """Note somebody's approval, and say whether the dossier may now be erased.

    Raises UserError: unknown_purge, not_yours, approved_by_same, needs_record_keeper, and what
    `check_due` raises. Two approve, neither of whom proposed it or coordinates the client's area;
    one of them keeps the records (an admin).
    """
    found = tx.execute(_one(organisation, purge)).first()
    if found is None or found.done_at is not None:
        raise UserError("unknown_purge", field="purge")
    check_due(tx, organisation, found.client, today(now))
    roles = roles_of(tx, organisation, person)
    if not may_do(roles, "approve_purge") or person in coordinators_of(
        tx, organisation, found.client
    ):
        raise UserError("not_yours")
    if person in (found.proposed_by, found.first_by):
        raise UserError("approved_by_same", field="person")
    second = found.first_by is not None
    if second and Role.ADMIN not in {*roles, *roles_of(tx, organisation, found.first_by)}:
        raise UserError("needs_record_keeper", field="person")
    said = (
        {"second_by": person, "second_at": now} if second else {"first_by": person, "first_at": now}
    )
    tx.execute(update(_PURGE).where(_is(organisation, purge)).values(said))
    log.add(tx, organisation, now, "approve_purge", purge, person, "")
    return second


def approve_here(storage: Storage, purge: str, person: str, now: datetime) -> dict[str, Any]:
    """Note the approval of a record keeper at central itself; the other is given at a desk.

    Raises UserError as `approve` does, and not_yours for somebody who keeps no records.
    """
    organisation = storage.organisation().id
    with storage.transaction() as tx:
        take_versions(tx, organisation, 1)
        if Role.ADMIN not in roles_of(tx, organisation, person):
            raise UserError("not_yours")
        if done := approve(tx, organisation, purge, person, now):
            erase_dossier(tx, organisation=organisation, purge=purge, now=now)
    storage.forget_log()
    return {"purge": purge, "done": done}


def proposals(storage: Storage) -> list[dict[str, Any]]:
    """Return every proposal, the newest first, with who said what and the proof of what is gone."""
    organisation = storage.organisation().id
    with storage.snapshot() as tx:
        found = tx.execute(
            select(_PURGE)
            .where(_PURGE.c.organisation == organisation)
            .order_by(_PURGE.c.proposed_at.desc(), _PURGE.c.id)
        ).mappings()
        return [
            {**{name: line[name] for name in _TOLD}, "erased": json.loads(line["erased"])}
            for line in found
        ]


def check_due(tx: Connection, organisation: str, client: str, day: date) -> None:
    """Raise UserError: unknown, not_due with the day it will be, purge_held with why."""
    held = tx.execute(
        select(_CLIENT.c.held).where(_CLIENT.c.organisation == organisation, _CLIENT.c.id == client)
    ).first()
    last = last_activity(tx, organisation, client).get(client)
    if held is None or last is None:
        raise UserError("unknown", field="client")
    if held.held is not None:
        raise UserError("purge_held", field="client")
    over = rule(DOSSIER_RULE).over_on(last)
    if day < over:
        raise UserError("not_due", field="client", day=over)


def erase_dossier(tx: Connection, *, organisation: str, purge: str, now: datetime) -> None:
    """Erase a dossier at central, and at every desk that has it at its next sync."""
    client = str(tx.execute(_one(organisation, purge)).one().client)
    version = take_versions(tx, organisation, 1)
    ledger = Ledger(tx, organisation)
    ledger.load_dossiers([client])
    rows = [row for _, row in ledger.pairs() if row is not None]
    for row in rows:
        ledger.remove(row.kind, row.id)
    _take_from_people(ledger, client, version, now)
    ledger.write()
    for row in rows:
        erase.forget_history(tx, organisation, row, erase.WHOLE)
    for table in (_ERASURE, _OPENING):
        about = table.c.client == client
        tx.execute(delete(table).where(table.c.organisation == organisation, about))
    notices.forget(tx, organisation, client)
    blank_operations(tx, organisation, naming(client))
    proof = json.dumps(sorted(row.id for row in rows))
    done = update(_PURGE).where(_is(organisation, purge)).values(done_at=now, erased=proof)
    tx.execute(done)
    log.add(tx, organisation, now, "purge", purge)


def is_gone(ledger: Ledger, client: str | None) -> bool:
    """Say whether a client's dossier was erased."""
    asked = select(_PURGE.c.id).where(
        _PURGE.c.organisation == ledger.organisation,
        _PURGE.c.client == client,
        _PURGE.c.done_at.is_not(None),
    )
    return ledger.tx.execute(asked).first() is not None


def _take_from_people(ledger: Ledger, client: str, version: int, now: datetime) -> None:
    """Take the dossier out of every feed, and tell the desks of all who ever held it."""
    tx, organisation = ledger.tx, ledger.organisation
    held, nobody = holders(tx, organisation, [client]), {client: dict[str, Capacities]()}
    asked = select(_GRANT.c.person).where(
        _GRANT.c.organisation == organisation, _GRANT.c.client == client
    )
    before = sorted(set(tx.execute(asked).scalars()) - set(held.get(client, {})))
    publish(ledger, held, nobody, version)
    keep(tx, organisation, held, nobody, version, now)
    revoke(tx, organisation, [(client, person) for person in before], version, now)
    add_to_feeds(tx, organisation, dict.fromkeys(before, 0), dict.fromkeys(before, version))


def _one(organisation: str, purge: str) -> Any:
    return select(_PURGE).where(_is(organisation, purge))


def _is(organisation: str, purge: str) -> Any:
    return (_PURGE.c.organisation == organisation) & (_PURGE.c.id == purge)


_TOLD = ("id", "client", "rule", "proposed_by", "proposed_at", "first_by", "first_at",
         "second_by", "second_at", "done_at")  # fmt: skip

"""Clients change hands: assigned, handed over, replaced for a while, or a caseload at once.

What is asked takes effect at once, without acceptance by the receiver; a desk that had the client
hears of it at its next sync, after what it still had to send.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from wijkdesk.central import grants, log, notices
from wijkdesk.central.command import UNKNOWN, Command, roles_of
from wijkdesk.central.grants import Given
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.changes.row import Row
from wijkdesk.domain import Grant, Person
from wijkdesk.domain.values import Capacity, Role
from wijkdesk.errors import UserError

_GRANT = Grant.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
ASSIGNED = "assign"


def assign(asked: Command) -> Outcome:
    """Give a client a contact person, as the coordinator of the area does."""
    if not asked.by_coordinator:
        return UNKNOWN
    to = _consultant(asked, "to")
    before = _give(asked, [asked.client], to, ASSIGNED, None)
    _tell(asked, [to], "client_assigned", asked.client, "")
    _tell(asked, before, "client_taken_over", asked.client, "")
    return _done(asked, asked.client, ASSIGNED)


def hand_over(asked: Command) -> Outcome:
    """Give a client to another contact person, with why and what is good to know."""
    if not (asked.may_write(asked.client) or asked.by_coordinator):
        return UNKNOWN
    to, reason, note = _consultant(asked, "to"), asked.text("reason"), asked.said("note")
    before = _give(asked, [asked.client], to, reason, note)
    _tell(asked, [to], "client_handed_over", asked.client, note or reason)
    _tell(asked, before, "client_taken_over", asked.client, reason)
    return _done(asked, asked.client, reason)


def move_caseload(asked: Command) -> Outcome:
    """Give every client of a colleague to another one."""
    person = asked.change.id
    if not _may_speak_for(asked, person):
        return UNKNOWN
    to, reason, note = _consultant(asked, "to"), asked.text("reason"), asked.said("note")
    clients = _caseload(asked, person)
    if not clients:
        raise UserError("no_clients", field="person")
    _give(asked, clients, to, reason, note)
    _tell(asked, [to], "caseload_moved_here", None, note or reason)
    _tell(asked, [person], "caseload_moved_away", None, reason)
    return _done(asked, person, reason)


def replace(asked: Command) -> Outcome:
    """Let a colleague work with the clients of another from a day until the other is back."""
    person = asked.change.id
    if not _may_speak_for(asked, person):
        return UNKNOWN
    by, reason = _consultant(asked, "by"), asked.text("reason")
    starts, until = asked.day("from"), asked.day("until")
    if until <= starts:
        raise UserError("ends_before_it_begins", field="until")
    if by == person:
        raise UserError("same_person", field="by")
    clients = _caseload(asked, person)
    if not clients:
        raise UserError("no_clients", field="person")
    for client in clients:
        _add(asked, Given(client, by, Capacity.REPLACEMENT, reason, starts, until,
                          instead_of=person))  # fmt: skip
    days = f"{starts.isoformat()} - {until.isoformat()}"
    _tell(asked, [by], "you_replace", None, f"{_name(asked, person)}: {days}")
    _tell(asked, [person], "you_are_replaced", None, f"{_name(asked, by)}: {days}")
    return _done(asked, person, reason)


def _give(
    asked: Command, clients: Iterable[str], to: str, reason: str, note: str | None
) -> set[str]:
    """Make somebody the contact person of clients; return who was it before."""
    on = grants.day(asked.ledger.tx, asked.ledger.organisation)
    asked.ledger.load_dossiers(clients)
    standing = _replacing(asked, to, on)
    before: set[str] = set()
    for client in clients:
        held = [row for row in grants.of_client(asked.ledger, client) if _goes_on(row, on)]
        contact = {row.values["person"] for row in held if _is(row, Capacity.CONTACT_PERSON)}
        if to in contact:
            raise UserError("already_contact_person", field="to")
        for row in held:
            if _is(row, Capacity.CONTACT_PERSON) or row.values.get("instead_of") in contact:
                grants.end(row, on, asked.version)
        before |= contact
        _add(asked, Given(client, to, Capacity.CONTACT_PERSON, reason, on, note=note))
        for by, starts, until, why in standing:
            _add(asked, Given(client, by, Capacity.REPLACEMENT, why, starts, until,
                              instead_of=to))  # fmt: skip
    return before


def _add(asked: Command, given: Given) -> None:
    asked.ledger.add(given.row(asked.version))


def _goes_on(row: Row, on: date) -> bool:
    until = row.values.get("until")
    return until is None or until > on.isoformat()


def _is(row: Row, capacity: Capacity) -> bool:
    return bool(row.values["capacity"] == capacity)


def _replacing(asked: Command, person: str, on: date) -> list[tuple[str, date, date, str]]:
    """Return who replaces somebody now or later: a client that comes to them goes along."""
    found = select(_GRANT.c.person, _GRANT.c.starts, _GRANT.c.until, _GRANT.c.reason).where(
        _GRANT.c.organisation == asked.ledger.organisation,
        _GRANT.c.instead_of == person,
        _GRANT.c.until > on,
    )
    return [tuple(line) for line in asked.ledger.tx.execute(found.distinct())]


def _caseload(asked: Command, person: str) -> list[str]:
    """Return the clients somebody is the contact person of, as central knew before this request."""
    found = select(_GRANT.c.client).where(
        _GRANT.c.organisation == asked.ledger.organisation,
        _GRANT.c.person == person,
        _GRANT.c.capacity == Capacity.CONTACT_PERSON.value,
        _GRANT.c.until.is_(None),
    )
    return sorted(asked.ledger.tx.execute(found).scalars())


def _consultant(asked: Command, name: str) -> str:
    """Return the colleague a parameter names: an active consultant."""
    person = asked.text(name)
    if Role.CONSULTANT not in roles_of(asked.ledger.tx, asked.ledger.organisation, person):
        raise UserError("unknown_colleague", field=name)
    return person


def _may_speak_for(asked: Command, person: str) -> bool:
    """Say whether the caller is this colleague, or coordinates the area they work for."""
    caller = asked.caller
    if person == caller.person:
        return True
    area = select(_PERSON.c.area).where(
        _PERSON.c.organisation == caller.organisation, _PERSON.c.id == person
    )
    works_in = asked.ledger.tx.execute(area).scalar()
    return Role.COORDINATOR in caller.roles and works_in == caller.area


def _name(asked: Command, person: str) -> str:
    found = select(_PERSON.c.name).where(
        _PERSON.c.organisation == asked.ledger.organisation, _PERSON.c.id == person
    )
    return str(asked.ledger.tx.execute(found).scalar())


def _tell(asked: Command, people: Iterable[str], code: str, client: str | None, text: str) -> None:
    others = set(people) - {asked.caller.person}
    kind, record = ("client", client) if client else ("person", asked.change.id)
    notices.tell(asked.ledger.tx, asked.caller.organisation, others, code, kind, record, client,
                 text, asked.now)  # fmt: skip


def _done(asked: Command, about: str, reason: str) -> Outcome:
    held = asked.holders.get(asked.caller.person, frozenset())
    capacity = min(held, default=Role.COORDINATOR if asked.by_coordinator else "")
    log.add(asked.ledger.tx, asked.caller.organisation, asked.now, asked.change.field or "", about,
            asked.caller.person, capacity, purpose=reason)  # fmt: skip
    return Outcome(State.OK, asked.version)

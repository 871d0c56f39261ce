"""The colleagues, as an administrator keeps them, and the codes for their laptops."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from wijkdesk.central import log
from wijkdesk.central.feeds import publish
from wijkdesk.central.storage import Storage, take_versions
from wijkdesk.central.tables import Feed, Invitation
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.domain import Person
from wijkdesk.domain.noun import soundly
from wijkdesk.domain.values import Role
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.parameters import parameter
from wijkdesk.policy.places import areas

_PERSON = Person.__table__  # type: ignore[attr-defined]
CODE_BITS = 80


@dataclass(frozen=True)
class NewInvitation:
    """A one-time code, four groups of four, and the moment it stops working."""

    code: str
    expires: datetime


def add_person(
    storage: Storage, name: str, roles: list[str], area: str, email: str | None, now: datetime
) -> str:
    """Add a colleague and return the id.

    Raises UserError: missing (name), not_a_choice (role), unknown_area (area).
    """
    organisation = storage.organisation().id
    with storage.transaction() as tx:
        return make_person(tx, organisation, name, roles, area, email, now)


def make_person(
    tx: Connection,
    organisation: str,
    name: str,
    roles: list[str],
    area: str,
    email: str | None,
    now: datetime,
    person: str | None = None,
) -> str:
    """Add a colleague in a transaction, with this id if one is named; raises as `add_person`."""
    if area not in areas():
        raise UserError("unknown_area", field="area", given=area)
    for role in roles:
        if role not in set(Role):
            raise UserError("not_a_choice", field="role", given=role, choices=", ".join(Role))
    values = {"name": name, "roles": roles, "area": area, "email": email, "active": True}
    clean = soundly(Person, values)
    if not clean["name"] or not roles:
        raise UserError("missing", field="role" if clean["name"] else "name")
    person = person or str(uuid4())
    ledger = Ledger(tx, organisation)
    version = take_versions(tx, organisation, 1)
    kept = {field: value for field, value in clean.items() if value is not None}
    ledger.add(Row(Person.record_kind(), person, None, version, kept))
    publish(ledger, {})
    ledger.write()
    tx.execute(
        insert(Feed.__table__).values(  # type: ignore[attr-defined]
            organisation=organisation, person=person, key=os.urandom(32).hex(), head=0, digest="0"
        )
    )
    log.add(tx, organisation, now, "add_person", person)
    return person


def invite(storage: Storage, person: str, now: datetime) -> NewInvitation:
    """Return a code with which a colleague makes a desk; earlier codes stay as they are.

    Raises UserError("unknown_person").
    """
    organisation = storage.organisation().id
    days = parameter("invitation_days", today(now)).value
    invitation = NewInvitation(_new_code(), now + timedelta(days=days))
    with storage.transaction() as tx:
        # Two administrators at once would write the same line of the log.
        take_versions(tx, organisation, 1)
        found = tx.execute(
            select(_PERSON.c.id).where(
                _PERSON.c.organisation == organisation,
                _PERSON.c.id == person,
                _PERSON.c.active.is_(True),
            )
        ).first()
        if found is None:
            raise UserError("unknown_person", field="person")
        tx.execute(
            insert(Invitation.__table__).values(  # type: ignore[attr-defined]
                organisation=organisation, code_hash=code_hash(invitation.code), person=person,
                expires_at=invitation.expires,
            )
        )  # fmt: skip
        log.add(tx, organisation, now, "invite", person)
    return invitation


def people(storage: Storage) -> list[dict[str, Any]]:
    """Return the colleagues by name: id, name, role (a list) and area."""
    own = _PERSON.c.organisation == storage.organisation().id
    with storage.snapshot() as tx:
        found = tx.execute(select(_PERSON).where(own).order_by(_PERSON.c.name)).mappings()
        return [
            {"id": line["id"], "name": line["name"], "role": line["roles"], "area": line["area"]}
            for line in found
            if line["active"]
        ]


def with_role(tx: Connection, organisation: str, role: Role, area: str | None = None) -> list[str]:
    """Return the ids of the active colleagues with a role, of an area if one is named."""
    asked = select(_PERSON.c.id, _PERSON.c.roles, _PERSON.c.area).where(
        _PERSON.c.organisation == organisation, _PERSON.c.active.is_(True)
    )
    found = tx.execute(asked.order_by(_PERSON.c.id))
    return [id_ for id_, roles, of in found if role in roles and area in (None, of)]


def code_hash(code: str) -> str:
    """Return the hash under which a code is kept; how it was typed does not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(letters.encode()).hexdigest()


def _new_code() -> str:
    letters = base64.b32encode(os.urandom(CODE_BITS // 8)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))

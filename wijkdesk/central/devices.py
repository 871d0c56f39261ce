"""The laptops and their people as they leave: revoked, disabled, or away for a while."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from wijkdesk.central import log
from wijkdesk.central.access import Caller
from wijkdesk.central.command import UNKNOWN, Command
from wijkdesk.central.feeds import publish
from wijkdesk.central.notices import tell
from wijkdesk.central.people import with_role
from wijkdesk.central.storage import Storage, take_versions
from wijkdesk.central.tables import Invitation
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.domain import Device, Person
from wijkdesk.domain.noun import wire
from wijkdesk.domain.values import Revoked, Role
from wijkdesk.errors import UserError

_DEVICE = Device.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_INVITATION = Invitation.__table__  # type: ignore[attr-defined]
_TOLD = ("enrolled_at", "seen_at", "revoked_at", "revoked_as", "put_back_at", "succeeds", "program")


def devices(storage: Storage) -> list[dict[str, Any]]:
    """Return every device by its person's name, oldest first.

    Beside its own facts: `name`, the person's, and `orders`, which keys it is to destroy (1: those
    of the passphrase, 2: recovery too).
    """
    organisation = storage.organisation().id
    asked = (
        select(_DEVICE, _PERSON.c.name)
        .join(
            _PERSON,
            (_PERSON.c.organisation == _DEVICE.c.organisation) & (_PERSON.c.id == _DEVICE.c.person),
        )
        .where(_DEVICE.c.organisation == organisation)
        .order_by(_PERSON.c.name, _DEVICE.c.enrolled_at, _DEVICE.c.id)
    )
    with storage.snapshot() as tx:
        return [
            {"id": line["id"], "person": line["person"], "name": line["name"],
             **{name: line[name] for name in _TOLD}, "orders": line["orders"]}
            for line in tx.execute(asked).mappings()
        ]  # fmt: skip


def revoke(
    storage: Storage, device: str, how: str, now: datetime, *, recovery: bool = False
) -> dict[str, Any]:
    """Trust a device no longer, under any number its key ever had; return {device, how, step}.

    At its next contact it is ordered to destroy the keys of its passphrase (step 1). With
    `recovery` that is the second order, after which nobody can recover it (step 2). A leaver's
    device may turn out to be lost; a lost one stays lost.
    Raises UserError: unknown_device, not_a_choice (how), device_is_lost.
    """
    if how not in set(Revoked):
        raise UserError("not_a_choice", field="how", given=how, choices=", ".join(Revoked))
    organisation = storage.organisation().id
    with storage.transaction() as tx:
        own = (_DEVICE.c.organisation == organisation) & (_DEVICE.c.id == device)
        found = tx.execute(select(_DEVICE).where(own)).first()
        if found is None:
            raise UserError("unknown_device", field="device")
        if found.revoked_as == Revoked.LOST and how != Revoked.LOST:
            raise UserError("device_is_lost", field="device")
        step = 2 if recovery else max(1, found.orders)
        _revoke(tx, found, how, step, now)
        take_versions(tx, organisation, 1)  # the log of central is written by one at a time
        log.add(tx, organisation, now, f"revoke_{how}", device)
    return {"device": device, "how": str(how), "step": step}


def disown(asked: Command) -> Outcome:
    """Revoke a laptop that somebody was given in the name of the caller, who did not do it.

    It gets nothing any more, and its keys go at its next contact; the administrators are told.
    """
    tx, caller, device = asked.ledger.tx, asked.caller, asked.text("device")
    own = (_DEVICE.c.organisation == caller.organisation) & (_DEVICE.c.id == device)
    found = tx.execute(select(_DEVICE).where(own, _DEVICE.c.person == caller.person)).first()
    if found is None or device == caller.device:
        return UNKNOWN
    _revoke(tx, found, Revoked.LOST, max(1, found.orders), asked.now)
    log.add(tx, caller.organisation, asked.now, "disown_device", device, caller.person, "")
    name = tx.execute(_name_of(caller)).scalar_one()
    admins = with_role(tx, caller.organisation, Role.ADMIN)
    tell(tx, caller.organisation, admins, "device_disowned", "device", device, None, name,
         asked.now)  # fmt: skip
    return Outcome(State.OK, asked.version)


def _name_of(caller: Caller) -> Select[Any]:
    return select(_PERSON.c.name).where(
        _PERSON.c.organisation == caller.organisation, _PERSON.c.id == caller.person
    )


def _revoke(tx: Connection, device: Any, how: str, step: int, now: datetime) -> None:
    """Trust a device no longer, under any number its key ever had."""
    same_key = (_DEVICE.c.organisation == device.organisation) & (
        _DEVICE.c.public_key == device.public_key
    )
    values = {"revoked_at": now, "revoked_as": how, "orders": step}
    tx.execute(update(_DEVICE).where(same_key).values(**values))


def disable_person(storage: Storage, person: str, now: datetime) -> dict[str, Any]:
    """Let a colleague have no desk any more; return {person, devices}, those revoked just now.

    Their codes stop working and their devices become a leaver's. What they hold stays theirs until
    somebody else is given it. Raises UserError("unknown_person").
    """
    organisation = storage.organisation().id
    with storage.transaction() as tx:
        its = (_INVITATION.c.organisation == organisation) & (_INVITATION.c.person == person)
        valid = _INVITATION.c.expires_at > now
        tx.execute(update(_INVITATION).where(its, valid).values(expires_at=now))
        left = tx.execute(
            update(_DEVICE)
            .where(
                _DEVICE.c.organisation == organisation,
                _DEVICE.c.person == person,
                _DEVICE.c.revoked_at.is_(None),
            )
            .values(revoked_at=now, revoked_as=Revoked.LEAVER.value, orders=1)
            .returning(_DEVICE.c.id)
        )
        revoked = sorted(left.scalars())
        # After the devices, as in a sync: first a device, then the counter.
        _change(tx, organisation, person, now, active=False)
        log.add(tx, organisation, now, "disable_person", person)
    return {"person": person, "devices": revoked}


def absent(storage: Storage, person: str, from_: date, until: date, now: datetime) -> None:
    """Register that a colleague is away, `until` being the first day back: their lease pauses.

    Raises UserError: unknown_person, back_before_away (until).
    """
    if until <= from_:
        raise UserError("back_before_away", field="until")
    organisation = storage.organisation().id
    with storage.transaction() as tx:
        _change(tx, organisation, person, now, absent_from=from_, absent_until=until)
        log.add(tx, organisation, now, "absent_person", person)


def _change(
    tx: Connection, organisation: str, person: str, now: datetime, **values: object
) -> None:
    """Change what every desk knows of a colleague who is active."""
    version = take_versions(tx, organisation, 1)
    ledger = Ledger(tx, organisation)
    ledger.load([(Person.record_kind(), person)])
    row = ledger.find(Person.record_kind(), person)
    if row is None or not row.values.get("active"):
        raise UserError("unknown_person", field="person")
    for name, value in values.items():
        row.put(name, wire(value), version)
    publish(ledger, {})
    ledger.write()

"""Make a desk: a one-time code becomes a device with the key that was made on the laptop."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from wijkdesk.central.access import Refusal
from wijkdesk.central.feeds import common_key, feed_key
from wijkdesk.central.notices import NEW_DEVICE, tell
from wijkdesk.central.people import code_hash, with_role
from wijkdesk.central.tables import Invitation, Organisation
from wijkdesk.changes import seal
from wijkdesk.domain import Device, Person
from wijkdesk.domain.values import Role

_INVITATION = Invitation.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]
_DEVICE = Device.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]


def enrol(tx: Connection, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return what a new desk needs to know, for {code, key, sig, program, vault}.

    The same key may ask again until the code expires, since the first answer may have got lost.
    Raises Refusal 403 "code_not_valid", the same for an unknown, used and expired code.
    """
    code, key, signature = (asked.get(part) for part in ("code", "key", "sig"))
    if not (isinstance(code, str) and isinstance(key, str) and isinstance(signature, str)):
        raise Refusal(400, "not_a_request")
    public = seal.from_text(key) or b""
    if not seal.verify(public, seal.from_text(signature) or b"", f"{code}\n{key}".encode()):
        raise Refusal(403, "code_not_valid")
    first, spent = _spend(tx, code, key, now)
    if spent is None:
        raise Refusal(403, "code_not_valid")
    if first:
        program, vault = (str(asked.get(part, ""))[:40] for part in ("program", "vault"))
        _make_device(tx, spent, key, program, vault, now)
        _say_so(tx, spent, now)
    return _told(tx, spent)


def _make_device(
    tx: Connection, spent: Any, key: str, program: str, vault: str, now: datetime
) -> None:
    tx.execute(
        insert(_DEVICE).values(
            organisation=spent.organisation, id=spent.device, person=spent.person,
            public_key=key, counter=0, last_n=0, audit_n=0, audit_head="", program=program,
            enrolled_at=now, vault=vault or None,
            recovery=recovery_of(_organisation(tx, spent.organisation)) or None,
        )
    )  # fmt: skip


def _say_so(tx: Connection, spent: Any, now: datetime) -> None:
    """Tell of a new laptop at the other desks of its person, and to the coordinators of the area.

    A code alone makes anybody that person (security.md H15): who did not do it can say so.
    """
    own = (_PERSON.c.organisation == spent.organisation) & (_PERSON.c.id == spent.person)
    person = tx.execute(select(_PERSON.c.name, _PERSON.c.area).where(own)).one()
    others = select(_DEVICE.c.id).where(
        _DEVICE.c.organisation == spent.organisation, _DEVICE.c.person == spent.person,
        _DEVICE.c.id != spent.device, _DEVICE.c.revoked_at.is_(None),
    )  # fmt: skip
    told = set(with_role(tx, spent.organisation, Role.COORDINATOR, person.area)) - {spent.person}
    if tx.execute(others).first() is not None:
        told.add(spent.person)
    tell(tx, spent.organisation, told, NEW_DEVICE, "device", spent.device, None, person.name, now)


def _spend(tx: Connection, code: str, key: str, now: datetime) -> tuple[bool, Any]:
    """Return whether this spends a code now, and its line if it belongs to this key."""
    at = _INVITATION.c.code_hash == code_hash(code)
    valid = _INVITATION.c.expires_at > now
    spent = tx.execute(
        update(_INVITATION)
        .where(at, valid, _INVITATION.c.used_at.is_(None))
        .values(used_at=now, public_key=key, device=str(uuid4()))
    )
    asked = select(_INVITATION).where(at, valid, _INVITATION.c.public_key == key)
    return spent.rowcount == 1, tx.execute(asked).first()


def _told(tx: Connection, spent: Any) -> dict[str, Any]:
    found = _organisation(tx, spent.organisation)
    return {
        "organisation": found.id,
        "organisation_name": found.name,
        "person": spent.person,
        "device": spent.device,
        "audience": found.audience,
        "epoch": found.epoch,
        "feed_key": feed_key(tx, found.id, spent.person).hex(),
        "common_key": common_key(tx, found.id).hex(),
        "demo": int(found.demo),
        "central_key": seal.to_text(seal.public_of(bytes.fromhex(found.signing_key))),
        "recovery": recovery_of(found),
    }


def recovery_of(organisation: Any) -> str:
    """Return the fingerprint of the recovery key of an organisation, or "" if it has none."""
    public = seal.from_text(organisation.recovery_key or "")
    return seal.fingerprint(public) if public else ""


def _organisation(tx: Connection, organisation: str) -> Any:
    return tx.execute(select(_ORGANISATION).where(_ORGANISATION.c.id == organisation)).one()

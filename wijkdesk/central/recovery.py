"""The recovery key of a municipality, and which laptops may be opened with it.

Its private half is a file in a safe, and never comes near this database or a laptop. Central says
of a request whose it is and that it may be answered; the answer is made where the safe is opened.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from wijkdesk.central import log, notices
from wijkdesk.central.enrol import recovery_of
from wijkdesk.central.storage import Storage
from wijkdesk.central.tables import Organisation
from wijkdesk.changes import recovery, seal
from wijkdesk.changes.recovery import Answer, NotAPaper, Release, Request, SafeKey
from wijkdesk.domain import Device, Person
from wijkdesk.domain.noun import wire
from wijkdesk.errors import UserError

_DEVICE = Device.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]


def make_key(storage: Storage, now: datetime) -> tuple[SafeKey, str]:
    """Make the recovery key; return what goes into the safe, and the public half for IT's policy.

    Raises UserError("recovery_key_exists"): desks are sealed to the one there is.
    """
    private, public = seal.recovery_pair()
    with storage.transaction() as tx:
        ours = tx.execute(select(_ORGANISATION)).one()
        made = tx.execute(
            update(_ORGANISATION)
            .where(_ORGANISATION.c.id == ours.id, _ORGANISATION.c.recovery_key.is_(None))
            .values(recovery_key=seal.to_text(public))
        )
        if made.rowcount != 1:
            raise UserError("recovery_key_exists")
        log.add(tx, ours.id, now, "recovery_key", seal.fingerprint(public))
    key = SafeKey(
        ours.id, ours.name, seal.to_text(private), seal.fingerprint(public), _public_of(ours)
    )
    return key, seal.to_text(public)


def release(storage: Storage, request: bytes, now: datetime) -> Release:
    """Let a request be answered, and tell the colleague whose laptop it is.

    Raises UserError: not_a_recovery_file, unknown_laptop for one that is not here, is revoked or
    of a colleague who left, recovery_key_differs when it is sealed to another key.
    """
    asked = _read(Request, request)
    with storage.transaction() as tx:
        ours = tx.execute(select(_ORGANISATION)).one()
        found = _laptop(tx, ours.id, asked.vault)
        if found is None:
            raise UserError("unknown_laptop", field="request")
        if asked.fingerprint != recovery_of(ours):
            raise UserError("recovery_key_differs", field="request")
        log.add(tx, ours.id, now, "recovery_released", found.id)
        notices.tell(
            tx, ours.id, [found.person], "recovery_released", "device", found.id, None, "", now
        )
    released = Release(asdict(asked), ours.name, found.id, found.person, found.name, str(wire(now)))
    signature = seal.sign(bytes.fromhex(ours.signing_key), released.covered())
    return replace(released, sig=seal.to_text(signature))


def read_release(key: bytes, released: bytes) -> Release:
    """Return what central released, when it is the central of this key; nothing is opened yet.

    Raises UserError: not_a_recovery_file, not_released.
    """
    safe, found = _read(SafeKey, key), _read(Release, released)
    central = seal.from_text(safe.central_key) or b""
    if not seal.verify(central, seal.from_text(found.sig) or b"", found.covered()):
        raise UserError("not_released", field="request")
    return found


def answer(key: bytes, released: bytes, verified_by: str) -> bytes:
    """Open the keys in what central released, and seal them to the laptop that asked.

    `verified_by` saw who was asking. Raises what `read_release` raises, and
    UserError("recovery_key_differs") when this key opens nothing of it.
    """
    asked = _asked(read_release(key, released))
    private = seal.from_text(_read(SafeKey, key).private) or b""
    laptop, bound = seal.from_text(asked.answer_to) or b"", recovery.to_laptop(asked.vault)
    keys = [_opened(private, sealed, asked.vault) for sealed in asked.sealed]
    try:
        sealed = [seal.to_text(seal.seal_to(laptop, one, bound)) for one in keys]
    except ValueError as error:
        raise UserError("not_a_recovery_file", field="request") from error
    return recovery.write(Answer(asked.vault, sealed, verified_by))


def is_request(body: bytes) -> bool:
    """Say whether this is what a laptop asks, which central has not released yet."""
    try:
        recovery.read(Request, body)
    except NotAPaper:
        return False
    return True


def _opened(private: bytes, sealed: str, vault: str) -> bytes:
    try:
        return seal.open_sealed(private, seal.from_text(sealed) or b"", recovery.to_recovery(vault))
    except ValueError as error:
        raise UserError("recovery_key_differs", field="key") from error


def _laptop(tx: Connection, organisation: str, vault: str) -> Any:
    """Return the device with this vault that is not revoked, with its person, who is active."""
    return tx.execute(
        select(_DEVICE.c.id, _DEVICE.c.person, _PERSON.c.name)
        .join(
            _PERSON,
            (_PERSON.c.organisation == _DEVICE.c.organisation)
            & (_PERSON.c.id == _DEVICE.c.person),
        )
        .where(
            _DEVICE.c.organisation == organisation, _DEVICE.c.vault == vault,
            _DEVICE.c.revoked_at.is_(None), _PERSON.c.active.is_(True),
        )
    ).first()  # fmt: skip


def _public_of(organisation: Any) -> str:
    return seal.to_text(seal.public_of(bytes.fromhex(organisation.signing_key)))


def _asked(released: Release) -> Request:
    try:
        return released.asked()
    except NotAPaper as error:
        raise UserError("not_a_recovery_file", field="request") from error


def _read(kind: Any, body: bytes) -> Any:
    try:
        return recovery.read(kind, body)
    except NotAPaper as error:
        field = "key" if kind is SafeKey else "request"
        raise UserError("not_a_recovery_file", field=field) from error

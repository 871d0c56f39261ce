"""Who is asking: person and device come from the signature and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from wijkdesk.central.tables import Organisation
from wijkdesk.changes import seal
from wijkdesk.domain import Device, Person

CLOCK_SECONDS = 60  # how far the time in a signature may be from central's own

_DEVICE = Device.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]


class Refusal(Exception):
    """A request that is not answered: an HTTP status, a code and what the desk needs to know."""

    def __init__(self, status: int, code: str, **more: object) -> None:
        super().__init__(code)
        self.status, self.code, self.more = status, code, more


@dataclass(frozen=True)
class Caller:
    """The person and device behind a request that was signed soundly."""

    organisation: str
    person: str
    roles: tuple[str, ...]
    area: str
    device: str
    epoch: str


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    path: str
    authorization: str
    body: bytes


def identify(tx: Connection, asked: Asked, now: datetime) -> Caller:
    """Return who signed this request, and use up its counter.

    Raises Refusal: 401 "not_accepted" for an unknown, revoked or forged signature and for a
    counter that was used; 401 "clock" with central's own time when the signed time is off.
    """
    signed = seal.read_header(asked.authorization)
    if signed is None:
        raise Refusal(401, "not_accepted")
    found = _device(tx, signed.device)
    if found is None:
        raise Refusal(401, "not_accepted")
    envelope = seal.Envelope(found.organisation, found.audience, "POST", asked.path, asked.body)
    covered = envelope.covered(signed.device, signed.counter, signed.at)
    public = seal.from_text(found.public_key) or b""
    if not seal.verify(public, signed.signature, covered):
        raise Refusal(401, "not_accepted")
    if abs(signed.at - now.timestamp()) > CLOCK_SECONDS:
        raise Refusal(401, "clock", now=int(now.timestamp()))
    if not _use_up(tx, found.organisation, signed, now):
        raise Refusal(401, "not_accepted")
    return Caller(
        organisation=found.organisation, person=found.person, roles=tuple(found.roles),
        area=found.area, device=signed.device, epoch=found.epoch,
    )  # fmt: skip


def _device(tx: Connection, device: str) -> Any:
    """Return a device that is not revoked, with its person who is active."""
    return tx.execute(
        select(_DEVICE, _PERSON.c.roles, _PERSON.c.area, _ORGANISATION.c.audience,
               _ORGANISATION.c.epoch)
        .join(
            _PERSON,
            (_PERSON.c.organisation == _DEVICE.c.organisation)
            & (_PERSON.c.id == _DEVICE.c.person),
        )
        .join(_ORGANISATION, _ORGANISATION.c.id == _DEVICE.c.organisation)
        .where(
            _DEVICE.c.id == device, _DEVICE.c.revoked_at.is_(None), _PERSON.c.active.is_(True)
        )
    ).first()  # fmt: skip


def _use_up(tx: Connection, organisation: str, signed: seal.Signed, now: datetime) -> bool:
    """Raise the device's counter to this one; False if it was there already."""
    raised = tx.execute(
        update(_DEVICE)
        .where(
            _DEVICE.c.organisation == organisation,
            _DEVICE.c.id == signed.device,
            _DEVICE.c.counter < signed.counter,
        )
        .values(counter=signed.counter, seen_at=now)
    )
    return raised.rowcount == 1

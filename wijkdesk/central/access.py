"""Who is asking: person and device come from the signature and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from wijkdesk.central import orders
from wijkdesk.central.tables import Organisation
from wijkdesk.changes import seal
from wijkdesk.domain import Device, Person
from wijkdesk.domain.values import Revoked

CLOCK_SECONDS = 60  # how far the time in a signature may be from central's own

_DEVICE = Device.__table__  # type: ignore[attr-defined]
_SUCCESSOR = _DEVICE.alias("successor")
_PERSON = Person.__table__  # type: ignore[attr-defined]
_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]
# Made once: every request asks these, and making them takes longer than asking.
_TRUSTED = (
    select(
        _DEVICE, _PERSON.c.roles, _PERSON.c.area, _ORGANISATION.c.audience,
        _ORGANISATION.c.epoch, _ORGANISATION.c.granted_on,
        select(_SUCCESSOR.c.id)
        .where(
            _SUCCESSOR.c.organisation == _DEVICE.c.organisation,
            _SUCCESSOR.c.succeeds == _DEVICE.c.id,
        )
        .scalar_subquery()
        .label("successor"),
    )
    .join(
        _PERSON,
        (_PERSON.c.organisation == _DEVICE.c.organisation) & (_PERSON.c.id == _DEVICE.c.person),
    )
    .join(_ORGANISATION, _ORGANISATION.c.id == _DEVICE.c.organisation)
    .where(
        _DEVICE.c.id == bindparam("device"),
        or_(
            _DEVICE.c.revoked_at.is_(None) & _PERSON.c.active.is_(True),
            _DEVICE.c.revoked_as.is_not(None),
        ),
    )
)  # fmt: skip
_RAISE = (
    update(_DEVICE)
    .where(
        _DEVICE.c.organisation == bindparam("of"),
        _DEVICE.c.id == bindparam("device"),
        _DEVICE.c.counter < bindparam("used"),
    )
    .values(counter=bindparam("used"), seen_at=bindparam("now"))
)


class Refusal(Exception):
    """A request that is not answered: an HTTP status, a code and what the desk needs to know."""

    def __init__(self, status: int, code: str, **more: object) -> None:
        super().__init__(code)
        self.status, self.code, self.more = status, code, more


@dataclass(frozen=True)
class Caller:
    """The person and device behind a request that was signed soundly.

    `revoked_as` is set when the person left; what they then send is applied by nobody.
    `granted_on` is the day up to which grants have begun and ended.
    """

    organisation: str
    person: str
    roles: tuple[str, ...]
    area: str
    device: str
    epoch: str
    revoked_as: str | None = None
    granted_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    path: str
    authorization: str
    body: bytes


def identify(tx: Connection, asked: Asked, now: datetime) -> Caller:
    """Return who signed this request, and use up its counter.

    Raises Refusal: 401 "not_accepted" for an unknown device and a forged signature, 401 "clock"
    with central's own time when the signed time is off, 401 "revoked" with its order for a lost
    device; 409 "put_back" for a counter that was used (a replay, or a desk that was put back or
    copied), and 409 "same_desk_twice" when another copy of the desk already goes on for it.
    """
    signed, found = _verified(tx, asked, now)
    if found.successor is not None:
        raise Refusal(409, "same_desk_twice")
    if not _use_up(tx, found.organisation, signed, now):
        raise Refusal(409, "put_back")
    return _caller(signed, found)


def identify_put_back(tx: Connection, asked: Asked, now: datetime) -> Caller:
    """Return who signed this request, whose counter says nothing: the desk was put back.

    Raises Refusal as `identify`, but for the counter.
    """
    return _caller(*_verified(tx, asked, now))


def revoked(tx: Connection, organisation: str, device: str, now: datetime) -> Refusal:
    """Return what a revoked device is told: an order to destroy its keys, if it can be given."""
    order = orders.order(tx, organisation, device, now)
    return Refusal(401, "revoked", **order) if order else Refusal(401, "not_accepted")


def _verified(tx: Connection, asked: Asked, now: datetime) -> tuple[seal.Signed, Any]:
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
    if found.revoked_as == Revoked.LOST:
        raise revoked(tx, found.organisation, signed.device, now)
    return signed, found


def _caller(signed: seal.Signed, found: Any) -> Caller:
    return Caller(
        organisation=found.organisation, person=found.person, roles=tuple(found.roles),
        area=found.area, device=signed.device, epoch=found.epoch, revoked_as=found.revoked_as,
        granted_on=found.granted_on,
    )  # fmt: skip


def _device(tx: Connection, device: str) -> Any:
    """Return a device with its person, who is active, and the device that goes on for it.

    Of a revoked one only when it is known why: what it is told depends on that.
    """
    return tx.execute(_TRUSTED, {"device": device}).first()


def _use_up(tx: Connection, organisation: str, signed: seal.Signed, now: datetime) -> bool:
    """Raise the device's counter to this one; False if it was there already."""
    use = {"of": organisation, "device": signed.device, "used": signed.counter, "now": now}
    return tx.execute(_RAISE, use).rowcount == 1

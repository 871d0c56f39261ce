"""A desk that was put back or copied goes on under a number of its own: one copy, and one alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from wijkdesk.central import log
from wijkdesk.central.access import Caller, Refusal
from wijkdesk.central.blank import ERASED_FINGERPRINT
from wijkdesk.central.notices import tell
from wijkdesk.central.people import with_role
from wijkdesk.central.receive import operations
from wijkdesk.central.storage import take_versions
from wijkdesk.changes.change import NotAChange, whole_number
from wijkdesk.domain import Device, Person
from wijkdesk.domain.values import Role

_DEVICE = Device.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
# What goes over from the number before. It begins to count anew; its log comes whole.
_SAME = (
    "organisation", "person", "public_key", "program", "vault", "recovery", "orders",
    "revoked_at", "revoked_as",
)  # fmt: skip


def succeed(tx: Connection, caller: Caller, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Let a desk go on under the device number it chose; return what was received of it before.

    `asked` is {device, outbox: [[n, fingerprint], ...]}, the answer {acks: [[n, outcome], ...]} as
    that of /sync; of a change without a fingerprint only the outcome is asked. The same number may
    ask again, since the first answer may have got lost. Raises Refusal 409 "same_desk_twice" when
    another copy went on already.
    """
    chosen, outbox = _sound(asked)
    # From here on one copy at a time. As in a sync: first the device, then the counter.
    before = _device(tx, caller.organisation, caller.device)
    take_versions(tx, caller.organisation, 1)
    taken = _successor(tx, caller)
    if taken not in (None, chosen):
        raise Refusal(409, "same_desk_twice")
    if taken is None:
        if _device(tx, caller.organisation, chosen) is not None:
            raise Refusal(400, "not_a_request")
        _go_on(tx, before, chosen, now)
        _signal(tx, caller, now)
    known = operations(tx, caller, outbox)
    return {
        "acks": [
            [n, outcome.travelled()]
            for n, (fingerprint, _, outcome) in sorted(known.items())
            if outbox[n] in ("", fingerprint) or fingerprint == ERASED_FINGERPRINT
        ]
    }


def _sound(asked: dict[str, Any]) -> tuple[str, dict[int, str]]:
    """Return the number that was chosen, and the fingerprint of every change that waits."""
    chosen, lines = asked.get("device"), asked.get("outbox")
    try:
        if not isinstance(chosen, str) or str(UUID(chosen)) != chosen:
            raise NotAChange
        if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
            raise NotAChange
        return chosen, {whole_number(n, lowest=1): str(fingerprint) for n, fingerprint in lines}
    except ValueError as error:
        raise Refusal(400, "not_a_request") from error


def _device(tx: Connection, organisation: str, device: str) -> Any:
    own = (_DEVICE.c.organisation == organisation) & (_DEVICE.c.id == device)
    return tx.execute(select(_DEVICE).where(own).with_for_update()).mappings().first()


def _successor(tx: Connection, caller: Caller) -> str | None:
    own = _DEVICE.c.organisation == caller.organisation
    asked = select(_DEVICE.c.id).where(own, _DEVICE.c.succeeds == caller.device)
    found: str | None = tx.execute(asked).scalar()
    return found


def _go_on(tx: Connection, before: Any, chosen: str, now: datetime) -> None:
    tx.execute(
        insert(_DEVICE).values(
            **{name: before[name] for name in _SAME}, id=chosen, succeeds=before["id"],
            counter=0, last_n=0, audit_n=0, audit_head="", enrolled_at=now, put_back_at=now,
        )
    )  # fmt: skip
    own = (_DEVICE.c.organisation == before["organisation"]) & (_DEVICE.c.id == before["id"])
    tx.execute(update(_DEVICE).where(own).values(put_back_at=now))


def _signal(tx: Connection, caller: Caller, now: datetime) -> None:
    """Tell every administrator whose desk was put back or copied."""
    own = (_PERSON.c.organisation == caller.organisation) & (_PERSON.c.id == caller.person)
    name = tx.execute(select(_PERSON.c.name).where(own)).scalar_one()
    admins = with_role(tx, caller.organisation, Role.ADMIN)
    tell(
        tx, caller.organisation, admins, "desk_put_back", "device", caller.device, None, name, now
    )  # fmt: skip
    log.add(tx, caller.organisation, now, "desk_put_back", caller.device)

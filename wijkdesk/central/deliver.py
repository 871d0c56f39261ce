"""What a person receives: a page of their feed, from where their desk was.

The feed is the records of the clients they hold, each in its projection, and what every desk
knows. `since` is fixed while a desk reads pages, `after` moves; a record whose grant is newer than
`since` comes whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Connection, Select, and_, bindparam, case, or_, select

from wijkdesk.central import erase, notices
from wijkdesk.central.access import Caller
from wijkdesk.central.feeds import common_key, feed_key, projected
from wijkdesk.central.tables import Feed, Revocation, Sequence
from wijkdesk.changes import digest
from wijkdesk.changes.ledger import Key, Ledger
from wijkdesk.changes.row import Row, news, whole
from wijkdesk.domain import Grant
from wijkdesk.domain.state import RowState
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.access import visible

_STATE = RowState.__table__  # type: ignore[attr-defined]
_GRANT = Grant.__table__  # type: ignore[attr-defined]
_GRANTED = _STATE.alias("granted")  # the grant's own state: its head is when it came
_FEED = Feed.__table__  # type: ignore[attr-defined]
_SEQUENCE = Sequence.__table__  # type: ignore[attr-defined]
_REVOKED = Revocation.__table__  # type: ignore[attr-defined]
# Made once: every round asks it, and making it takes longer than asking.
_HEADS = (
    select(
        _SEQUENCE.c.value, _SEQUENCE.c.common_head, _SEQUENCE.c.common_digest,
        _FEED.c.head, _FEED.c.digest,
    )
    .join(_FEED, _FEED.c.organisation == _SEQUENCE.c.organisation)
    .where(
        _SEQUENCE.c.organisation == bindparam("organisation"),
        _FEED.c.person == bindparam("person"),
    )
)  # fmt: skip
PAGE = 2000
_AT_ONCE = 500  # of a page's records
LARGEST_PAGE = 3 << 18  # bytes before compression; a desk takes no answer it cannot bound


@dataclass(frozen=True)
class Place:
    """Where a desk is: `since` at its last whole sync, `after` (version, id) within this one."""

    since: int
    after: tuple[int, str]


@dataclass(frozen=True)
class Held:
    """The clients a person holds: in which capacities, and the version the grant came with."""

    capacities: dict[str, frozenset[str]]
    granted: dict[str, int]


def deliver(
    tx: Connection,
    caller: Caller,
    place: Place,
    own: frozenset[tuple[str, str, str, int]],
    now: datetime,
    page: int = PAGE,
) -> dict[str, Any]:
    """Return the next page of a feed, as it is sent.

    `own` are the field versions the desk made in this same request. The last page carries the
    digest of the whole feed and the clients that are no longer the person's.
    """
    at = _heads(tx, caller)
    last = {"next": [at.value, ""], "dig": _digest(at)}
    if max(at.head, at.common_head) <= place.after[0] and not place.after[1]:
        return last
    held = held_by(tx, caller, now)
    lines = _page(tx, caller, now, place.after, page + 1)
    sent, looked = _fitting(
        None if row is None else _sent(row, held, place.since, own)
        for row in _read(tx, caller, held, lines[:page], own)
    )
    if looked < len(lines):
        version, id_, _ = lines[looked - 1]
        return {"next": [version, id_], "more": 1, "rows": sent}
    parts: dict[str, list[Any]] = {"rev": _revoked(tx, caller, held, place.since)}
    parts["gone"] = _erased(tx, caller, held, place.since)
    parts["notes"], told = _notes(tx, caller, place.since, at.value)
    last["next"] = [told, ""]
    return {**last, "rows": sent, **{name: part for name, part in parts.items() if part}}


def hashes(tx: Connection, caller: Caller, now: datetime) -> list[list[Any]]:
    """Return [kind, id, hash] of every record in a person's feed, to find what differs."""
    held = held_by(tx, caller, now)
    keys = [(kind, id_) for _, id_, kind in _page(tx, caller, now, (0, ""), None)]
    own = feed_key(tx, caller.organisation, caller.person)
    common = common_key(tx, caller.organisation)
    found = _rows(tx, caller, held, keys)
    return [
        [row.kind, row.id, f"{value:x}"]
        for row in found
        if (value := digest.row_hash(common if row.client is None else own, row))
    ]


def wanted(tx: Connection, caller: Caller, keys: list[Key], now: datetime) -> list[list[Any]]:
    """Return these records whole, as far as they are in the person's feed and fit in an answer."""
    held = held_by(tx, caller, now)
    rows = _rows(tx, caller, held, keys)
    return _fitting(whole(row) for row in rows if row.values or row.versions)[0]


def held_by(tx: Connection, caller: Caller, now: datetime) -> Held:
    """Return the clients this person holds at this moment."""
    day = today(now)
    asked = (
        select(_GRANT.c.client, _GRANT.c.capacity, _STATE.c.head)
        .join(
            _STATE,
            (_STATE.c.organisation == _GRANT.c.organisation)
            & (_STATE.c.kind == Grant.record_kind())
            & (_STATE.c.id == _GRANT.c.id),
        )
        .where(
            _GRANT.c.organisation == caller.organisation,
            _GRANT.c.person == caller.person,
            _GRANT.c.starts <= day,
            or_(_GRANT.c.until.is_(None), _GRANT.c.until > day),
        )
    )
    capacities: dict[str, frozenset[str]] = {}
    granted: dict[str, int] = {}
    for client, capacity, head in tx.execute(asked):
        capacities[client] = capacities.get(client, frozenset()) | {capacity}
        granted[client] = max(granted.get(client, 0), head)
    return Held(capacities, granted)


def _page(
    tx: Connection, caller: Caller, now: datetime, after: tuple[int, str], limit: int | None
) -> list[tuple[int, str, str]]:
    """Return (version, id, kind) of the next records, in the order they are sent.

    A record counts from its last change or from the grant that brought it, whichever is later.
    Of clients that were held before `after` only what changed is looked at, so that the cost
    follows the changes and not the caseload.
    """
    held = _held(caller, now)
    of_held = _of(caller).join(held, held.c.client == _STATE.c.client)
    fresh = case((held.c.granted > _STATE.c.head, held.c.granted), else_=_STATE.c.head)
    asked = (
        (fresh, of_held.where(held.c.granted >= after[0])),
        (_STATE.c.head, of_held.where(held.c.granted < after[0], _STATE.c.head >= after[0])),
        (_STATE.c.head, _of(caller).where(_STATE.c.client.is_(None), _STATE.c.head >= after[0])),
    )
    found: set[tuple[int, str, str]] = set()
    for at, question in asked:
        beyond = or_(at > after[0], and_(at == after[0], _STATE.c.id > after[1]))
        ordered = question.add_columns(at, _STATE.c.id, _STATE.c.kind).where(beyond)
        page = tx.execute(ordered.order_by(at, _STATE.c.id).limit(limit))
        found.update((n, id_, kind) for n, id_, kind in page)
    return sorted(found)[:limit]


def _held(caller: Caller, now: datetime) -> CTE:
    """Name the clients this person holds, with the version their grant came with.

    Looked up once and first: left to itself, SQLite begins with everybody's grants.
    """
    day = today(now)
    return (
        select(_GRANT.c.client, _GRANTED.c.head.label("granted"))
        .join(
            _GRANTED,
            (_GRANTED.c.organisation == _GRANT.c.organisation)
            & (_GRANTED.c.kind == Grant.record_kind())
            & (_GRANTED.c.id == _GRANT.c.id),
        )
        .where(
            _GRANT.c.organisation == caller.organisation,
            _GRANT.c.person == caller.person,
            _GRANT.c.starts <= day,
            or_(_GRANT.c.until.is_(None), _GRANT.c.until > day),
        )
        .cte("held")
        .prefix_with("MATERIALIZED")
    )


def _of(caller: Caller) -> Select[Any]:
    """Ask for the records of the organisation."""
    return select().select_from(_STATE).where(_STATE.c.organisation == caller.organisation)


def _read(
    tx: Connection, caller: Caller, held: Held, lines: list[tuple[int, str, str]],
    own: frozenset[tuple[str, str, str, int]],
) -> Iterator[Row | None]:  # fmt: skip
    """Yield the records of a page, a part of it at a time: not all of it may fit in an answer.

    None stands for a record the desk just made: there is nothing newer of it.
    """
    for start in range(0, len(lines), _AT_ONCE):
        part = lines[start : start + _AT_ONCE]
        keys = [(kind, id_) for at, id_, kind in part if (kind, id_, "", at) not in own]
        found = {(row.kind, row.id): row for row in _rows(tx, caller, held, keys)}
        yield from (found.get((kind, id_)) for _, id_, kind in part)


def _rows(tx: Connection, caller: Caller, held: Held, keys: list[Key]) -> list[Row]:
    """Return records as this person may see them; those not in the feed have nothing to see."""
    ledger = Ledger(tx, caller.organisation)
    ledger.load(keys)
    found = [row for key in keys if (row := ledger.find(*key)) is not None]
    nobody = frozenset[str]()
    return [projected(row, held.capacities.get(row.client or "", nobody)) for row in found]


def _fitting(found: Iterable[list[Any] | None]) -> tuple[list[list[Any]], int]:
    """Return the first records that fit in an answer, one at least, and how many were looked at."""
    sent: list[list[Any]] = []
    size = looked = 0
    for line in found:
        size += 0 if line is None else len(json.dumps(line, ensure_ascii=False).encode())
        if size > LARGEST_PAGE and looked:
            break
        looked += 1
        if line is not None:
            sent.append(line)
    return sent, looked


def _sent(
    row: Row, held: Held, since: int, own: frozenset[tuple[str, str, str, int]]
) -> list[Any] | None:
    if not row.values and not row.versions:
        return None
    if (row.kind, row.id, "", row.made) in own:
        return news(row, row.made, own)
    if max(row.made, held.granted.get(row.client or "", 0)) > since:
        return whole(row)
    return news(row, since, own)


def _revoked(tx: Connection, caller: Caller, held: Held, since: int) -> list[str]:
    asked = select(_REVOKED.c.client).where(
        _REVOKED.c.organisation == caller.organisation,
        _REVOKED.c.person == caller.person,
        _REVOKED.c.version > since,
    )
    return sorted(set(tx.execute(asked).scalars()) - set(held.capacities))


def _erased(tx: Connection, caller: Caller, held: Held, since: int) -> list[list[str]]:
    """Return [kind, id, field] of every text the person may see that was erased."""
    found = erase.since(tx, caller.organisation, list(held.capacities), since)
    return [
        [line.kind, line.record, line.field]
        for line in found
        if visible(held.capacities[line.client], line.kind, line.field)
    ]


def _notes(tx: Connection, caller: Caller, since: int, head: int) -> tuple[list[list[Any]], int]:
    """Return what the person was told since a version, as far as it fits, and up to which version.

    When not all of it fits, the desk asks on from there; what it has by then comes once more.
    """
    told = notices.after(tx, caller.organisation, caller.person, since)
    sent, looked = _fitting(note for _, note in told)
    return sent, head if looked == len(told) else told[looked - 1][0]


def _heads(tx: Connection, caller: Caller) -> Any:
    """Read in one question how far this feed, what all know, and the counter have come."""
    whose = {"organisation": caller.organisation, "person": caller.person}
    return tx.execute(_HEADS, whose).one()


def _digest(at: Any) -> str:
    return digest.add(at.common_digest, int(at.digest, 16))

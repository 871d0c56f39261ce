"""What a person receives: a page of their feed, from where their desk was.

The feed is the records of the clients they hold, each in its projection, and what every desk
knows. `since` is fixed while a desk reads pages, `after` moves; a record of a client that
was given after `since` comes whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Connection, Select, and_, bindparam, case, or_, select

from wijkdesk.central import erase, notices
from wijkdesk.central.access import Caller
from wijkdesk.central.feeds import common_key, feed_key, projected
from wijkdesk.central.holdings import NONE, Capacities, Held, held_by
from wijkdesk.central.tables import Feed, Holding, Revocation, Sequence
from wijkdesk.changes import digest
from wijkdesk.changes.ledger import Key, Ledger
from wijkdesk.changes.row import Row, news, whole
from wijkdesk.domain.state import RowState
from wijkdesk.policy.access import visible, visible_fields

_STATE = RowState.__table__  # type: ignore[attr-defined]
_HOLDING = Holding.__table__  # type: ignore[attr-defined]
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
# Taking in a page keeps the one thread of a desk busy; a search typed meanwhile waits for it.
PAGE = 500
LARGEST_PAGE = 3 << 18  # bytes before compression; a desk takes no answer it cannot bound


@dataclass(frozen=True)
class Place:
    """Where a desk is: `since` at its last whole sync, `after` (version, id) within this one.

    Without an id it has all that came with that version.
    """

    since: int
    after: tuple[int, str]


def deliver(
    tx: Connection,
    caller: Caller,
    place: Place,
    own: frozenset[tuple[str, str, str, int]],
    page: int = PAGE,
) -> dict[str, Any]:
    """Return the next page of a feed, as it is sent.

    `own` are the field versions the desk made in this same request. The last page carries the
    digest of the whole feed and the clients that are no longer the person's.
    """
    at = _heads(tx, caller)
    last = _last(at)
    if _has_all(at, place):
        return last
    held = held_by(tx, caller.organisation, caller.person)
    lines = _page(tx, caller, place.after, page + 1)
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


def nothing_new(tx: Connection, caller: Caller, place: Place) -> dict[str, Any] | None:
    """Return the last page for a desk that has everything, or None when there is more for it.

    It is all in one question, and so of one moment in a transaction of any kind.
    """
    at = _heads(tx, caller)
    return _last(at) if _has_all(at, place) else None


def hashes(tx: Connection, caller: Caller) -> list[list[Any]]:
    """Return [kind, id, hash] of every record in a person's feed, to find what differs."""
    held = held_by(tx, caller.organisation, caller.person)
    keys = [(kind, id_) for _, id_, kind in _page(tx, caller, (0, ""), None)]
    own = feed_key(tx, caller.organisation, caller.person)
    common = common_key(tx, caller.organisation)
    found = _rows(tx, caller, held, keys)
    return [
        [row.kind, row.id, f"{value:x}"]
        for row in found
        if (value := digest.row_hash(common if row.client is None else own, row))
    ]


def wanted(tx: Connection, caller: Caller, keys: list[Key]) -> list[list[Any]]:
    """Return these records whole, as far as they are in the person's feed and fit in an answer."""
    held = held_by(tx, caller.organisation, caller.person)
    rows = _rows(tx, caller, held, keys)
    return _fitting(whole(row) for row in rows if row.values or row.versions)[0]


def _page(
    tx: Connection, caller: Caller, after: tuple[int, str], limit: int | None
) -> list[tuple[int, str, str]]:
    """Return (version, id, kind) of the next records, in the order they are sent.

    A record counts from its last change or from when its client was given, whichever is later.
    Of clients that were held before `after` only what changed is looked at, so that the cost
    follows the changes and not the caseload.
    """
    held = _held(caller)
    of_held = _of(caller).join(held, held.c.client == _STATE.c.client)
    fresh = case((held.c.version > _STATE.c.head, held.c.version), else_=_STATE.c.head)
    asked = (
        (fresh, of_held.where(held.c.version >= after[0])),
        (_STATE.c.head, of_held.where(held.c.version < after[0], _STATE.c.head >= after[0])),
        (_STATE.c.head, _of(caller).where(_STATE.c.client.is_(None), _STATE.c.head >= after[0])),
    )
    found: set[tuple[int, str, str]] = set()
    for at, question in asked:
        beyond = at > after[0]
        if after[1]:  # in the middle of what came with this version
            beyond = or_(beyond, and_(at == after[0], _STATE.c.id > after[1]))
        ordered = question.add_columns(at, _STATE.c.id, _STATE.c.kind).where(beyond)
        page = tx.execute(ordered.order_by(at, _STATE.c.id).limit(limit))
        found.update((n, id_, kind) for n, id_, kind in page)
    return sorted(found)[:limit]


def _held(caller: Caller) -> CTE:
    """Name the clients this person holds, with the version they came with.

    Looked up once and first: left to itself, SQLite begins with the records of everybody.
    """
    return (
        select(_HOLDING.c.client, _HOLDING.c.version)
        .where(_HOLDING.c.organisation == caller.organisation, _HOLDING.c.person == caller.person)
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
    """Yield the records of a page; None for one the desk just made: nothing of it is newer."""
    keys = [(kind, id_) for at, id_, kind in lines if (kind, id_, "", at) not in own]
    found = {(row.kind, row.id): row for row in _rows(tx, caller, held, keys)}
    yield from (found.get((kind, id_)) for _, id_, kind in lines)


def _rows(tx: Connection, caller: Caller, held: Held, keys: list[Key]) -> list[Row]:
    """Return records as this person may see them; those not in the feed have nothing to see."""
    ledger = Ledger(tx, caller.organisation)
    ledger.load(keys)
    found = [row for key in keys if (row := ledger.find(*key)) is not None]
    return [projected(row, held.capacities.get(row.client or "", NONE)) for row in found]


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
    if max(row.made, held.since.get(row.client or "", 0)) > since:
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
    """Return [kind, id, field] of every text and record the person may see that was erased."""
    found = erase.since(tx, caller.organisation, list(held.capacities), since)
    return [
        [line.kind, line.record, line.field]
        for line in found
        if _sees(held.capacities[line.client], line.kind, line.field)
    ]


def _sees(capacities: Capacities, kind: str, field: str) -> bool:
    if field == erase.WHOLE:
        return bool(visible_fields(capacities, kind))
    return visible(capacities, kind, field)


def _notes(tx: Connection, caller: Caller, since: int, head: int) -> tuple[list[list[Any]], int]:
    """Return what the person was told since a version, as far as it fits, and up to which version.

    When not all of it fits, the desk asks on from there; what it has by then comes once more.
    """
    told = notices.after(tx, caller.organisation, caller.person, caller.device, since)
    sent, looked = _fitting(note for _, note in told)
    return sent, head if looked == len(told) else told[looked - 1][0]


def _heads(tx: Connection, caller: Caller) -> Any:
    """Read in one question how far this feed, what all know, and the counter have come."""
    whose = {"organisation": caller.organisation, "person": caller.person}
    return tx.execute(_HEADS, whose).one()


def _has_all(at: Any, place: Place) -> bool:
    return max(at.head, at.common_head) <= place.after[0] and not place.after[1]


def _last(at: Any) -> dict[str, Any]:
    return {"next": [at.value, ""], "dig": digest.add(at.common_digest, int(at.digest, 16))}

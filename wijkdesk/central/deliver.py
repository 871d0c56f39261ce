"""What a person receives: a page of their feed, from where their desk was.

The feed is the records of the clients they hold, each in its projection, and what every desk
knows. `since` is fixed while a desk reads pages, `after` moves; a record of a client that
was given after `since` comes whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, case, or_, select

from wijkdesk.central import erase, notices
from wijkdesk.central.access import Caller
from wijkdesk.central.feeds import common_key, feed_key, projected
from wijkdesk.central.holdings import NONE, Held, held_by
from wijkdesk.central.tables import Feed, Holding, Revocation, Sequence
from wijkdesk.changes import digest
from wijkdesk.changes.ledger import Key, Ledger
from wijkdesk.changes.row import Row, news, whole
from wijkdesk.domain.state import RowState
from wijkdesk.policy.access import visible

_STATE = RowState.__table__  # type: ignore[attr-defined]
_HOLDING = Holding.__table__  # type: ignore[attr-defined]
_FEED = Feed.__table__  # type: ignore[attr-defined]
_SEQUENCE = Sequence.__table__  # type: ignore[attr-defined]
_REVOKED = Revocation.__table__  # type: ignore[attr-defined]
# Taking in a page keeps the one thread of a desk busy; a search typed meanwhile waits for it.
PAGE = 500
LARGEST_PAGE = 3 << 18  # bytes before compression; a desk takes no answer it cannot bound


@dataclass(frozen=True)
class Place:
    """Where a desk is: `since` at its last whole sync, `after` (version, id) within this one."""

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
    last = {"next": [at.value, ""], "dig": _digest(at)}
    if max(at.head, at.common_head) <= place.after[0] and not place.after[1]:
        return last
    held = held_by(tx, caller.organisation, caller.person)
    lines = _page(tx, caller, place.after, page + 1)
    rows = _rows(tx, caller, held, [(kind, id_) for _, id_, kind in lines[:page]])
    sent, looked = _fitting(_sent(row, held, place.since, own) for row in rows)
    if looked < len(lines):
        version, id_, _ = lines[looked - 1]
        return {"next": [version, id_], "more": 1, "rows": sent}
    parts: dict[str, list[Any]] = {"rev": _revoked(tx, caller, held, place.since)}
    parts["gone"] = _erased(tx, caller, held, place.since)
    parts["notes"], told = _notes(tx, caller, place.since, at.value)
    last["next"] = [told, ""]
    return {**last, "rows": sent, **{name: part for name, part in parts.items() if part}}


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
    held_since = _HOLDING.c.version
    fresh = case((held_since > _STATE.c.head, held_since), else_=_STATE.c.head)
    of_held = _of_held(caller)
    asked = (
        (fresh, of_held.where(held_since >= after[0])),
        (_STATE.c.head, of_held.where(held_since < after[0], _STATE.c.head >= after[0])),
        (_STATE.c.head, _common(caller).where(_STATE.c.head >= after[0])),
    )
    found: set[tuple[int, str, str]] = set()
    for at, question in asked:
        beyond = or_(at > after[0], and_(at == after[0], _STATE.c.id > after[1]))
        ordered = question.add_columns(at, _STATE.c.id, _STATE.c.kind).where(beyond)
        page = tx.execute(ordered.order_by(at, _STATE.c.id).limit(limit))
        found.update((n, id_, kind) for n, id_, kind in page)
    return sorted(found)[:limit]


def _of_held(caller: Caller) -> Select[Any]:
    """Ask for the records of every client this person holds."""
    return (
        select()
        .select_from(_HOLDING)
        .join(
            _STATE,
            and_(
                _STATE.c.organisation == _HOLDING.c.organisation,
                _STATE.c.client == _HOLDING.c.client,
            ),
        )
        .where(_HOLDING.c.organisation == caller.organisation, _HOLDING.c.person == caller.person)
    )


def _common(caller: Caller) -> Select[Any]:
    """Ask for the records that every desk knows."""
    return (
        select()
        .select_from(_STATE)
        .where(_STATE.c.organisation == caller.organisation, _STATE.c.client.is_(None))
    )


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
    return tx.execute(
        select(
            _SEQUENCE.c.value, _SEQUENCE.c.common_head, _SEQUENCE.c.common_digest,
            _FEED.c.head, _FEED.c.digest,
        )
        .join(_FEED, _FEED.c.organisation == _SEQUENCE.c.organisation)
        .where(_SEQUENCE.c.organisation == caller.organisation, _FEED.c.person == caller.person)
    ).one()  # fmt: skip


def _digest(at: Any) -> str:
    return digest.add(at.common_digest, int(at.digest, 16))

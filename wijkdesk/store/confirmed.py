"""Take in what central says: its answers to our changes, its news, and what is no longer ours.

A noun's own table holds what the person sees: what central confirmed, with the own changes that
still wait on top. `Confirmed` keeps what lies under such a change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import Connection, delete, insert, select

from wijkdesk.changes import digest
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.ledger import Key, Ledger
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.changes.row import OTHER, Row
from wijkdesk.domain import COMMON, DOSSIER, NOUNS
from wijkdesk.domain.noun import erased
from wijkdesk.domain.state import FieldVersion, RowState
from wijkdesk.store import draft, inbox, outbox, records, sent
from wijkdesk.store.tables import Confirmed, Outbox

_CONFIRMED = Confirmed.__table__  # type: ignore[attr-defined]
_STATE = RowState.__table__  # type: ignore[attr-defined]
_VERSION = FieldVersion.__table__  # type: ignore[attr-defined]
_OUTBOX = Outbox.__table__  # type: ignore[attr-defined]
_AT_ONCE = 500  # ids in one question


@dataclass(frozen=True)
class Keys:
    """The keys of this desk's digest: of its own feed, and of what every desk knows."""

    feed: bytes
    common: bytes

    @classmethod
    def of(cls, known: dict[str, str]) -> Self:
        """Return the keys that a desk was told at enrolment."""
        return cls(bytes.fromhex(known["feed_key"]), bytes.fromhex(known["common_key"]))

    def hash(self, row: Row | None) -> int:
        """Return the hash of a record; 0 for one that is not there."""
        if row is None:
            return 0
        return digest.row_hash(self.common if row.kind in COMMON else self.feed, row)


@dataclass
class Taken:
    """What taking in an answer came to; `told` is what a person must see."""

    difference: int = 0
    touched: set[Key] = field(default_factory=set)
    told: list[tuple[Change, Outcome]] = field(default_factory=list)

    def add(self, other: Taken) -> None:
        """Count what taking in another part came to."""
        self.difference += other.difference
        self.touched |= other.touched
        self.told += other.told


def take_in(
    tx: Connection,
    organisation: str,
    keys: Keys,
    answers: dict[int, Outcome],
    news: list[tuple[Row, bool]],
) -> Taken:
    """Take in central's answers and news, and forget the changes that were answered."""
    changes = outbox.find(tx, answers)
    pending = underneath(tx)
    before = set(pending)
    ledger = Ledger(tx, organisation, pending)
    ledger.load({(c.kind, c.id) for c in changes.values()} | {(r.kind, r.id) for r, _ in news})
    sent.keep(tx, answers)
    outbox.drop(tx, changes)
    taken = Taken()
    still = _still_waiting(tx, {(c.kind, c.id) for c in changes.values()})
    for n in sorted(changes):
        _answer(tx, ledger, changes[n], answers[n], still, taken)
    for row, is_whole in news:
        _news(ledger, row, is_whole)
    _count(ledger, keys, taken)
    ledger.write()
    _keep_pending(tx, before, pending)
    return taken


def _count(ledger: Ledger, keys: Keys, taken: Taken) -> None:
    """Count what a ledger changes in the digest."""
    for was, now in ledger.changed():
        row = now or was
        if row is not None:
            taken.difference += keys.hash(now) - keys.hash(was if was and was.made else None)
            taken.touched.add((row.kind, row.id))


def let_go(tx: Connection, organisation: str, keys: Keys, clients: Iterable[str]) -> Taken:
    """Empty every table of the dossiers of clients that are no longer ours.

    What stays: the numbers of own changes until central has answered them, and lines of the log.
    """
    gone = list(clients)
    states = select(_STATE.c.kind, _STATE.c.id).where(_STATE.c.client.in_(gone))
    held = [(kind, id_) for kind, id_ in tx.execute(states)]
    taken = forget(tx, organisation, keys, held)
    for noun in DOSSIER.values():
        table = noun.__table__  # type: ignore[attr-defined]
        tx.execute(delete(table).where(table.c[noun.dossier_field].in_(gone)))
    inbox.forget_texts(tx, gone)
    outbox.withdraw(tx, gone)
    sent.let_go(tx, gone)
    draft.drop_about(tx, gone)
    return taken


def forget(tx: Connection, organisation: str, keys: Keys, held: list[Key]) -> Taken:
    """Take away these records and all that is kept of their versions."""
    taken = _let_versions_go(tx, organisation, keys, held)
    for kind, id_ in held:
        if noun := NOUNS.get(kind):
            records.remove(tx, noun, id_)
    return taken


def doubt(tx: Connection, organisation: str, keys: Keys, made: list[Key]) -> Taken:
    """Take these records as never confirmed; what the person sees of them stays as it is."""
    return _let_versions_go(tx, organisation, keys, made)


def _let_versions_go(tx: Connection, organisation: str, keys: Keys, held: list[Key]) -> Taken:
    ledger = Ledger(tx, organisation, underneath(tx))
    ledger.load(held)
    taken = Taken(touched=set(held))
    for kind, id_ in held:
        taken.difference -= keys.hash(ledger.find(kind, id_))
        for table in (_STATE, _VERSION, _CONFIRMED):
            tx.execute(delete(table).where(table.c.kind == kind, table.c.id == id_))
    return taken


def hashes(tx: Connection, organisation: str, keys: Keys) -> dict[Key, int]:
    """Return the hash of every record central confirmed."""
    held = [(kind, id_) for kind, id_ in tx.execute(select(_STATE.c.kind, _STATE.c.id))]
    ledger = Ledger(tx, organisation, underneath(tx))
    ledger.load(held)
    return {key: keys.hash(ledger.find(*key)) for key in held}


def with_versions(tx: Connection, client: str | None) -> list[Row]:
    """Return the confirmed records that have two versions of a field, of one client or of all."""
    asked = select(_STATE.c.organisation, _STATE.c.kind, _STATE.c.id).where(
        _STATE.c.extra.like('%"!%')
    )
    if client is not None:
        asked = asked.where(_STATE.c.client == client)
    found = list(tx.execute(asked))
    if not found:
        return []
    ledger = Ledger(tx, found[0].organisation, underneath(tx))
    ledger.load([(kind, id_) for _, kind, id_ in found])
    rows = [ledger.find(kind, id_) for _, kind, id_ in found]
    return [row for row in rows if row is not None]


def double(tx: Connection, client: str | None) -> list[tuple[Row, str]]:
    """Return every field that has two versions between which nobody chose yet, with its record."""
    chosen = outbox.settled(tx)
    return [
        (row, name.removeprefix(OTHER))
        for row in with_versions(tx, client)
        for name in sorted(row.values)
        if name.startswith(OTHER)
        and row.kind in NOUNS
        and name.removeprefix(OTHER) in NOUNS[row.kind].facts()
        and (row.id, name.removeprefix(OTHER)) not in chosen
    ]


def _answer(
    tx: Connection,
    ledger: Ledger,
    change: Change,
    outcome: Outcome,
    still: dict[Key, dict[str, Any]],
    taken: Taken,
) -> None:
    """Take in the answer to one change."""
    if outcome.state not in (State.OK, State.SAME):
        taken.told.append((change, outcome))
    if change.act is Act.NEW:
        _answer_new(tx, ledger, change, outcome, still)
        return
    name, value = _meant(change)
    row = ledger.find(change.kind, change.id)
    if row is not None and name:
        if outcome.state in (State.OK, State.SAME):
            row.put(name, value, outcome.version)
        elif outcome.state is State.MERGED:
            row.put(name, outcome.value, outcome.version)
    if name not in still.get((change.kind, change.id), {}):
        ledger.release(change.kind, change.id, name)


def _meant(change: Change) -> tuple[str, Any]:
    """Return the field a change sets and to what; "" for a command that sets none."""
    if change.act is not Act.COMMAND:
        return change.field or "", change.value
    field = outbox.to_erase(change.id, change.field, change.value)
    return (field, erased(NOUNS[change.kind], field)) if field else ("", None)


def _answer_new(
    tx: Connection,
    ledger: Ledger,
    change: Change,
    outcome: Outcome,
    still: dict[Key, dict[str, Any]],
) -> None:
    values = dict(change.values or {})
    if outcome.state is State.OK:
        row = Row(change.kind, change.id, change.client, outcome.version, values)
        ledger.add(row, was=Row(change.kind, change.id, change.client, 0, dict(values)))
        for name in still.get((change.kind, change.id), {}):
            ledger.pending[change.kind, change.id, name] = values.get(name)
    elif noun := NOUNS.get(change.kind):
        records.remove(tx, noun, change.id)


def _news(ledger: Ledger, row: Row, is_whole: bool) -> None:
    known = ledger.find(row.kind, row.id)
    if is_whole or known is None:
        if is_whole:
            ledger.add(row)
        return
    for name, version in row.versions.items():
        if version > known.version(name):
            known.put(name, row.values.get(name), version)


def _still_waiting(tx: Connection, records_: set[Key]) -> dict[Key, dict[str, Any]]:
    """Return, per record, the fields that have a change which still waits.

    Only the changes of these records are read: a first upload takes many rounds through a long
    queue.
    """
    found: dict[Key, dict[str, Any]] = {}
    ids = sorted({id_ for _, id_ in records_})
    for start in range(0, len(ids), _AT_ONCE):
        asked = select(_OUTBOX).where(_OUTBOX.c.id.in_(ids[start : start + _AT_ONCE]))
        for line in tx.execute(asked):
            if (line.kind, line.id) in records_ and (name := outbox.asked_for(line)) is not None:
                found.setdefault((line.kind, line.id), {})[name] = True
    return found


def underneath(tx: Connection) -> dict[tuple[str, str, str], Any]:
    """Return what central confirmed of every field that has a change waiting on top."""
    return {
        (line.kind, line.id, line.field): json.loads(line.value)
        for line in tx.execute(select(_CONFIRMED))
    }


def _keep_pending(
    tx: Connection,
    before: set[tuple[str, str, str]],
    pending: dict[tuple[str, str, str], Any],
) -> None:
    """Write the confirmed values under waiting changes as they are now."""
    if not before and not pending:
        return
    tx.execute(delete(_CONFIRMED))
    lines = [
        {"kind": kind, "id": id_, "field": name, "value": json.dumps(value, ensure_ascii=False)}
        for (kind, id_, name), value in pending.items()
    ]
    if lines:
        tx.execute(insert(_CONFIRMED), lines)

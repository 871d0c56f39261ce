"""Changes that central has not answered yet, queued in the transaction of the act itself.

A change that was never sent is altered in place when the same field changes again. One that may
have been sent stays as it is, and the next change names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from wijkdesk.changes.change import NOTHING, Act, Change
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.domain.noun import Noun, wire
from wijkdesk.domain.state import FieldVersion, RowState
from wijkdesk.store.statement import Insert, run
from wijkdesk.store.tables import Confirmed, Outbox

_OUTBOX = Outbox.__table__  # type: ignore[attr-defined]
_CONFIRMED = Confirmed.__table__  # type: ignore[attr-defined]
_STATE = RowState.__table__  # type: ignore[attr-defined]
_VERSION = FieldVersion.__table__  # type: ignore[attr-defined]
_ADD = Insert(_OUTBOX)
ERASE = "erase_text"  # commands that this room knows
TAKES_OUT = ("withdraw_record", "move_record")
LONG_AGO = "1970-01-01T00:00:00Z"
_NO_NUMBER = 0  # the number is that of the line, which the table gives


def queue_new(tx: Connection, record: Noun, at: str) -> None:
    """Queue the making of a record."""
    _queue(tx, record, Act.NEW, at, values=record.travelled())


def queue_set(
    tx: Connection, record: Noun, field: str, value: Any, at: str, seen: tuple[str, ...] = ()
) -> None:
    """Queue a change of one field; `record` is as it was before.

    `seen` names the other versions that this settles.
    """
    waiting = _latest(tx, record, field)
    if waiting is not None and not waiting.sent and not seen:
        _alter(tx, waiting, field, wire(value), at)
        return
    remember_confirmed(tx, record, field)
    _queue(
        tx, record, Act.SETTLE if seen else Act.SET, at,
        field=field, value=wire(value), base=_version(tx, record, field),
        after=waiting.n if waiting is not None else 0, seen=seen,
    )  # fmt: skip


def queue_command(
    tx: Connection, record: Noun, name: str, parameters: dict[str, str], at: str
) -> None:
    """Queue what a desk may only ask for, about a record."""
    _queue(tx, record, Act.COMMAND, at, field=name, value=parameters)


def take(tx: Connection, most: int, largest: int) -> list[Change]:
    """Return the first changes that wait, which from now on are as they are.

    At most `most` of them and `largest` bytes, but one at least.
    """
    found = tx.execute(select(_OUTBOX.c.n, _OUTBOX.c.body).order_by(_OUTBOX.c.n).limit(most)).all()
    sizes = accumulate(len(body.encode()) for _, body in found)
    found = found[: max(1, sum(size <= largest for size in sizes))]
    if found:
        tx.execute(update(_OUTBOX).where(_OUTBOX.c.n <= found[-1].n).values(sent=True))
    return [_change(n, body) for n, body in found]


def waiting(tx: Connection) -> list[Row[Any]]:
    """Return every change that waits, oldest first."""
    return list(tx.execute(select(_OUTBOX).order_by(_OUTBOX.c.n)))


def settled(tx: Connection) -> set[tuple[str, str | None]]:
    """Return the (id, field) of every choice between versions that waits."""
    return {
        (line.id, line.field)
        for line in waiting(tx)
        if json.loads(line.body)["t"] == Act.SETTLE.value
    }


def find(tx: Connection, numbers: Iterable[int]) -> dict[int, Change]:
    """Return the changes with these numbers that still wait."""
    asked = select(_OUTBOX.c.n, _OUTBOX.c.body).where(_OUTBOX.c.n.in_(list(numbers)))
    return {n: _change(n, body) for n, body in tx.execute(asked)}


def drop(tx: Connection, numbers: Iterable[int]) -> None:
    """Forget changes that central answered."""
    tx.execute(delete(_OUTBOX).where(_OUTBOX.c.n.in_(list(numbers))))


def asked_for(line: Row[Any]) -> str | None:
    """Return the field a line is about: its own, or the one it asks central to erase."""
    body = json.loads(line.body)
    if body["t"] != Act.COMMAND.value:
        return None if line.field is None else str(line.field)
    return to_erase(line.id, line.field, body["v"])


def to_erase(id_: str, name: str | None, parameters: dict[str, str]) -> str | None:
    """Return the field of its own record that a command asks to erase, if it asks that."""
    own = name == ERASE and parameters.get("record") == id_
    return parameters["field"] if own else None


def forget_text(tx: Connection, kind: str, id_: str, field: str, left: Any) -> None:
    """Leave nothing of a field's text in changes that were not sent yet."""
    for line in tx.execute(select(_OUTBOX).where(_OUTBOX.c.kind == kind, _OUTBOX.c.id == id_)):
        body = json.loads(line.body)
        made = body["t"] == Act.NEW.value and field in body["v"]
        if not line.sent and (made or line.field == field):
            _alter(tx, line, field, left, body["at"])


def withdraw(tx: Connection, clients: Iterable[str]) -> None:
    """Empty the changes of these clients that were not sent yet.

    Each keeps its number, since central takes them in order, and asks for nothing. What was sent
    and not answered stays as it is, but does not say any more whom it is about.
    """
    about = _OUTBOX.c.client.in_(list(clients))
    _empty(tx, about)
    tx.execute(update(_OUTBOX).where(about, _OUTBOX.c.sent).values(client=None))


def withdraw_record(tx: Connection, kind: str, id_: str) -> None:
    """Empty the changes of a record that were not sent yet, in the same way."""
    _empty(tx, (_OUTBOX.c.kind == kind) & (_OUTBOX.c.id == id_))


def nothing(
    kind: str = "client", id_: str = NOTHING, client: str | None = None, at: str = LONG_AGO
) -> dict[str, Any]:
    """Return a line that asks for nothing, but for its number."""
    empty = Change(_NO_NUMBER, Act.COMMAND, kind, id_, client, at, field=NOTHING, value={})
    return {"kind": kind, "id": id_, "client": client, "field": NOTHING,
            "body": as_body(empty.travelled())}  # fmt: skip


def is_sent(tx: Connection, kind: str, id_: str) -> bool:
    """Say whether central may know a record: its making does not wait here, unsent."""
    made = (_OUTBOX.c.kind == kind) & (_OUTBOX.c.id == id_) & _OUTBOX.c.field.is_(None)
    return not tx.execute(select(_OUTBOX.c.n).where(made, _OUTBOX.c.sent.is_(False))).first()


def waits_for(tx: Connection, clients: Iterable[str]) -> bool:
    """Say whether something about these clients was not sent yet."""
    about = _OUTBOX.c.client.in_(list(clients)) & _OUTBOX.c.sent.is_(False)
    return tx.execute(select(_OUTBOX.c.n).where(about).limit(1)).first() is not None


def withdrawn(tx: Connection) -> set[str]:
    """Return the records that this desk asked central to take out of their dossiers."""
    asked = select(_OUTBOX.c.id).where(_OUTBOX.c.field.in_(TAKES_OUT))
    return set(tx.execute(asked).scalars())


def fingerprints(tx: Connection) -> dict[int, str]:
    """Return the fingerprint of every change that waits, by its number.

    With those they build on, under "": they may be answered already.
    """
    changes = [_change(line.n, line.body) for line in waiting(tx)]
    before = dict.fromkeys((change.after for change in changes if change.after), "")
    return before | {change.n: change.fingerprint() for change in changes}


def renumber(tx: Connection, received: dict[int, Outcome]) -> None:
    """Number what waits from 1, as a desk that goes on under another number sends it.

    `received` is what became of changes under the number before; one that builds on such a change
    builds from now on on the version it made.
    """
    numbers = {line.n: n for n, line in enumerate(waiting(tx), 1)}
    for line in waiting(tx):
        body = json.loads(line.body)
        if before := body.pop("p", 0):
            outcome = received.get(before)
            if before in numbers:
                body["p"] = numbers[before]
            elif outcome is not None and outcome.state in (State.OK, State.SAME):
                body["b"] = outcome.version
        told = {"n": numbers[line.n], "body": as_body(body), "sent": False}
        # In their order: a number is never higher than before, so none is taken when it comes.
        tx.execute(update(_OUTBOX).where(_OUTBOX.c.n == line.n).values(told))
    run(tx, "UPDATE sqlite_sequence SET seq = ? WHERE name = 'outbox'", (len(numbers),))


def how_many(tx: Connection) -> int:
    """Return how many changes wait."""
    return int(tx.execute(select(func.count()).select_from(_OUTBOX)).scalar_one())


def _empty(tx: Connection, about: ColumnElement[bool]) -> None:
    for line in tx.execute(select(_OUTBOX).where(about, _OUTBOX.c.sent.is_(False))).all():
        told = nothing(line.kind, line.id, line.client, json.loads(line.body)["at"])
        tx.execute(update(_OUTBOX).where(_OUTBOX.c.n == line.n).values(told))


def _queue(tx: Connection, record: Noun, act: Act, at: str, **parts: Any) -> None:
    owner = getattr(record, record.dossier_field) if record.dossier_field else None
    change = Change(_NO_NUMBER, act, record.record_kind(), record.id, owner, at, **parts)
    line = {
        "kind": change.kind, "id": change.id, "client": owner, "field": change.field,
        "body": as_body(change.travelled()), "sent": False,
    }  # fmt: skip
    _ADD(tx, line)


def _change(n: int, body: str) -> Change:
    return Change.received({**json.loads(body), "n": n})


def _latest(tx: Connection, record: Noun, field: str) -> Row[Any] | None:
    """Return the last change that waits and sets this field: its own, or the making itself."""
    return tx.execute(
        select(_OUTBOX)
        .where(
            _OUTBOX.c.kind == record.record_kind(),
            _OUTBOX.c.id == record.id,
            or_(_OUTBOX.c.field == field, _OUTBOX.c.field.is_(None)),
        )
        .order_by(_OUTBOX.c.n.desc())
        .limit(1)
    ).first()


def _alter(tx: Connection, waiting: Row[Any], field: str, value: Any, at: str) -> None:
    body = json.loads(waiting.body)
    if waiting.field is None:
        body["v"] = {**body["v"], field: value}
        if value is None:
            del body["v"][field]
    else:
        body |= {"v": value, "at": at}
    tx.execute(update(_OUTBOX).where(_OUTBOX.c.n == waiting.n).values(body=as_body(body)))


def remember_confirmed(tx: Connection, record: Noun, field: str) -> None:
    """Keep the value central confirmed, unless an earlier change that waits already did."""
    if _made(tx, record) is None:
        return
    key = {"kind": record.record_kind(), "id": record.id, "field": field}
    value = as_body(wire(getattr(record, field)))
    tx.execute(insert(_CONFIRMED).prefix_with("OR IGNORE").values(**key, value=value))


def _version(tx: Connection, record: Noun, field: str) -> int:
    own = tx.execute(
        select(_VERSION.c.version).where(
            _VERSION.c.kind == record.record_kind(),
            _VERSION.c.id == record.id,
            _VERSION.c.field == field,
        )
    ).scalar()
    return own if own is not None else _made(tx, record) or 0


def _made(tx: Connection, record: Noun) -> int | None:
    return tx.execute(
        select(_STATE.c.made).where(_STATE.c.kind == record.record_kind(), _STATE.c.id == record.id)
    ).scalar()


def as_body(value: Any) -> str:
    """Return what a line holds, as it is kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

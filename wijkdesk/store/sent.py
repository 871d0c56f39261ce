"""Changes that central answered, kept for a while: a central that was put back may lack them.

No screen reads them. What is erased or taken away goes out of them too; their numbers stay, since
central takes changes in order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    delete,
    func,
    insert,
    select,
    update,
)

from wijkdesk.changes.change import NOTHING, Act
from wijkdesk.changes.ledger import Key
from wijkdesk.changes.merge import Outcome
from wijkdesk.domain import DOSSIER, Client
from wijkdesk.store import outbox, records
from wijkdesk.store.tables import Outbox, Sent

_SENT = Sent.__table__  # type: ignore[attr-defined]
_OUTBOX = Outbox.__table__  # type: ignore[attr-defined]
_SAME = ("n", "kind", "id", "client", "field", "body")


@dataclass
class Again:
    """What waits once more: records that were made, and fields (kind, id, field) that were set."""

    made: list[Key] = field(default_factory=list)
    fields: list[tuple[str, str, str]] = field(default_factory=list)


def keep(tx: Connection, answers: dict[int, Outcome]) -> None:
    """Keep the changes that were answered, which still stand in the outbox."""
    found = tx.execute(select(_OUTBOX).where(_OUTBOX.c.n.in_(list(answers)))).mappings().all()
    about = [line["client"] for line in found if line["client"] is not None]
    ours = {client.id for client in records.with_ids(tx, Client, about)}
    lines = [
        {**_what(line, ours), "version": answers[line["n"]].version,
         "at": datetime.fromisoformat(json.loads(line["body"])["at"])}
        for line in found
    ]  # fmt: skip
    if lines:
        tx.execute(insert(_SENT).prefix_with("OR REPLACE"), lines)


def forget(tx: Connection, before: datetime) -> None:
    """Forget what was made before a moment."""
    tx.execute(delete(_SENT).where(_SENT.c.at < before))


def forget_all(tx: Connection) -> None:
    """Forget all: another device number sent it."""
    tx.execute(delete(_SENT))


def let_go(tx: Connection, clients: Iterable[str]) -> None:
    """Take what was written about clients that are no longer ours out of what was sent."""
    _empty(tx, _SENT.c.client.in_(list(clients)))


def forget_record(tx: Connection, kind: str, id_: str) -> None:
    """Take what was written in a record that was taken out of its dossier out of what was sent."""
    _empty(tx, (_SENT.c.kind == kind) & (_SENT.c.id == id_))


def forget_text(tx: Connection, kind: str, id_: str, name: str, left: Any) -> None:
    """Leave nothing of a field's text in what was sent."""
    about = (_SENT.c.kind == kind) & (_SENT.c.id == id_)
    for line in tx.execute(select(_SENT).where(about)).all():
        body = json.loads(line.body)
        if body["t"] == Act.NEW.value and name in body["v"]:
            body["v"] = {**body["v"], name: left}
        elif line.field == name:
            body["v"] = left
        else:
            continue
        told = {"body": outbox.as_body(body)}
        tx.execute(update(_SENT).where(_SENT.c.n == line.n).values(told))


def again(tx: Connection, last_n: int) -> Again:
    """Let everything wait again that central does not have: all after number `last_n`.

    A change that builds on one that central lacks names it, so that the two stay one hand's.
    """
    first = tx.execute(select(func.min(_OUTBOX.c.n))).scalar()
    most = tx.execute(select(func.max(_SENT.c.n))).scalar() or 0
    end = first if first is not None else most + 1
    kept = {line.n: line for line in tx.execute(select(_SENT).where(_SENT.c.n > last_n))}
    lines = [_again(n, kept.get(n)) for n in range(last_n + 1, end)]
    if lines:
        tx.execute(insert(_OUTBOX), lines)
    tx.execute(delete(_SENT).where(_SENT.c.n > last_n))
    _build_on(tx, kept)
    found = Again()
    for line in kept.values():
        act = json.loads(line.body)["t"]
        if act == Act.NEW.value:
            found.made.append((line.kind, line.id))
        elif act != Act.COMMAND.value and line.field:
            found.fields.append((line.kind, line.id, line.field))
    return found


def _what(line: RowMapping, ours: set[str]) -> dict[str, Any]:
    """Return what is kept of a line: nothing of a client that is not ours any more.

    A coordinator asks about clients whose dossiers only central has.
    """
    if line["client"] is None:
        kept = line["kind"] not in DOSSIER
    else:
        asks = json.loads(line["body"])["t"] == Act.COMMAND.value and line["field"] != NOTHING
        kept = line["client"] in ours or asks
    same = {name: line[name] for name in _SAME}
    return same if kept else {"n": line["n"], **outbox.nothing()}


def _again(n: int, line: Row[Any] | None) -> dict[str, Any]:
    """Return a line of the outbox; a change that is not kept any more asks for nothing."""
    if line is None:
        return {"n": n, "sent": False, **outbox.nothing()}
    return {**{name: getattr(line, name) for name in _SAME}, "sent": False}


def _build_on(tx: Connection, kept: dict[int, Row[Any]]) -> None:
    """Let changes name the own change whose version they built on, where that is not known."""
    of_version = {
        (line.kind, line.id, line.field or "", line.version): n for n, line in kept.items()
    }
    for line in tx.execute(select(_OUTBOX).where(_OUTBOX.c.field.is_not(None))).all():
        body = json.loads(line.body)
        base, own = body.get("b"), (line.kind, line.id)
        n = of_version.get((*own, line.field, base)) or of_version.get((*own, "", base))
        if n is not None and n < line.n and "p" not in body:
            told = {"body": outbox.as_body({**body, "p": n})}
            tx.execute(update(_OUTBOX).where(_OUTBOX.c.n == line.n).values(told))


def _empty(tx: Connection, about: ColumnElement[bool]) -> None:
    tx.execute(update(_SENT).where(about).values(outbox.nothing()))

"""Answers of central that a person must see, until they say they did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Outcome
from wijkdesk.store.tables import Inbox

_INBOX = Inbox.__table__  # type: ignore[attr-defined]
NOTICE = ""  # instead of a field: the words are central's, and not what this person typed


def tell(tx: Connection, at: datetime, change: Change, outcome: Outcome) -> None:
    """Keep an answer with what the person typed, so that nothing they wrote is gone."""
    typed = (change.values or {}).values() if change.field is None else [change.value]
    if change.act is Act.COMMAND:
        typed = []
    tx.execute(
        insert(_INBOX).values(
            id=str(uuid4()), at=at, code=outcome.why or outcome.state.value, kind=change.kind,
            record=change.id, client=change.client, field=change.field,
            text=" · ".join(str(value) for value in typed if value is not None),
        )
    )  # fmt: skip


def told(tx: Connection, notes: Iterable[list[Any]]) -> None:
    """Keep what central tells this person, each once; ValueError for what is no notice."""
    for id_, at, code, kind, record, client, text in notes:
        line = {"id": str(id_), "at": datetime.fromisoformat(at), "code": str(code),
                "kind": str(kind), "record": str(record), "client": client,
                "field": NOTICE, "text": str(text)}  # fmt: skip
        tx.execute(insert(_INBOX).prefix_with("OR IGNORE").values(line))


def forget_texts(tx: Connection, clients: Iterable[str]) -> None:
    """Take away the words about clients that are not ours any more.

    Which act it was and why stays. Central keeps every change as it arrived, also one it refused.
    """
    about = _INBOX.c.client.in_(list(clients))
    tx.execute(update(_INBOX).where(about).values(text=""))


def forget_text(tx: Connection, record: str, field: str) -> None:
    """Take away the words of a field that was erased, also where its record was refused whole."""
    whole = _INBOX.c.field.is_(None) | (_INBOX.c.field == NOTICE)
    about = (_INBOX.c.record == record) & or_(_INBOX.c.field == field, whole)
    tx.execute(update(_INBOX).where(about).values(text=""))


def forget_record(tx: Connection, record: str) -> None:
    """Take away the words of a record that was taken out of its dossier."""
    tx.execute(update(_INBOX).where(_INBOX.c.record == record).values(text=""))


def everything(tx: Connection) -> list[dict[str, Any]]:
    """Return every answer that was not dismissed, newest first.

    `typed` says whether its words are what this person typed.
    """
    found = tx.execute(select(_INBOX).order_by(_INBOX.c.at.desc())).mappings()
    return [{**line, "typed": line["field"] != NOTICE} for line in found]


def how_many(tx: Connection) -> int:
    """Return how many answers were not dismissed."""
    return int(tx.execute(select(func.count()).select_from(_INBOX)).scalar_one())


def dismiss(tx: Connection, id_: str) -> bool:
    """Take an answer away; False if it is not there."""
    return bool(tx.execute(delete(_INBOX).where(_INBOX.c.id == id_)).rowcount)

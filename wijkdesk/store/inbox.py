"""Answers of central that a person must see, until they say they did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, select, update

from wijkdesk.changes.change import Change
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.store.tables import Inbox

_INBOX = Inbox.__table__  # type: ignore[attr-defined]


def tell(tx: Connection, at: datetime, change: Change, outcome: Outcome) -> None:
    """Keep an answer with what the person typed, so that nothing they wrote is gone."""
    typed = (change.values or {}).values() if change.field is None else [change.value]
    tx.execute(
        insert(_INBOX).values(
            id=str(uuid4()), at=at, code=outcome.why or outcome.state.value, kind=change.kind,
            record=change.id, client=change.client, field=change.field,
            text=" · ".join(str(value) for value in typed if value is not None),
        )
    )  # fmt: skip


def forget_texts(tx: Connection, clients: Iterable[str]) -> None:
    """Take away the words about these clients that central has too.

    What central refused is nowhere else, so it stays until the person has seen it.
    """
    kept_there = [State.CONFLICT.value, State.MERGED.value]
    about = _INBOX.c.client.in_(list(clients)) & _INBOX.c.code.in_(kept_there)
    tx.execute(update(_INBOX).where(about).values(text=""))


def everything(tx: Connection) -> list[dict[str, Any]]:
    """Return every answer that was not dismissed, newest first."""
    return [
        dict(line) for line in tx.execute(select(_INBOX).order_by(_INBOX.c.at.desc())).mappings()
    ]


def how_many(tx: Connection) -> int:
    """Return how many answers were not dismissed."""
    return int(tx.execute(select(func.count()).select_from(_INBOX)).scalar_one())


def dismiss(tx: Connection, id_: str) -> bool:
    """Take an answer away; False if it is not there."""
    return bool(tx.execute(delete(_INBOX).where(_INBOX.c.id == id_)).rowcount)

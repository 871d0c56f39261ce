"""What somebody was typing, kept in the encrypted file to survive a crash or a lock."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from wijkdesk.store.tables import Draft

_DRAFT = Draft.__table__  # type: ignore[attr-defined]


def keep(tx: Connection, place: str, at: datetime, typed: dict[str, Any]) -> None:
    """Keep what is typed at a place, instead of what was kept there."""
    put = insert(_DRAFT)
    tx.execute(
        put.on_conflict_do_update(
            index_elements=[_DRAFT.c.place],
            set_={"at": put.excluded.at, "body": put.excluded.body},
        ),
        [{"place": place, "at": at, "body": json.dumps(typed, ensure_ascii=False)}],
    )


def find(tx: Connection, place: str) -> dict[str, Any] | None:
    """Return what was typed at a place, or None."""
    body = tx.execute(select(_DRAFT.c.body).where(_DRAFT.c.place == place)).scalar()
    return None if body is None else dict(json.loads(body))


def drop_about(tx: Connection, clients: Iterable[str]) -> None:
    """Forget what was typed at any place about these clients."""
    for client in clients:
        about = or_(_DRAFT.c.place.contains(client), _DRAFT.c.body.contains(client))
        tx.execute(delete(_DRAFT).where(about))


def drop_with(tx: Connection, words: Iterable[str]) -> None:
    """Forget what was typed at any place that holds one of these texts."""
    for word in words:
        kept = json.dumps(word, ensure_ascii=False)[1:-1]
        tx.execute(delete(_DRAFT).where(_DRAFT.c.body.contains(kept, autoescape=True)))


def drop(tx: Connection, place: str) -> None:
    """Forget what was typed at a place."""
    tx.execute(delete(_DRAFT).where(_DRAFT.c.place == place))

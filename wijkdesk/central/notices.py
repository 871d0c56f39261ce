"""What people are told at their next sync: a code with the record and a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from wijkdesk.central.feeds import add_to_feeds
from wijkdesk.central.storage import take_versions
from wijkdesk.central.tables import Notice
from wijkdesk.domain.noun import wire

_NOTICE = Notice.__table__  # type: ignore[attr-defined]
NEW_DEVICE = "new_device"


def tell(
    tx: Connection,
    organisation: str,
    people: Iterable[str],
    code: str,
    kind: str,
    record: str,
    client: str | None,
    text: str,
    now: datetime,
) -> None:
    """Tell people something; each finds it in the inbox of every desk after the next sync."""
    told = sorted(set(people))
    if not told:
        return
    version = take_versions(tx, organisation, 1)
    tx.execute(
        insert(_NOTICE),
        [
            {"organisation": organisation, "id": str(uuid4()), "person": person,
             "version": version, "at": now, "code": code, "kind": kind, "record": record,
             "client": client, "text": text}
            for person in told
        ],
    )  # fmt: skip
    # Nothing they hold changed, but their feed went on: the next sync must look.
    add_to_feeds(tx, organisation, dict.fromkeys(told, 0), dict.fromkeys(told, version))


def after(
    tx: Connection, organisation: str, person: str, device: str, version: int
) -> list[tuple[int, list[Any]]]:
    """Return what a person was told after a version, oldest first, as (version, as it is sent).

    That a device is new is no news at that device.
    """
    itself = (_NOTICE.c.code == NEW_DEVICE) & (_NOTICE.c.record == device)
    asked = (
        select(_NOTICE)
        .where(
            _NOTICE.c.organisation == organisation,
            _NOTICE.c.person == person,
            _NOTICE.c.version > version,
            ~itself,
        )
        .order_by(_NOTICE.c.version)
    )
    return [
        (note.version, [note.id, wire(note.at), note.code, note.kind, note.record, note.client,
                        note.text])
        for note in tx.execute(asked)
    ]  # fmt: skip


def forget_text(tx: Connection, organisation: str, record: str) -> None:
    """Take away the words of every notice about a record; that there was one stays."""
    about = (_NOTICE.c.organisation == organisation) & (_NOTICE.c.record == record)
    tx.execute(update(_NOTICE).where(about).values(text=""))


def forget(tx: Connection, organisation: str, client: str) -> list[Any]:
    """Take away every notice about a client; return the ids."""
    about = (_NOTICE.c.organisation == organisation) & (_NOTICE.c.client == client)
    return list(tx.execute(delete(_NOTICE).where(about).returning(_NOTICE.c.id)).scalars())

"""What an older version of the program kept without knowing it, after it was brought up to date."""

from __future__ import annotations

import json

from sqlalchemy import insert, select, update

from tests.desks import ORGANISATION
from tests.store.people import client
from tests.store.test_confirmed import KEYS, take_in, whole
from wijkdesk.changes.row import Row
from wijkdesk.domain import Client, WorkNote
from wijkdesk.domain.state import RowState
from wijkdesk.store import adopt, confirmed, records
from wijkdesk.store.database import Database

_STATE = RowState.__table__  # type: ignore[attr-defined]
VALUES = {
    "text": "Vraag naar de fiets", "about_others": False, "expires": "2027-02-16",
    "recorded_at": "2026-11-24T09:30:00Z", "recorded_by": "p", "later": 1,
}  # fmt: skip


def test_a_kind_of_record_that_was_not_known_gets_its_place(database: Database) -> None:
    sent = Row("work_note", "n1", "c1", 7, VALUES)
    with database.transaction() as tx:
        state = {"organisation": ORGANISATION, "kind": sent.kind, "id": sent.id, "made": 7,
                 "client": sent.client, "head": 7, "extra": json.dumps(VALUES)}  # fmt: skip
        tx.execute(insert(_STATE), state)
        before = confirmed.hashes(tx, ORGANISATION, KEYS)
        adopt.adopt(tx)
        assert confirmed.hashes(tx, ORGANISATION, KEYS) == before
        kept = records.find(tx, WorkNote, "n1")
        extra = tx.execute(select(_STATE.c.extra)).scalar_one()
    assert kept is not None
    assert (kept.client, kept.travelled()) == ("c1", {n: VALUES[n] for n in WorkNote.fields()})
    assert json.loads(extra) == {"later": 1}


def test_a_field_that_was_not_known_gets_its_place(database: Database) -> None:
    with database.transaction() as tx:
        take_in(tx, {}, whole(client(), 1))
        extra = {"talk_language": "Pools", "shoe_size": 43, "!phone": [{"op": "d:1", "v": "06"}]}
        tx.execute(update(_STATE).values(extra=json.dumps(extra)))
        records.put(tx, Client, client().id, {"talk_language": None})
        before = confirmed.hashes(tx, ORGANISATION, KEYS)
        adopt.adopt(tx)
        assert confirmed.hashes(tx, ORGANISATION, KEYS) == before
        kept = records.find(tx, Client, client().id)
        left = json.loads(tx.execute(select(_STATE.c.extra)).scalar_one())
    assert kept is not None
    assert kept.talk_language == "Pools"
    assert left == {"shoe_size": 43, "!phone": [{"op": "d:1", "v": "06"}]}


def test_nothing_to_adopt_changes_nothing(database: Database) -> None:
    with database.transaction() as tx:
        take_in(tx, {}, whole(client(), 1))
        before = tx.execute(select(_STATE)).all()
        adopt.adopt(tx)
        assert tx.execute(select(_STATE)).all() == before

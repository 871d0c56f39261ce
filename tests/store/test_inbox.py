"""Answers a person must see, with what they wrote, until they say they did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desks import NOW
from tests.store.people import AT, DEBTS, FATMA, JOYCE, barrier
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.store import inbox
from wijkdesk.store.database import Database

SET = Change(3, Act.SET, "barrier", DEBTS, FATMA, AT, field="consequence", value="Beslag op loon")
NEW = Change(4, Act.NEW, "barrier", "b2", JOYCE, AT, values=barrier(result=None).travelled())


def test_what_somebody_wrote_is_kept_with_the_reason(database: Database) -> None:
    with database.transaction() as tx:
        inbox.tell(tx, NOW, SET, Outcome(State.CONFLICT, 9))
        inbox.tell(tx, NOW + timedelta(hours=1), NEW, Outcome(State.REJECTED, why="unknown"))
        new, old = inbox.everything(tx)
        assert inbox.how_many(tx) == 2
    assert (old["code"], old["field"], old["text"], old["client"]) == (
        "conflict", "consequence", "Beslag op loon", FATMA,
    )  # fmt: skip
    assert (new["code"], new["field"], new["record"]) == ("unknown", None, "b2")
    assert "schulden · 2 · Beslag op loon" in new["text"]
    assert new["at"] == NOW + timedelta(hours=1)


def test_an_answer_that_was_seen_goes(database: Database) -> None:
    with database.transaction() as tx:
        inbox.tell(tx, NOW, SET, Outcome(State.MERGED, 9, "Beslag"))
        (line,) = inbox.everything(tx)
        assert inbox.dismiss(tx, line["id"])
        assert not inbox.dismiss(tx, line["id"])
        assert inbox.everything(tx) == []


@pytest.mark.parametrize(
    ("outcome", "left"),
    [
        (Outcome(State.CONFLICT, 9), ""),
        (Outcome(State.MERGED, 9, "x"), ""),
        (Outcome(State.REJECTED, why="unknown"), "Beslag op loon"),
    ],
)
def test_words_about_a_client_who_left_stay_only_where_they_are_nowhere_else(
    database: Database, outcome: Outcome, left: str
) -> None:
    with database.transaction() as tx:
        inbox.tell(tx, NOW, SET, outcome)
        inbox.forget_texts(tx, [JOYCE])
        assert inbox.everything(tx)[0]["text"] == "Beslag op loon"
        inbox.forget_texts(tx, [FATMA])
        assert inbox.everything(tx)[0]["text"] == left

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
    "outcome",
    [
        Outcome(State.CONFLICT, 9),
        Outcome(State.MERGED, 9, "x"),
        Outcome(State.REJECTED, why="unknown"),
    ],
)
def test_of_a_client_who_left_stays_which_act_and_why(database: Database, outcome: Outcome) -> None:
    with database.transaction() as tx:
        inbox.tell(tx, NOW, SET, outcome)
        inbox.forget_texts(tx, [JOYCE])
        assert inbox.everything(tx)[0]["text"] == "Beslag op loon"
        inbox.forget_texts(tx, [FATMA])
        (line,) = inbox.everything(tx)
    assert (line["text"], line["field"]) == ("", "consequence")


def test_of_an_erased_text_nothing_is_told_any_more(database: Database) -> None:
    with database.transaction() as tx:
        inbox.tell(tx, NOW, SET, Outcome(State.CONFLICT, 9))
        inbox.tell(tx, NOW, NEW, Outcome(State.REJECTED, why="unknown"))
        inbox.forget_text(tx, DEBTS, "result")
        inbox.forget_text(tx, "b2", "result")
        texts = {line["record"]: line["text"] for line in inbox.everything(tx)}
    # A record that was refused whole holds every field in one text.
    assert texts == {DEBTS: "Beslag op loon", "b2": ""}


NOTE = ["n1", "2026-11-24T09:30:00Z", "text_erased", "barrier", DEBTS, FATMA, ""]


def test_what_central_tells_comes_once_and_stays_dismissed_within_an_answer(
    database: Database,
) -> None:
    with database.transaction() as tx:
        inbox.told(tx, [NOTE, NOTE])
        (line,) = inbox.everything(tx)
    assert (line["id"], line["code"], line["client"], line["at"]) == (
        "n1", "text_erased", FATMA, NOW,
    )  # fmt: skip


@pytest.mark.parametrize("note", [[], NOTE[:-1], [*NOTE, 1], ["n1", "gisteren", *NOTE[2:]]])
def test_what_is_no_notice_is_refused(database: Database, note: list[object]) -> None:
    with pytest.raises(ValueError, match=r"unpack|isoformat"), database.transaction() as tx:
        inbox.told(tx, [note])


def test_a_command_is_told_without_what_it_asked(database: Database) -> None:
    asked = Change(5, Act.COMMAND, "barrier", DEBTS, FATMA, AT, field="erase_text",
                   value={"record": DEBTS})  # fmt: skip
    with database.transaction() as tx:
        inbox.tell(tx, NOW, asked, Outcome(State.REJECTED, why="unknown"))
        assert inbox.everything(tx)[0]["text"] == ""

"""A round over a road that fails: what waits stays waiting, and the next round is right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.town.road import Fault
from tests.town.town import Place, Town
from wijkdesk.changes import seal
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.http import Answer, Request
from wijkdesk.sync.round import Round, sync


def client_of(place: Place) -> str:
    """Return the id of a new client."""
    return place.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")


@pytest.mark.parametrize("fault", ["drop_request", "drop_answer", 500, 502, 503, 404, 400, 413])
def test_what_waits_stays_waiting(any_town: Town, fault: Fault) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    anna.do("record_contact", client=client, channel="gesprek", summary="Hallo")
    before = anna.ask("waiting")
    any_town.fail("anna", fault)
    with pytest.raises(OutsideTrouble):
        any_town.sync("anna")
    assert [row["id"] for row in anna.ask("waiting")] == [row["id"] for row in before]
    assert anna.ask("timeline", client=client)[0]["text"] == "Hallo"
    assert any_town.sync("anna").sent == 2
    assert anna.ask("waiting") == []
    assert any_town.differences() == []


def test_what_arrives_twice_is_done_once(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client_of(anna)
    any_town.fail("anna", "twice")
    assert any_town.sync("anna").applied == 1
    assert any_town.differences() == []


@pytest.mark.parametrize("message", [
    {}, {"next": 1}, {"next": [1]}, {"next": ["x", ""]}, {"next": [1, ""], "dig": "zz", "rows": 1},
    {"next": [1, ""], "rows": [[1]]}, {"next": [1, ""], "rows": [["client", "x", 1, 1, 1, {}, {}]]},
    {"next": [1, ""], "acks": [[1]]}, {"next": [1, ""], "acks": [[1, {"st": "x"}]]},
    {"next": [1, ""], "acks": {"a": 1}}, {"next": [1, ""], "rows": [None]},
])  # fmt: skip
def test_an_answer_of_another_shape_is_not_taken(town: Town, message: dict[str, Any]) -> None:
    anna = town.desk("anna")
    client_of(anna)
    with pytest.raises(OutsideTrouble) as said:
        sync(anna.desk, lambda _request: Answer(200, message, 0, 0))
    assert said.value.code == "not_central"
    assert len(anna.ask("waiting")) == 1
    town.settle()
    assert town.differences() == []


@pytest.mark.parametrize(("status", "code", "said"), [
    (401, "not_accepted", "not_accepted"), (409, "same_desk_twice", "same_desk_twice"),
    (426, "update_needed", "update_needed"), (500, "x", "central_trouble"),
    (401, "x", "central_trouble"),
])  # fmt: skip
def test_a_refusal_is_said_in_our_words(town: Town, status: int, code: str, said: str) -> None:
    anna = town.desk("anna")
    with pytest.raises(OutsideTrouble) as trouble:
        sync(anna.desk, lambda _request: Answer(status, {"code": code}, 0, 0))
    assert trouble.value.code == said


# --- Digest and repair ---------------------------------------------------------------------------


def test_a_record_that_was_lost_on_the_way_is_repaired(any_town: Town) -> None:
    anna, second = any_town.desk("anna"), any_town.enrol("anna2", "anna")
    client = client_of(anna)
    any_town.settle()
    anna.do("change_client", client=client, phone="06 1")
    any_town.sync("anna")
    second.do("change_client", client=client, email="a@b.nl")
    any_town.fail("anna2", "lose_row")
    done = any_town.sync("anna2")
    assert second.road.paths["/digest"] == 2
    assert done.requests == 3
    assert second.ask("client", client=client)[0]["phone"] == "06 1"
    assert any_town.sync("anna2").requests == 1
    any_town.settle()
    assert any_town.differences() == []


@pytest.mark.parametrize("damage", [
    "UPDATE client SET phone = 'spoiled'", "UPDATE client SET born = NULL",
    "DELETE FROM field_version", "UPDATE row_state SET made = made - 1 WHERE kind = 'client'",
    "UPDATE row_state SET extra = '{\"!phone\": []}' WHERE kind = 'client'",
])  # fmt: skip
def test_a_spoiled_record_is_repaired_and_pending_work_is_left(any_town: Town, damage: str) -> None:
    anna, second = any_town.desk("anna"), any_town.enrol("anna2", "anna")
    client = client_of(anna)
    anna.do("change_client", client=client, phone="06 1", born="1990-01-01")
    any_town.settle()
    second.do("change_client", client=client, phone="06 2")
    any_town.settle()
    anna.do("change_client", client=client, email="pending@a.nl")
    with anna.desk.database.transaction() as tx:
        tx.exec_driver_sql(damage)
    second.do("change_client", client=client, talk_language="Tarifit")
    any_town.sync("anna2")
    any_town.sync("anna")
    assert anna.road.paths["/digest"] == 2
    row = anna.ask("client", client=client)[0]
    assert (row["phone"], row["email"], row["talk_language"]) == ("06 2", "pending@a.nl", "Tarifit")
    any_town.settle()
    assert any_town.differences() == []
    assert anna.road.paths["/digest"] == 2


def test_what_is_written_while_a_repair_is_under_way_waits(any_town: Town) -> None:
    anna, second = any_town.desk("anna"), any_town.enrol("anna2", "anna")
    client = client_of(anna)
    any_town.settle()
    second.do("change_client", client=client, talk_language="Tarifit")
    any_town.sync("anna2")
    any_town.fail("anna", "lose_row")
    written = []

    def write(request: Request, _answer: Answer) -> None:
        written.append(request.path)
        anna.do("change_client", client=client, phone=f"06 {len(written)}")

    anna.road.look = write
    any_town.sync("anna")
    anna.road.look = None
    assert written == ["/sync", "/digest", "/digest"]
    row = anna.ask("client", client=client)[0]
    assert (row["phone"], row["talk_language"], row["waiting"]) == ("06 3", "Tarifit", True)
    any_town.settle()
    assert any_town.differences() == []
    assert second.ask("client", client=client)[0]["phone"] == "06 3"


# --- The clock -----------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [timedelta(days=-730), timedelta(minutes=-3), timedelta(minutes=5)])
def test_a_wrong_clock_changes_nothing_but_what_is_shown(any_town: Town, off: timedelta) -> None:
    anna, second = any_town.desk("anna"), any_town.enrol("anna2", "anna")
    anna.clock.wrong = off
    any_town.sync("anna")  # a clock that was set back waits for this
    client = client_of(anna)
    anna.do("record_barrier", client=client, domain="schulden", severity="2")
    anna.do("record_contact", client=client, channel="gesprek", summary="Hallo")
    done = any_town.sync("anna")
    assert (done.refused, done.requests) == (0, 2)
    any_town.settle()
    assert any_town.differences() == []
    assert len(second.ask("timeline", client=client)) == 2


def test_a_clock_two_years_ahead_loses_no_word(any_town: Town) -> None:
    anna = any_town.desk("anna")
    anna.clock.wrong = timedelta(days=730)
    any_town.sync("anna")
    client = client_of(anna)
    anna.do("record_contact", client=client, channel="gesprek", summary="Dit blijft bewaard")
    done = any_town.sync("anna")
    assert (done.refused, done.applied) == (1, 1)
    assert [row["text"].split(" · ")[1] for row in anna.ask("inbox")] == ["Dit blijft bewaard"]
    assert any_town.differences() == []


# --- Steps ---------------------------------------------------------------------------------------


def test_a_round_can_be_walked_in_steps_while_somebody_types(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    anna.do("change_client", client=client, phone="06 1")
    walked = Round(anna.desk)
    steps = 0
    while (request := walked.request()) is not None:
        steps += 1
        anna.do("change_client", client=client, phone=f"06 typed {steps}")
        assert walked.request() is request  # asking again sends nothing else
        walked.take(anna.road.carry(any_town.central, request))
        assert anna.ask("client", client=client)[0]["phone"] == f"06 typed {steps}"
    any_town.settle()
    assert any_town.differences() == []
    assert anna.ask("client", client=client)[0]["phone"] == f"06 typed {steps}"


def test_a_signature_is_over_this_desk_alone(town: Town) -> None:
    anna = town.desk("anna")
    request = Round(anna.desk).request()
    assert request is not None
    header = seal.read_header(request.authorization)
    assert header is not None
    assert header.device == anna.desk.known["device"]
    assert len(request.authorization) <= seal.LONGEST_HEADER

"""A desk's changes are taken once, in their order, whatever happens on the road."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from tests.central.forge import AT, change, everything, message, new, post, send
from tests.town.road import answered
from tests.town.town import Town
from wijkdesk.changes.log import chained
from wijkdesk.changes.messages import SCHEMA
from wijkdesk.sync.round import Signer

CLIENT = {"given_name": "Ricardo", "family_name": "Bos", "neighbourhood": "Tarwewijk",
          "phase": "intake"}  # fmt: skip


def lines(many: int, before: str = "", first: int = 1, **more: Any) -> list[dict[str, Any]]:
    """Return lines of a desk's log that follow each other."""
    made = []
    for n in range(first, first + many):
        line = {"n": n, "at": AT, "person": "p", "act": "open_client", "salt": f"{n:032x}", **more}
        before = chained(before, line)
        made.append({**line, "hash": before})
    return made


def test_the_same_change_again_has_the_same_answer(any_town: Town) -> None:
    anna = any_town.desk("anna")
    op = new(1, "client", None, CLIENT)
    first = send(any_town, anna, op)
    before = everything(any_town)
    assert send(any_town, anna, op) == first
    assert send(any_town, anna, op, change(2, "client", op["id"], "phone", "06"))[0] == first[0]
    assert send(any_town, anna, op) == first
    assert before != everything(any_town)


def test_another_change_with_the_same_number_is_a_copied_desk(any_town: Town) -> None:
    anna = any_town.desk("anna")
    op = new(1, "client", None, CLIENT)
    send(any_town, anna, op)
    before = everything(any_town)
    other = {**op, "v": {**CLIENT, "given_name": "Milan"}}
    answer = post(any_town, anna, "/sync", message(anna, ops=[other]))
    assert (answer.status, answer.message) == (409, {"code": "put_back"})
    assert everything(any_town) == before


def test_a_gap_stops_what_comes_after_it(any_town: Town) -> None:
    anna = any_town.desk("anna")
    one, two, four = (new(n, "client", None, CLIENT) for n in (1, 2, 4))
    assert [n for n, _ in send(any_town, anna, four, two, one)] == [1, 2]
    assert send(any_town, anna, four) == []
    three = new(3, "client", None, CLIENT)
    assert [n for n, _ in send(any_town, anna, three, four)] == [3, 4]


def test_a_number_twice_in_one_request_is_taken_once(any_town: Town) -> None:
    anna = any_town.desk("anna")
    ops = [new(1, "client", None, CLIENT) for _ in range(2)]
    assert [n for n, _ in send(any_town, anna, *ops)] == [1]
    assert len(everything(any_town)["client"]) == 1


@pytest.mark.parametrize("part", [
    {"since": -1}, {"since": True}, {"since": 1.5}, {"since": 2**60}, {"since": None},
    {"after": 0}, {"after": [0]}, {"after": ["0", ""]}, {"after": [0, 0]}, {"sv": True},
    {"sv": "1"}, {"sv": None}, {"ops": {}}, {"ops": [1]}, {"ops": [{}]}, {"ops": [{}] * 501},
    {"log": {}}, {"log": [1]}, {"log": [{}] * 2001},
])  # fmt: skip
def test_what_is_no_request_is_400(town: Town, part: dict[str, Any]) -> None:
    anna = town.desk("anna")
    sent = {name: value for name, value in {**message(anna), **part}.items() if value is not None}
    if 1.5 in part.values():
        sent["since"] = "1.5"  # a float does not even travel
    assert post(town, anna, "/sync", sent).status == 400


def test_who_is_too_old_is_told_so(town: Town) -> None:
    answer = post(town, town.desk("anna"), "/sync", message(town.desk("anna"), sv=SCHEMA - 3))
    assert (answer.status, answer.message) == (426, {"code": "update_needed"})


def test_who_is_newer_than_central_waits(town: Town) -> None:
    answer = post(town, town.desk("anna"), "/sync", message(town.desk("anna"), sv=SCHEMA + 1))
    assert (answer.status, answer.message) == (426, {"code": "central_behind"})


@pytest.mark.parametrize("behind", [0, 1, 2])
def test_a_few_versions_behind_is_good(town: Town, behind: int) -> None:
    anna = town.desk("anna")
    assert post(town, anna, "/sync", message(anna, sv=SCHEMA - behind)).status == 200


# --- The log -------------------------------------------------------------------------------------


def test_the_log_goes_on_where_it_was(any_town: Town) -> None:
    anna = any_town.desk("anna")
    sent = lines(3)
    assert post(any_town, anna, "/sync", message(anna, log=sent[:2])).message["log"] == 2
    assert post(any_town, anna, "/sync", message(anna, log=sent)).message["log"] == 2
    assert post(any_town, anna, "/sync", message(anna, log=sent[2:])).message["log"] == 3


@pytest.mark.parametrize("number", [7, 2.5, "2", None, True])
def test_a_line_that_does_not_follow_is_not_kept(town: Town, number: object) -> None:
    anna = town.desk("anna")
    sent = lines(3)
    sent[1] = {**sent[1], "n": str(number) if isinstance(number, float) else number}
    assert post(town, anna, "/sync", message(anna, log=sent)).message["log"] == 1


@pytest.mark.parametrize("change_", [{"act": "x"}, {"hash": "00"}, {"hash": None}])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_log_that_does_not_extend_is_refused(
    any_town: Town, change_: dict[str, Any], at: int
) -> None:
    anna = any_town.desk("anna")
    kept = lines(3)
    post(any_town, anna, "/sync", message(anna, log=kept[:2]))
    before = everything(any_town)
    sent = [*kept[:at], {**kept[at], "hash": "00", **change_}, *kept[at + 1 :]]
    answer = post(any_town, anna, "/sync", message(anna, log=sent[:2] if at < 2 else sent[2:]))
    assert (answer.status, answer.message) == (409, {"code": "put_back"})
    assert everything(any_town) == before


def test_of_a_line_nothing_but_its_declared_parts_is_kept(town: Town) -> None:
    anna = town.desk("anna")
    [line] = lines(1)
    post(town, anna, "/sync", message(anna, log=[{**line, "secret": "MARK"}]))
    with town.storage.snapshot() as tx:
        [body] = tx.execute(
            text("SELECT body FROM audit_line WHERE device = :d"), {"d": anna.desk.known["device"]}
        ).scalars()
    assert "MARK" not in body
    assert json.loads(body)["act"] == "open_client"


# --- Many at once --------------------------------------------------------------------------------


def test_writers_at_once_leave_no_gap_and_readers_miss_nothing(any_town: Town) -> None:
    desks = [any_town.desk(name) for name in ("anna", "bart", "carla", "dirk")]
    sent = [message(desks[0], ops=[new(n, "client", None, CLIENT)]) for n in range(1, 6)]
    requests = [[Signer(place.desk).signed("/sync", one) for one in sent] for place in desks]

    def work(asked: list[Any]) -> list[int]:
        return [answered(any_town.central, request).status for request in asked]

    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(work, requests)] == [[200] * 5] * 4
    with any_town.storage.snapshot() as tx:
        versions = [*tx.execute(text("SELECT version FROM operation ORDER BY version")).scalars()]
        top = tx.execute(text("SELECT value FROM sequence")).scalar_one()
    assert len(set(versions)) == 20
    assert versions[-1] == top
    assert versions == [*range(versions[0], top + 1)]


def test_one_desk_twice_at_once_is_answered_twice_and_done_once(any_town: Town) -> None:
    anna = any_town.desk("anna")
    sent = message(anna, ops=[new(1, "client", None, CLIENT)], log=lines(2))
    asked = [Signer(anna.desk).signed("/sync", sent) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = [*pool.map(lambda request: answered(any_town.central, request), asked)]
    # A signature that was overtaken by a later one is no longer good; no other trouble is allowed.
    assert {answer.status for answer in answers} <= {200, 409}
    taken = [answer.message["acks"] for answer in answers if answer.status == 200]
    assert taken
    assert all(acks == taken[0] for acks in taken)
    assert len(everything(any_town)["client"]) == 1

"""A number to go on with is given once, for what is asked soundly and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.central.forge import change, everything, new, post, send
from tests.central.test_receive import CLIENT
from tests.town.road import answered
from tests.town.town import Place, Town
from wijkdesk.central import devices
from wijkdesk.changes.change import Change
from wijkdesk.sync.http import Answer
from wijkdesk.sync.round import Signer


def succeed(town: Town, place: Place, device: str, *outbox: list[Any]) -> Answer:
    """Ask for a number to go on with."""
    return post(town, place, "/succeed", {"device": device, "outbox": list(outbox)})


def fingerprint(op: dict[str, Any]) -> str:
    """Return the fingerprint of a change."""
    return Change.received(op).fingerprint()


def test_what_was_received_is_told_and_nothing_else(any_town: Town) -> None:
    anna = any_town.desk("anna")
    one = new(1, "client", None, CLIENT)
    two = change(2, "client", one["id"], "phone", "06")
    acks = send(any_town, anna, one, two)
    told = succeed(
        any_town, anna, str(uuid4()), [1, fingerprint(one)], [2, "another"], [3, fingerprint(two)]
    )
    assert (told.status, told.message) == (200, {"acks": acks[:1]})
    # Without a fingerprint only what became of it is asked.
    assert succeed(any_town, anna, str(uuid4()), [2, ""]).status == 409


def test_the_same_number_may_ask_again_and_no_other(any_town: Town) -> None:
    anna, chosen = any_town.desk("anna"), str(uuid4())
    op = new(1, "client", None, CLIENT)
    acks = send(any_town, anna, op)
    first = succeed(any_town, anna, chosen, [1, ""])
    before = everything(any_town)
    assert succeed(any_town, anna, chosen, [1, ""]).message == first.message == {"acks": acks}
    refused = succeed(any_town, anna, str(uuid4()))
    assert (refused.status, refused.message) == (409, {"code": "same_desk_twice"})
    assert everything(any_town) == before


def test_many_copies_at_once_get_one_number(any_town: Town) -> None:
    anna = any_town.desk("anna")
    asked = [
        Signer(anna.desk).signed("/succeed", {"device": str(uuid4()), "outbox": []})
        for _ in range(6)
    ]
    with ThreadPoolExecutor(6) as pool:
        answers = [*pool.map(lambda request: answered(any_town.central, request), asked)]
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409, 409, 409]
    assert len(devices.devices(any_town.storage)) == 2


def test_a_number_that_is_anothers_is_not_given(any_town: Town) -> None:
    anna, bart = any_town.desk("anna"), any_town.desk("bart")
    before = everything(any_town)
    assert succeed(any_town, anna, bart.desk.known["device"]).status == 400
    assert everything(any_town) == before


@pytest.mark.parametrize("part", [
    {"device": None}, {"device": 1}, {"device": "x"}, {"device": str(uuid4()).upper() + "A"},
    {"outbox": None}, {"outbox": {}}, {"outbox": [1]}, {"outbox": [[]]}, {"outbox": [[1]]},
    {"outbox": [[0, "x"]]}, {"outbox": [["1", "x"]]}, {"outbox": [[True, "x"]]},
    {"outbox": [[1, "x", 2]]},
])  # fmt: skip
def test_what_is_no_request_is_400(town: Town, part: dict[str, Any]) -> None:
    anna = town.desk("anna")
    before = everything(town)
    asked = {"device": str(uuid4()), "outbox": [], **part}
    assert post(town, anna, "/succeed", asked).status == 400
    assert everything(town) == before

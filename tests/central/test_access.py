"""Person and device come from the signature, and a signature is good for once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.central.forge import everything, message, post
from tests.town.road import answered
from tests.town.town import Place, Town
from wijkdesk.changes import seal
from wijkdesk.changes.messages import pack
from wijkdesk.sync.http import Request

NOT_ACCEPTED = (401, {"code": "not_accepted"})
PUT_BACK = (409, {"code": "put_back"})


def signed(town: Town, place: Place, **other: Any) -> Request:
    """Return a /sync request of this desk; `other` is what it signs in the place of what is so."""
    known, body = place.desk.known, pack(message(place))
    envelope = {"organisation": known["organisation"], "audience": known["audience"],
                "method": "POST", "path": "/sync", "body": body}  # fmt: skip
    said = {"key": bytes.fromhex(known["private_key"]), "device": known["device"],
            "counter": 1000, "at": int(town.clock().timestamp()), **envelope, **other}  # fmt: skip
    over = seal.Envelope(**{name: said[name] for name in envelope})
    header = seal.header(said["key"], said["device"], said["counter"], said["at"], over)
    return Request("/sync", body, header)


def status(town: Town, request: Request) -> tuple[int, dict[str, object]]:
    """Return central's status and message."""
    answer = answered(town.central, request)
    return answer.status, answer.message


def test_what_is_signed_soundly_is_answered_once(any_town: Town) -> None:
    anna = any_town.desk("anna")
    request = signed(any_town, anna)
    assert status(any_town, request)[0] == 200
    before = everything(any_town)
    assert status(any_town, request) == PUT_BACK
    assert status(any_town, signed(any_town, anna, counter=999)) == PUT_BACK
    # Somebody who repeats what a desk sent makes nothing happen.
    assert everything(any_town) == before
    assert status(any_town, signed(any_town, anna, counter=1001))[0] == 200


@pytest.mark.parametrize("other", [
    {"organisation": "elders"}, {"audience": "elders"}, {"method": "GET"}, {"path": "/ask"},
    {"body": b"x"}, {"key": seal.new_key()[0]}, {"device": "99999999-9999-4999-8999-999999999999"},
])  # fmt: skip
def test_what_was_signed_for_another_is_refused(town: Town, other: dict[str, object]) -> None:
    anna, _ = town.desk("anna"), town.desk("bart")
    before = everything(town)
    assert status(town, signed(town, anna, **other)) == NOT_ACCEPTED
    assert everything(town) == before


def test_another_device_cannot_be_signed_for(town: Town) -> None:
    anna, bart = town.desk("anna"), town.desk("bart")
    assert status(town, signed(town, anna, device=bart.desk.known["device"])) == NOT_ACCEPTED


@pytest.mark.parametrize("header", ["", "WD1", "Bearer x", "WD1 a.1.2.AAAA", "x" * 1000])
def test_what_is_not_signed_is_refused_before_it_is_read(town: Town, header: str) -> None:
    bomb = b"not even zstd"
    assert status(town, Request("/sync", bomb, header)) == NOT_ACCEPTED


def test_a_wrong_clock_is_told_centrals_own(any_town: Town) -> None:
    anna, now = any_town.desk("anna"), int(any_town.clock().timestamp())
    for off in (-61, 61, 2 * 365 * 86400):
        told = status(any_town, signed(any_town, anna, at=now + off))
        assert told == (401, {"code": "clock", "now": now})
    # The counter was not used up.
    assert status(any_town, signed(any_town, anna, at=now + 60))[0] == 200


def test_a_forger_is_not_told_the_time(town: Town) -> None:
    anna = town.desk("anna")
    assert status(town, signed(town, anna, at=1, key=seal.new_key()[0])) == NOT_ACCEPTED


@pytest.mark.parametrize("order", [
    "UPDATE device SET revoked_at = '2026-11-23 09:00:00'", "UPDATE person SET active = false",
])  # fmt: skip
def test_who_left_is_refused(any_town: Town, order: str) -> None:
    anna = any_town.desk("anna")
    assert status(any_town, signed(any_town, anna))[0] == 200
    with any_town.storage.transaction() as tx:
        tx.exec_driver_sql(order)
    before = everything(any_town)
    assert status(any_town, signed(any_town, anna, counter=2000)) == NOT_ACCEPTED
    assert everything(any_town) == before


@pytest.mark.parametrize("path", ["/sync", "/digest", "/ask"])
def test_every_address_asks_who_it_is(town: Town, path: str) -> None:
    assert status(town, Request(path, pack({}))) == NOT_ACCEPTED


def test_a_laptop_two_years_off_needs_one_request_more(any_town: Town) -> None:
    anna = any_town.desk("anna")
    for years in (-2, 2):
        anna.clock.wrong = timedelta(days=365 * years)
        assert any_town.sync("anna").requests == 2
    assert any_town.differences() == []
    assert post(any_town, anna, "/sync", message(anna)).status == 401

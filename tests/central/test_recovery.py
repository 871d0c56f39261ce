"""IT opens a laptop: asked there, released here, answered at the safe, and only for that laptop."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.central.municipality import CHEAP, NEW, OLD, Municipality
from tests.town.town import Town
from wijkdesk.caseload import recovery as at_desk
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.central import recovery
from wijkdesk.changes import recovery as papers
from wijkdesk.changes import seal
from wijkdesk.changes.recovery import Release, SafeKey
from wijkdesk.config.desks import HEADER
from wijkdesk.errors import Trouble
from wijkdesk.store import key
from wijkdesk.store.header import ToKey, read_header

IT = "Karin van het serviceplein"


@pytest.fixture
def city(town: Town, tmp_path: Path) -> Municipality:
    """A town with a recovery key in its safe, and Anna's laptop."""
    return Municipality(town, tmp_path / "laptop")


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as refused:
        act()
    return refused.value.code


def test_it_brings_back_a_desk_whose_passphrase_is_forgotten(city: Municipality) -> None:
    request = at_desk.request(city.folder)
    answer = recovery.answer(city.safe, city.released(request), IT)
    new = bytearray(NEW)
    desk = at_desk.recover_with_answer(city.folder, answer, new, now=city.town.clock, memory=CHEAP)
    assert new == bytes(len(NEW))
    assert desk.person.name == "anna"
    assert wrong_with(desk) == []
    with desk.database.transaction() as tx:
        asked = "SELECT what FROM audit WHERE act = 'recover'"
        [what] = tx.exec_driver_sql(asked).scalars()
    assert json.loads(what) == {"how": "answer", "verified_by": IT}
    desk.close()
    assert refusal(lambda: Desk.open(city.folder, bytearray(OLD))) == "wrong_passphrase"
    Desk.open(city.folder, bytearray(NEW), now=city.town.clock).close()
    # It is sealed to the same key again, and what was answered opens it no more.
    assert isinstance(read_header(city.folder / HEADER).slots[0].recovery, ToKey)
    assert not (city.folder / at_desk.PAIR).exists()
    assert refusal(lambda: city.recover(answer)) == "answer_not_for_this_desk"


def test_the_colleague_and_the_log_hear_of_it(city: Municipality) -> None:
    city.released(at_desk.request(city.folder))
    anna = city.town.person("anna")
    [(device,)] = city.rows("SELECT id FROM device")
    told = city.rows("SELECT person, code, record FROM notice")
    assert [tuple(line) for line in told] == [(anna, "recovery_released", device)]
    [(body,)] = city.rows("SELECT body FROM audit_line WHERE body LIKE '%recovery_released%'")
    assert json.loads(body)["record"] == device


def test_nothing_that_is_carried_holds_the_key_or_a_client(city: Municipality) -> None:
    request = at_desk.request(city.folder)
    released = city.released(request)
    answer = recovery.answer(city.safe, released, IT)
    desk = Desk.open(city.folder, bytearray(OLD), now=city.town.clock)
    desk.close()
    [(_, secret)] = key.unwrap(read_header(city.folder / HEADER), bytearray(OLD))
    for paper in (request, released, answer):
        assert secret.hex().encode() not in paper
        assert seal.to_text(secret).encode() not in paper
    private = json.loads(city.safe)["private"]
    assert private not in repr(city.rows("SELECT * FROM organisation"))


def test_a_second_request_is_answered_as_well(city: Municipality) -> None:
    first, second = at_desk.request(city.folder), at_desk.request(city.folder)
    answer = recovery.answer(city.safe, city.released(first), IT)
    assert json.loads(first)["answer_to"] == json.loads(second)["answer_to"]
    city.recover(answer).close()


def test_killed_while_it_was_recovered_the_same_answer_opens_it(city: Municipality) -> None:
    request = at_desk.request(city.folder)
    answer = recovery.answer(city.safe, city.released(request), IT)
    header = (city.folder / HEADER).read_bytes()
    pair = (city.folder / at_desk.PAIR).read_bytes()
    city.recover(answer, new=b"een wachtzin die nooit gold").close()
    opened = {file.name: file.read_bytes() for file in city.folder.iterdir()}
    # Both slots, as they are while the key changes; asked for again, both are answered.
    after = json.loads(opened[HEADER])
    both = {**after, "slots": json.loads(header)["slots"] + after["slots"]}
    both.pop("checksum")
    both["checksum"] = _checksum(both)
    (city.folder / HEADER).write_text(json.dumps(both))
    (city.folder / at_desk.PAIR).write_bytes(pair)
    answer = recovery.answer(city.safe, city.released(at_desk.request(city.folder)), IT)
    city.recover(answer).close()
    assert len(read_header(city.folder / HEADER).slots) == 1


def _checksum(said: dict[str, Any]) -> str:
    return sha256(seal.canonical(said)).hexdigest()


@pytest.mark.parametrize("happens", [
    "UPDATE device SET revoked_at = '2026-01-01'", "UPDATE person SET active = 0",
    "UPDATE device SET vault = 'another'",
])  # fmt: skip
def test_central_releases_no_laptop_that_may_not_be_opened(
    city: Municipality, happens: str
) -> None:
    request = at_desk.request(city.folder)
    with city.town.storage.transaction() as tx:
        tx.exec_driver_sql(happens)
    assert refusal(lambda: city.released(request)) == "unknown_laptop"
    assert city.rows("SELECT * FROM notice") == []


def test_a_release_is_of_this_central_and_as_it_was_signed(
    city: Municipality, tmp_path: Path
) -> None:
    request = at_desk.request(city.folder)
    released = json.loads(city.released(request))
    for part, other in (
        ("name", "bilal"), ("person", "x"), ("device", "x"), ("organisation", "x"), ("sig", ""),
        ("request", {**released["request"], "answer_to": seal.to_text(seal.recovery_pair()[1])}),
    ):  # fmt: skip
        forged = json.dumps({**released, part: other}).encode()
        assert refusal(lambda body=forged: recovery.answer(city.safe, body, IT)) == "not_released"
    assert recovery.is_request(request)
    assert not recovery.is_request(json.dumps(released).encode())
    assert refusal(lambda: recovery.answer(city.safe, request, IT)) == "not_a_recovery_file"


def a_request(**own: object) -> bytes:
    """Return a paper that looks like a request, but for this."""
    said = {"vault": "x", "fingerprint": "", "sealed": ["x"], "answer_to": ""}
    return json.dumps({"paper": "recovery_request", **said, **own}).encode()


@pytest.mark.parametrize("paper", [
    b"", b"{", b"[]", b"3", b"null", b"\xff", b"[" * 50_000, b'{"paper": "recovery_request"}',
    a_request(vault="\ud800"), a_request(vault=5), a_request(sealed=[]), a_request(sealed="x"),
    a_request(sealed=["x"] * 3), a_request(sealed=[5]), a_request(more=1),
    a_request(paper="recovery_answer"),
    b'{"paper": "recovery_answer", "vault": "x", "keys": ["x"], "verified_by": ""}',
])  # fmt: skip
def test_what_is_no_paper_is_refused_in_words(city: Municipality, paper: bytes) -> None:
    assert refusal(lambda: city.released(paper)) == "not_a_recovery_file"
    assert refusal(lambda: recovery.answer(city.safe, paper, IT)) == "not_a_recovery_file"
    assert refusal(lambda: recovery.answer(paper, paper, IT)) == "not_a_recovery_file"
    before = {file.name: file.read_bytes() for file in city.folder.iterdir()}
    assert refusal(lambda: city.recover(paper)) == "answer_not_for_this_desk"
    assert {file.name: file.read_bytes() for file in city.folder.iterdir()} == before


def test_a_request_with_strange_seals_is_refused(city: Municipality) -> None:
    request = json.loads(at_desk.request(city.folder))
    other = json.dumps({**request, "fingerprint": "00" * 16}).encode()
    assert refusal(lambda: city.released(other)) == "recovery_key_differs"
    for own, code in (
        ({"sealed": ["AAAA"]}, "recovery_key_differs"),
        ({"answer_to": "AAAA"}, "not_a_recovery_file"),
    ):
        released = city.released(json.dumps({**request, **own}).encode())
        refused = refusal(lambda body=released: recovery.answer(city.safe, body, IT))
        assert refused == code


def test_an_answer_opens_no_other_laptop(city: Municipality, tmp_path: Path) -> None:
    other = tmp_path / "other"
    city.enrol(other).close()
    at_desk.request(other)
    answer = recovery.answer(city.safe, city.released(at_desk.request(city.folder)), IT)
    before = {file.name: file.read_bytes() for file in other.iterdir()}
    recover = lambda: at_desk.recover_with_answer(other, answer, bytearray(NEW))  # noqa: E731
    assert refusal(recover) == "answer_not_for_this_desk"
    # Also not under another name, or on a copy of the laptop without the key of the request.
    forged = json.dumps({**json.loads(answer), "vault": read_header(other / HEADER).vault})
    again = lambda: at_desk.recover_with_answer(  # noqa: E731
        other, forged.encode(), bytearray(NEW)
    )
    assert refusal(again) == "answer_not_for_this_desk"
    assert {file.name: file.read_bytes() for file in other.iterdir()} == before
    copy = shutil.copytree(city.folder, tmp_path / "copy")
    copy.chmod(0o700)
    (copy / at_desk.PAIR).unlink()
    on_copy = lambda: at_desk.recover_with_answer(copy, answer, bytearray(NEW))  # noqa: E731
    assert refusal(on_copy) == "answer_not_for_this_desk"


def test_a_short_new_passphrase_changes_nothing(city: Municipality) -> None:
    answer = recovery.answer(city.safe, city.released(at_desk.request(city.folder)), IT)
    assert refusal(lambda: city.recover(answer, new=b"kort")) == "passphrase_too_short"
    Desk.open(city.folder, bytearray(OLD), now=city.town.clock).close()
    city.recover(answer).close()


def test_there_is_one_recovery_key(city: Municipality) -> None:
    again = lambda: recovery.make_key(city.town.storage, city.town.clock())  # noqa: E731
    assert refusal(again) == "recovery_key_exists"


def test_another_safe_opens_nothing(city: Municipality) -> None:
    released = city.released(at_desk.request(city.folder))
    other = seal.to_text(seal.recovery_pair()[0])
    safe = json.dumps({**json.loads(city.safe), "private": other}).encode()
    assert refusal(lambda: recovery.answer(safe, released, IT)) == "recovery_key_differs"


def test_who_asks_is_shown_before_the_safe_is_used(city: Municipality) -> None:
    found = recovery.read_release(city.safe, city.released(at_desk.request(city.folder)))
    assert isinstance(found, Release)
    assert (found.name, found.person) == ("anna", city.town.person("anna"))
    safe = papers.read(SafeKey, city.safe)
    assert safe.fingerprint == seal.fingerprint(seal.from_text(city.public) or b"")


def test_policy_and_central_must_name_the_same_key(city: Municipality, tmp_path: Path) -> None:
    other = seal.to_text(seal.recovery_pair()[1])
    for rules in ({"recovery_key": other}, {"recovery_key": ""}):
        folder = tmp_path / str(len(rules["recovery_key"]))
        assert refusal(lambda to=folder, own=rules: city.enrol(to, **own)) == "recovery_key_differs"
        # The code was spent by this laptop, which may ask again when IT has mended it.
        assert (folder / HEADER).exists()
        assert refusal(lambda to=folder: Desk.open(to, bytearray(OLD))) == "no_desk"


def test_central_knows_what_a_laptop_is_sealed_to(city: Municipality) -> None:
    [(vault, sealed_to)] = city.rows("SELECT vault, recovery FROM device")
    header = read_header(city.folder / HEADER)
    assert (vault, header.person) == (header.vault, "anna")
    assert sealed_to == seal.fingerprint(seal.from_text(city.public) or b"")
    desk = Desk.open(city.folder, bytearray(OLD), now=city.town.clock)
    with desk.database.transaction() as tx:
        asked = "SELECT what FROM audit WHERE act = 'enrol'"
        [what] = tx.exec_driver_sql(asked).scalars()
    assert json.loads(what) == {"recovery": sealed_to}
    desk.close()

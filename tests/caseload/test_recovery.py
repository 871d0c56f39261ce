"""A forgotten passphrase loses nothing, for who kept the recovery code."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests import desks
from tests.desks import SECRET, Clock, ask
from wijkdesk.caseload import recovery
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.errors import Trouble
from wijkdesk.store import attempts, key
from wijkdesk.store.header import Header, read_header, write_header

OLD, NEW = b"vier woorden, een lange", b"vijf andere woorden, ook goed"
CHEAP = key.MEMORY_STEPS[0]


@pytest.fixture(scope="module")
def code() -> str:
    return key.new_code()


@pytest.fixture(scope="module")
def header(code: str) -> Header:
    """Return a header that a code opens too; made once, since it is dear."""
    made = key.new_vault(bytearray(SECRET), bytearray(OLD), CHEAP)
    slot = replace(made.slots[0], recovery=key.under_code(made, bytearray(SECRET), code))
    return replace(made, slots=(slot,))


@pytest.fixture
def folder(made: Path, header: Header, tmp_path: Path) -> Path:
    """Return the folder of a closed desk with that header."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    shutil.copyfile(made / FILE, folder / FILE)
    write_header(header, folder / HEADER)
    return folder


def recover(folder: Path, code: str, new: bytes = NEW) -> tuple[Desk, str]:
    return recovery.recover_with_code(folder, code, bytearray(new), now=Clock(), memory=CHEAP)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as refused:
        act()
    return refused.value.code


def test_the_code_opens_it_once_under_a_new_passphrase(folder: Path, code: str) -> None:
    desk = Desk.open(folder, bytearray(OLD), now=Clock())
    fatma = desks.client(desk)
    desk.close()
    for _ in range(7):
        attempts.failed(folder, desks.NOW)
    desk, fresh = recover(folder, code.lower())  # a code is random: it never waits
    assert [row["id"] for row in ask(desk, "caseload")] == [fatma]
    assert wrong_with(desk) == []
    with desk.database.transaction() as tx:
        asked = "SELECT act, what FROM audit ORDER BY n DESC LIMIT 2"
        lines = [tuple(line) for line in tx.exec_driver_sql(asked)]
    assert lines == [("unlock_failed", '{"count": 7}'), ("recover", '{"how": "code"}')]
    desk.close()
    assert refusal(lambda: recover(folder, code)) == "wrong_code"
    assert refusal(lambda: Desk.open(folder, bytearray(OLD))) == "wrong_passphrase"
    Desk.open(folder, bytearray(NEW), now=Clock()).close()
    recover(folder, fresh, OLD)[0].close()


def test_a_code_that_is_refused_changes_nothing(
    folder: Path, header: Header, code: str, tmp_path: Path
) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    new = bytearray(NEW)
    assert refusal(lambda: recovery.recover_with_code(folder, "ABCD", new)) == "wrong_code"
    assert new == bytes(len(NEW))
    assert refusal(lambda: recover(folder, code, b"kort")) == "passphrase_too_short"
    assert refusal(lambda: recover(folder, code, b"x" * ((1 << 20) + 1))) == "passphrase_too_long"
    assert refusal(lambda: recover(tmp_path / "nowhere", code)) == "no_desk"
    after = {file.name: file.read_bytes() for file in folder.iterdir()}
    after.pop("desk.lock")
    assert after == before
    Desk.open(folder, bytearray(OLD), now=Clock()).close()


def test_a_desk_that_is_open_is_not_recovered(folder: Path, code: str) -> None:
    desk = Desk.open(folder, bytearray(OLD), now=Clock())
    assert refusal(lambda: recover(folder, code)) == "desk_in_use"
    desk.close()


def test_a_desk_without_that_way_says_so(folder: Path, header: Header, code: str) -> None:
    assert refusal(lambda: recovery.request(folder)) == "no_recovery"
    write_header(replace(header, slots=(replace(header.slots[0], recovery=None),)), folder / HEADER)
    assert refusal(lambda: recover(folder, code)) == "no_recovery"
    assert not (folder / recovery.PAIR).exists()


def test_the_code_of_a_passphrase_that_never_came_to_be_is_no_code(
    folder: Path, header: Header, code: str
) -> None:
    secret, never = key.new_key(), key.new_code()
    fresh = key.wrap(header, secret, bytearray(NEW), CHEAP)
    fresh = replace(fresh, recovery=key.under_code(header, secret, never))
    write_header(replace(header, slots=(*header.slots, fresh)), folder / HEADER)
    assert refusal(lambda: recover(folder, never)) == "wrong_code"
    recover(folder, code)[0].close()
    assert len(read_header(folder / HEADER).slots) == 1


def test_after_a_first_order_to_destroy_only_the_code_is_left(folder: Path, code: str) -> None:
    write_header(key.destroy(read_header(folder / HEADER), recovery=False), folder / HEADER)
    assert refusal(lambda: Desk.open(folder, bytearray(OLD))) == "desk_destroyed"
    recover(folder, code)[0].close()
    Desk.open(folder, bytearray(NEW), now=Clock()).close()


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"private": 1, "public": 2}', b"[" * 9000])
def test_a_key_of_a_request_that_says_nothing_opens_nothing(folder: Path, said: bytes) -> None:
    (folder / recovery.PAIR).write_bytes(said)
    answer = b'{"vault": "x", "keys": ["x"], "verified_by": "x", "paper": "recovery_answer"}'
    act = lambda: recovery.recover_with_answer(folder, answer, bytearray(NEW))  # noqa: E731
    assert refusal(act) == "answer_not_for_this_desk"

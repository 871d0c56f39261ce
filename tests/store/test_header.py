"""The header of a vault: damage is told from a lie, and no lie hangs or kills the unlock."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from wijkdesk.changes import seal
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.store import header as headers
from wijkdesk.store import key
from wijkdesk.store.header import Header, parse_header, read_header, write_header

CHEAP = key.MEMORY_STEPS[0]
SECRET = bytearray(range(32))
KEPT = Path(__file__).parents[1] / "data" / "desks" / "0.1.0" / "vault.json"


def words() -> bytearray:
    return bytearray("vier woorden, één café".encode())


@pytest.fixture(scope="module")
def header() -> Header:
    """Return a header in the middle of a change, with both ways of recovery in it."""
    made = replace(key.new_vault(SECRET, words(), CHEAP), person="Anna Jansen")
    by_code = replace(made.slots[0], recovery=key.under_code(made, SECRET, key.new_code()))
    sealed = key.to_key(made, SECRET, seal.recovery_pair()[1])
    return replace(made, slots=(by_code, replace(made.slots[0], recovery=sealed)))


@pytest.fixture
def file(header: Header, tmp_path: Path) -> Path:
    file = tmp_path / "vault.json"
    write_header(header, file)
    return file


def test_a_header_is_read_as_it_was_written_and_private(header: Header, file: Path) -> None:
    assert read_header(file) == header
    assert file.stat().st_mode & 0o777 == 0o600
    write_header(replace(header, person="Anna"), file)
    assert read_header(file).person == "Anna"
    assert [one.name for one in file.parent.iterdir()] == ["vault.json"]


def test_the_first_format_is_read_and_written_as_it_was(tmp_path: Path) -> None:
    kept = read_header(KEPT)
    assert (kept.format, kept.person, len(kept.slots)) == (headers.FIRST_FORMAT, "", 1)
    file = tmp_path / "vault.json"
    write_header(kept, file)
    assert json.loads(file.read_text()) == json.loads(KEPT.read_text())


@pytest.mark.parametrize("format_", [1, 2])
def test_every_flipped_byte_is_refused_or_changes_nothing(file: Path, format_: int) -> None:
    sound = KEPT.read_bytes() if format_ == headers.FIRST_FORMAT else file.read_bytes()
    kept = parse_header(sound)
    for place in range(len(sound)):
        for flip in (0x01, 0x20, 0xFF):
            flipped = sound[:place] + bytes([sound[place] ^ flip]) + sound[place + 1 :]
            assert said_of(lambda body=flipped: parse_header(body)) in (
                kept,
                "damaged",
                "newer_desk",
            )


def read(file: Path) -> Header | str:
    return said_of(lambda: read_header(file))


def said_of(act: Callable[[], Header]) -> Header | str:
    try:
        return act()
    except Trouble as trouble:
        return trouble.code


@pytest.mark.parametrize("length", [0, 1, 20, -1])
def test_a_part_of_a_header_is_refused(file: Path, length: int) -> None:
    file.write_bytes(file.read_bytes()[:length])
    assert read(file) == "damaged"


@pytest.mark.parametrize(
    "said", ["[]", "3", "null", '"x"', "{}", "[" * 50_000, '{"format": "1"}', "\ud83d", "NaN"]
)
def test_what_is_no_header_is_refused(tmp_path: Path, said: str) -> None:
    file = tmp_path / "vault.json"
    file.write_bytes(said.encode("utf-8", "surrogatepass"))
    assert read(file) == "damaged"


def test_a_header_that_cannot_be_read_is_trouble_of_the_disk(tmp_path: Path) -> None:
    assert read(tmp_path) == "disk_trouble"


def test_a_header_of_a_later_version_is_refused_kindly(header: Header, file: Path) -> None:
    later = {**header.said(), "format": headers.FORMAT + 1, "something": "new", "checksum": "?"}
    file.write_text(json.dumps(later))
    with pytest.raises(UserError, match="newer_desk"):
        read_header(file)


HOSTILE: list[dict[str, Any]] = [
    {"memory": 8}, {"memory": CHEAP - 1}, {"memory": 60 << 20}, {"memory": 1 << 40},
    {"memory": float(CHEAP)}, {"memory": True}, {"memory": str(CHEAP)}, {"memory": None},
    {"passes": 0}, {"passes": 11}, {"passes": 1 << 31}, {"lanes": 0}, {"lanes": 9}, {"lanes": -1},
    {"salt": ""}, {"salt": "00" * 7}, {"salt": "00" * 1000}, {"salt": "zz" * 16}, {"salt": 16},
    {"nonce": "00" * 11}, {"nonce": None}, {"wrapped": "00" * 16}, {"wrapped": "00" * 5000},
    {"wrapped": 48}, {"wrapped": ["00"]}, {"more": 1},
]  # fmt: skip


def refused_in_time(file: Path, said: dict[str, Any]) -> list[str]:
    """Return how a header with a sound checksum is refused, when that takes no derivation."""
    checksum = sha256(seal.canonical(said)).hexdigest()
    file.write_text(json.dumps({**said, "checksum": checksum}))
    heard: list[str] = []
    reading = threading.Thread(target=lambda: heard.append(str(read(file))), daemon=True)
    reading.start()
    reading.join(timeout=3)
    return heard


@pytest.mark.parametrize("own", HOSTILE, ids=str)
@pytest.mark.parametrize("where", ["slot", "code"])
def test_a_hostile_slot_is_refused_before_anything_is_derived(
    header: Header, file: Path, where: str, own: dict[str, Any]
) -> None:
    said = json.loads(json.dumps(header.said()))
    slot = said["slots"][0]
    (slot if where == "slot" else slot["recovery"]).update(own)
    assert refused_in_time(file, said) == ["damaged"]


@pytest.mark.parametrize("own", HOSTILE, ids=str)
def test_a_hostile_header_of_the_first_format_is_refused_too(
    tmp_path: Path, own: dict[str, Any]
) -> None:
    said = {**json.loads(KEPT.read_text()), **own}
    said.pop("checksum")
    assert refused_in_time(tmp_path / "vault.json", said) == ["damaged"]


@pytest.mark.parametrize("own", [
    {"format": 0}, {"format": True}, {"vault": 5}, {"vault": None}, {"person": None},
    {"person": "x" * 201}, {"slots": []}, {"slots": {}}, {"slots": None}, {"slots": [None]},
    {"slots": [[]]}, {"more": 1},
], ids=lambda own: str(own)[:30])  # fmt: skip
def test_a_hostile_header_is_refused(header: Header, file: Path, own: dict[str, Any]) -> None:
    assert refused_in_time(file, {**header.said(), **own}) == ["damaged"]


def test_three_slots_are_refused(header: Header, file: Path) -> None:
    said = header.said()
    assert refused_in_time(file, {**said, "slots": said["slots"] * 2}) == ["damaged"]


@pytest.mark.parametrize("own", [
    {"kind": "other"}, {"kind": "code"}, {"kind": None}, {"sealed": ""}, {"sealed": "AAAA"},
    {"sealed": None}, {"sealed": "?" * 1558}, {"fingerprint": "00"}, {"fingerprint": "zz" * 16},
], ids=str)  # fmt: skip
def test_a_hostile_seal_is_refused(header: Header, file: Path, own: dict[str, Any]) -> None:
    said = json.loads(json.dumps(header.said()))
    said["slots"][1]["recovery"].update(own)
    assert refused_in_time(file, said) == ["damaged"]


def test_what_a_wrap_is_bound_to_is_all_but_the_seal(header: Header) -> None:
    slot = header.slots[0]
    assert slot.recovery is not None
    bound = header.bound(slot)
    assert header.bound(replace(slot, wrapped="", recovery=None)) == bound
    for name, value in {"salt": "00", "memory": 1, "passes": 9, "lanes": 1, "nonce": "0"}.items():
        assert header.bound(replace(slot, **{name: value})) != bound
    assert replace(header, vault="another").bound(slot) != bound
    assert replace(header, person="Bilal").bound(slot) == bound


def test_a_wrap_by_code_is_not_one_by_passphrase(header: Header) -> None:
    slot = header.slots[0]
    assert isinstance(slot.recovery, headers.ToCode)
    same = headers.ToCode(**slot.cost(), wrapped=slot.wrapped)
    assert header.bound(same) != header.bound(slot)


def test_a_crash_while_writing_leaves_the_old_header(header: Header, file: Path) -> None:
    os.mkfifo(file.with_suffix(".other"))
    file.with_suffix(".new").write_bytes(b"half of")
    assert read_header(file) == header
    write_header(replace(header, person="B"), file)
    assert read_header(file).person == "B"


def test_a_header_that_cannot_be_written_is_trouble_of_the_disk(
    header: Header, tmp_path: Path
) -> None:
    with pytest.raises(OutsideTrouble, match="disk_trouble"):
        write_header(header, tmp_path / "no" / "vault.json")

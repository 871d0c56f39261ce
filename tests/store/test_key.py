"""From passphrase to key: one form of every letter, and no header that hangs or kills."""

from __future__ import annotations

import json
import os
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from wijkdesk.errors import Trouble, UserError
from wijkdesk.store import key
from wijkdesk.store.key import Vault

CHEAP = key.MEMORY_STEPS[0]
PASSPHRASE = "vier woorden, één café"
SECRET = bytearray(range(32))


def typed(text: str) -> bytearray:
    return bytearray(text.encode())


@pytest.fixture(scope="module")
def vault() -> Vault:
    """Return a vault that holds SECRET under PASSPHRASE, at the lowest cost there is."""
    return key.wrap(SECRET, typed(PASSPHRASE), CHEAP)


@pytest.fixture
def header(vault: Vault, tmp_path: Path) -> Path:
    file = tmp_path / "vault.json"
    key.write_vault(vault, file)
    return file


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as refused:
        act()
    return refused.value.code


def test_the_passphrase_gives_the_key_and_another_one_does_not(vault: Vault) -> None:
    assert key.unwrap(vault, typed(PASSPHRASE)) == SECRET
    with pytest.raises(UserError) as refused:
        key.unwrap(vault, typed("vier woorden, een cafe"))
    assert (refused.value.code, refused.value.field) == ("wrong_passphrase", "passphrase")


def test_the_same_letters_from_another_keyboard_are_the_same(vault: Vault) -> None:
    apart = unicodedata.normalize("NFD", PASSPHRASE)
    assert apart != PASSPHRASE
    assert key.unwrap(vault, typed(apart)) == SECRET


def test_bytes_that_are_no_text_are_just_another_passphrase(vault: Vault) -> None:
    assert refusal(lambda: key.unwrap(vault, bytearray(b"\xff\xfe"))) == "wrong_passphrase"
    assert refusal(lambda: key.unwrap(vault, bytearray())) == "wrong_passphrase"


def test_a_passphrase_of_a_megabyte_works_and_a_longer_one_is_refused_at_once(
    vault: Vault,
) -> None:
    longest = typed("z" * key.LONGEST_PASSPHRASE)
    assert key.unwrap(key.wrap(SECRET, longest, CHEAP), longest) == SECRET
    assert refusal(lambda: key.unwrap(vault, typed("z" * (len(longest) + 1)))) == (
        "passphrase_too_long"
    )


def test_two_vaults_of_one_key_have_nothing_in_common(vault: Vault) -> None:
    other = key.wrap(SECRET, typed(PASSPHRASE), CHEAP)
    for name in ("vault", "salt", "nonce", "wrapped"):
        assert getattr(vault, name) != getattr(other, name)
    assert SECRET.hex() not in json.dumps(asdict(vault))


@pytest.mark.parametrize("name", ["vault", "salt", "nonce", "wrapped"])
def test_no_part_of_the_seal_can_be_taken_from_another_vault(vault: Vault, name: str) -> None:
    other = key.wrap(bytearray(32), typed(PASSPHRASE), CHEAP)
    mixed = replace(vault, **{name: getattr(other, name)})
    assert refusal(lambda: key.unwrap(mixed, typed(PASSPHRASE))) == "wrong_passphrase"


def test_a_header_is_read_as_it_was_written_and_private(vault: Vault, header: Path) -> None:
    assert key.read_vault(header) == vault
    assert header.stat().st_mode & 0o777 == 0o600
    key.write_vault(replace(vault, passes=4), header)
    assert key.read_vault(header).passes == 4
    assert [file.name for file in header.parent.iterdir()] == ["vault.json"]


def test_every_flipped_byte_is_refused_or_changes_nothing(vault: Vault, header: Path) -> None:
    sound = header.read_bytes()
    for place in range(len(sound)):
        for flip in (0x01, 0x20, 0xFF):
            header.write_bytes(sound[:place] + bytes([sound[place] ^ flip]) + sound[place + 1 :])
            assert read(header) in (vault, "damaged", "newer_desk")


def read(header: Path) -> Vault | str:
    try:
        return key.read_vault(header)
    except Trouble as trouble:
        return trouble.code


@pytest.mark.parametrize("length", [0, 1, 20, -1])
def test_a_part_of_a_header_is_refused(header: Path, length: int) -> None:
    header.write_bytes(header.read_bytes()[:length])
    assert refusal(lambda: key.read_vault(header)) == "damaged"


@pytest.mark.parametrize(
    "said", ["[]", "3", "null", '"x"', "{}", "[" * 50_000, '{"format": "1"}', "\ud83d", "NaN"]
)
def test_what_is_no_header_is_refused(tmp_path: Path, said: str) -> None:
    file = tmp_path / "vault.json"
    file.write_bytes(said.encode("utf-8", "surrogatepass"))
    assert refusal(lambda: key.read_vault(file)) == "damaged"


def test_a_header_that_cannot_be_read_is_trouble_of_the_disk(tmp_path: Path) -> None:
    assert refusal(lambda: key.read_vault(tmp_path)) == "disk_trouble"


def test_a_header_of_a_later_version_is_refused_kindly(vault: Vault, header: Path) -> None:
    later = {**asdict(vault), "format": key.FORMAT + 1, "something": "new", "checksum": "?"}
    header.write_text(json.dumps(later))
    with pytest.raises(UserError) as refused:
        key.read_vault(header)
    assert refused.value.code == "newer_desk"


def hostile(sound: Vault, own: dict[str, Any]) -> bytes:
    """Return a header with other values and the checksum that belongs to them."""
    other = replace(sound, **own)
    try:
        checksum = other.checksum()
    except (AttributeError, TypeError):
        checksum = ""
    return json.dumps({**asdict(other), "checksum": checksum}).encode()


@pytest.mark.parametrize(
    "own",
    [
        {"memory": 8},
        {"memory": CHEAP - 1},
        {"memory": 60 << 20},
        {"memory": 1 << 40},
        {"memory": float(CHEAP)},
        {"memory": True},
        {"memory": str(CHEAP)},
        {"memory": None},
        {"passes": 0},
        {"passes": 11},
        {"passes": 1 << 31},
        {"lanes": 0},
        {"lanes": 9},
        {"lanes": -1},
        {"format": 0},
        {"format": False},
        {"vault": 5},
        {"vault": None},
        {"salt": ""},
        {"salt": "00" * 7},
        {"salt": "00" * 1000},
        {"salt": "zz" * 16},
        {"salt": 16},
        {"nonce": "00" * 11},
        {"nonce": None},
        {"wrapped": "00" * 16},
        {"wrapped": "00" * 5000},
        {"wrapped": 48},
        {"wrapped": ["00"]},
    ],
    ids=str,
)
def test_a_hostile_header_is_refused_before_anything_is_derived(
    vault: Vault, header: Path, own: dict[str, Any]
) -> None:
    header.write_bytes(hostile(vault, own))
    said: list[str] = []
    reading = threading.Thread(
        target=lambda: said.append(refusal(lambda: key.read_vault(header))), daemon=True
    )
    reading.start()
    reading.join(timeout=5)
    assert said == ["damaged"]


def test_a_header_that_claims_more_than_it_was_made_with_does_not_open(
    vault: Vault, header: Path
) -> None:
    header.write_bytes(hostile(vault, {"passes": 4}))
    assert refusal(lambda: key.unwrap(key.read_vault(header), typed(PASSPHRASE))) == (
        "wrong_passphrase"
    )


def test_the_cost_is_one_of_three_steps() -> None:
    assert key.measured_memory() in key.MEMORY_STEPS
    assert key.MEMORY_STEPS[0] == 64 << 10


def test_keys_are_random_and_can_be_wiped() -> None:
    one, other = key.new_key(), key.new_key()
    assert len(one) == key.KEY_LENGTH
    assert one != other
    key.wipe(one)
    assert one == bytes(key.KEY_LENGTH)


def test_a_crash_while_writing_leaves_the_old_header(vault: Vault, header: Path) -> None:
    os.mkfifo(header.with_suffix(".other"))
    header.with_suffix(".new").write_bytes(b"half of")
    assert key.read_vault(header) == vault
    key.write_vault(replace(vault, passes=5), header)
    assert key.read_vault(header).passes == 5

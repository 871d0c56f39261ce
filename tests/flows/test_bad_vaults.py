"""A vault that is damaged, swapped or hostile is refused in a sentence, and nothing is changed."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import desks
from wijkdesk import i18n
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.errors import Trouble
from wijkdesk.store import key
from wijkdesk.store.header import Header, parse_header, read_header, write_header

PASSPHRASE = "een lange zin vóór déze töets"
CHEAPEST = key.MEMORY_STEPS[0]
SECONDS = 3.0
PAGE = 4096
PLACES = 64  # that are flipped on a page
WORDS = i18n.words("nl")
# Made beside a desk by trying to open it, and no part of it.
BESIDE = {"desk.lock", "attempts.json"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a client, and one of somebody else; both open with the same passphrase."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("desk", "other"):
        desk = desks.make(folder / name, desks.Clock(), "consultant")
        desks.client(desk)
        desk.close()
    for name, secret in (("desk", desks.SECRET), ("other", desks.SECRET)):
        vault = key.new_vault(bytearray(secret), typed(), CHEAPEST)
        write_header(vault, folder / name / HEADER)
        Desk.open(folder / name, typed(), now=desks.Clock()).close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A desk of this test alone."""
    return Path(shutil.copytree(made / "desk", tmp_path / "desk"))


def typed(passphrase: str = PASSPHRASE) -> bytearray:
    return bytearray(passphrase.encode())


def opening(folder: Path, secret: bytearray | None = None) -> str:
    """Return the code of the refusal, or "" when the desk opens and is whole.

    A refusal has a sentence, comes soon, leaves every file as it was and holds nothing.
    """
    before, started = files(folder), time.process_time()
    try:
        desk = Desk.open(folder, secret if secret is not None else typed(), now=desks.Clock())
    except Trouble as trouble:
        said = trouble
    else:
        problems = wrong_with(desk)
        desk.close()
        return "; ".join(problems)
    assert time.process_time() - started < SECONDS
    assert WORDS.trouble(said)
    assert files(folder) == before
    return said.code


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in BESIDE}


def flipped(body: bytes, place: int, bit: int = 0) -> bytes:
    return body[:place] + bytes([body[place] ^ 1 << bit]) + body[place + 1 :]


def test_every_byte_of_the_header_counts(folder: Path) -> None:
    header = folder / HEADER
    sound = header.read_bytes()
    for place in range(len(sound)):
        header.write_bytes(flipped(sound, place, place % 8))
        assert opening(folder) in {"damaged", "newer_desk"}, place
    header.write_bytes(sound)
    assert opening(folder) == ""


def test_every_bit_of_the_header_is_refused_or_says_the_same(made: Path) -> None:
    sound = (made / "desk" / HEADER).read_bytes()
    flips = [flipped(sound, place, bit) for place in range(len(sound)) for bit in range(8)]
    assert {read(body) for body in flips} <= {"damaged", "newer_desk", parse_header(sound)}


def read(body: bytes) -> Header | str:
    try:
        return parse_header(body)
    except Trouble as trouble:
        return trouble.code


@pytest.mark.parametrize("page", ["first", "middle", "last"])
def test_every_page_counts(folder: Path, page: str) -> None:
    file, dice = folder / FILE, random.Random(page)
    sound = file.read_bytes()
    begin = {"first": 0, "middle": len(sound) // PAGE // 2 * PAGE, "last": len(sound) - PAGE}[page]
    for place in dice.sample(range(begin, begin + PAGE), PLACES):
        file.write_bytes(flipped(sound, place, dice.randrange(8)))
        assert found_wrong(folder), place


def found_wrong(folder: Path) -> list[str]:
    """Return what opening with the key, or looking, says is wrong; it pays for no passphrase."""
    before = files(folder)
    try:
        desk = Desk.open_with_key(folder, bytearray(desks.SECRET), now=desks.Clock())
    except Trouble as trouble:
        assert files(folder) == before
        return [trouble.code]
    problems = wrong_with(desk)
    desk.close()
    for name in files(folder).keys() - before.keys():
        (folder / name).unlink()
    return problems


def plaintext(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE meta (name, value)")
    connection.close()


DAMAGE: dict[str, Callable[[Path, Path], object]] = {
    "header cut": lambda desk, _: os.truncate(desk / HEADER, 300),
    "header empty": lambda desk, _: os.truncate(desk / HEADER, 0),
    "header of zeros": lambda desk, _: (desk / HEADER).write_bytes(bytes(700)),
    "header without end": lambda desk, _: (desk / HEADER).write_bytes(b"[" * 100_000),
    "header of 100 MB": lambda desk, _: os.truncate(desk / HEADER, 100 << 20),
    "file cut to a page": lambda desk, _: os.truncate(desk / FILE, PAGE),
    "file cut in a page": lambda desk, _: os.truncate(desk / FILE, PAGE * 3 + 7),
    "file empty": lambda desk, _: os.truncate(desk / FILE, 0),
    "file gone": lambda desk, _: (desk / FILE).unlink(),
    "file plain": lambda desk, _: plaintext(desk / FILE),
    "file and header swapped": lambda desk, _: [
        (desk / HEADER).rename(desk / "x"),
        (desk / FILE).rename(desk / HEADER),
        (desk / "x").rename(desk / FILE),
    ],
    "header of another vault": lambda desk, other: shutil.copyfile(other / HEADER, desk / HEADER),
    "file of another vault": lambda desk, other: shutil.copyfile(other / FILE, desk / FILE),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_or_swapped_is_refused(
    made: Path, folder: Path, damage: Callable[[Path, Path], object]
) -> None:
    damage(folder, made / "other")
    assert opening(folder) == "damaged"


def test_the_file_of_a_moment_before_opens_and_is_what_it_was(folder: Path) -> None:
    # Said in SECURITY.md: no file can show that it is the latest one. Central notices.
    earlier = (folder / FILE).read_bytes()
    desk = Desk.open(folder, typed(), now=desks.Clock())
    desks.client(desk, "Bo", "Aalders")
    desk.close()
    (folder / FILE).write_bytes(earlier)
    assert opening(folder) == ""


def test_a_header_of_before_the_passphrase_changed_opens_nothing(folder: Path) -> None:
    older = (folder / HEADER).read_bytes()
    desk = Desk.open(folder, typed(), now=desks.Clock())
    desk.change_passphrase(typed(), typed(f"{PASSPHRASE} later"), memory=CHEAPEST)
    desk.close()
    (folder / HEADER).write_bytes(older)
    assert opening(folder) == "damaged"


@pytest.mark.parametrize(
    "own",
    [
        {"memory": 8},
        {"memory": 60 << 20},
        {"memory": 1 << 40},
        {"passes": 1 << 31},
        {"lanes": 1 << 20},
    ],
    ids=str,
)
def test_hostile_parameters_are_not_derived_from(folder: Path, own: dict[str, Any]) -> None:
    write_header(_with(read_header(folder / HEADER), own), folder / HEADER)
    assert opening(folder) == "damaged"


def _with(header: Header, own: dict[str, Any]) -> Header:
    """Return a header with other parameters, and a checksum that fits."""
    return replace(header, slots=tuple(replace(slot, **own) for slot in header.slots))


def test_a_vault_of_later_is_refused_kindly(folder: Path) -> None:
    header = folder / HEADER
    said = json.loads(header.read_bytes())
    header.write_text(json.dumps({**said, "format": 99, "more": True}))
    assert opening(folder) == "newer_desk"


def test_a_passphrase_of_a_megabyte_is_only_wrong(folder: Path) -> None:
    assert opening(folder, bytearray(b"x" * (1 << 20))) == "wrong_passphrase"
    assert opening(folder, bytearray(b"x" * ((1 << 20) + 1))) == "passphrase_too_long"
    assert opening(folder) == ""


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_letter_may_be_typed_in_more_than_one_way(folder: Path, form: Any) -> None:
    assert opening(folder, typed(unicodedata.normalize(form, PASSPHRASE))) == ""


def test_a_passphrase_that_is_no_text_is_only_wrong(folder: Path) -> None:
    assert opening(folder, bytearray(b"\xff\xfe\x00")) == "wrong_passphrase"
    assert opening(folder, bytearray()) == "wrong_passphrase"

"""The desks on this machine are told from their headers alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wijkdesk.config import desks


def header(folder: Path, **told: object) -> Path:
    """Write what the way in reads of a header."""
    folder.mkdir(parents=True)
    slot = {"wrapped": "00", "recovery": None}
    (folder / desks.HEADER).write_text(json.dumps({"format": 2, "slots": [slot], **told}))
    return folder


def test_no_header_is_no_desk(tmp_path: Path) -> None:
    assert desks.look_at(tmp_path) is None
    assert desks.beside(tmp_path / "desk") == []


@pytest.mark.parametrize(
    ("slots", "recovery", "destroyed"),
    [
        ([{"wrapped": "00", "recovery": None}], "", False),
        ([{"wrapped": "00", "recovery": {"kind": "code"}}], "code", False),
        ([{"wrapped": "", "recovery": {"kind": "key"}}], "key", True),
        ([{"wrapped": "", "recovery": None}, {"wrapped": "00", "recovery": None}], "", False),
    ],
)
def test_a_header_tells_the_way_back(
    tmp_path: Path, slots: list[object], recovery: str, destroyed: bool
) -> None:
    folder = header(tmp_path / "desk", person="Anouk Bakker", slots=slots)
    assert desks.look_at(folder) == desks.Found(folder, "Anouk Bakker", recovery, destroyed)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"3", b'{"slots": 3, "person": 4}', b"\xff", b"[" * 70_000]
)
def test_a_header_nobody_understands_is_a_desk_all_the_same(tmp_path: Path, body: bytes) -> None:
    (tmp_path / desks.HEADER).write_bytes(body)
    assert desks.look_at(tmp_path) == desks.Found(tmp_path)


def test_an_older_header_is_one_slot_by_itself(tmp_path: Path) -> None:
    (tmp_path / desks.HEADER).write_text(json.dumps({"format": 1, "wrapped": "00"}))
    assert desks.look_at(tmp_path) == desks.Found(tmp_path)


def test_colleagues_lie_beside_each_other_in_order(tmp_path: Path) -> None:
    for name in ("desk-10", "desk-2", "desk", "desk-01", "desktop", "desk-x"):
        header(tmp_path / name, person=name)
    (tmp_path / "desk-3").mkdir()
    found = [one.person for one in desks.beside(tmp_path / "desk-2")]
    assert found == ["desk", "desk-2", "desk-10"]
    assert desks.room_for_another(tmp_path / "desk") == tmp_path / "desk-3"


def test_of_a_folder_with_another_name_nothing_is_said_of_its_neighbours(tmp_path: Path) -> None:
    own = header(tmp_path / "mine", person="Anouk")
    header(tmp_path / "desk", person="Bilal")
    assert [one.person for one in desks.beside(own)] == ["Anouk"]
    assert desks.room_for_another(own) is None

"""The wijken of Rotterdam: all of them, each once, on the right side of the Maas."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wijkdesk.policy.places import Place, areas, places

REFERENCE = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "rotterdam-gebieden" / "buurten.csv"
)
FOCUS = {
    "Afrikaanderwijk", "Bloemhof", "Carnisse", "Feijenoord", "Hillesluis", "Oud-Charlois",
    "Tarwewijk",
}  # fmt: skip


def test_there_are_92_wijken_in_their_areas() -> None:
    names = [place.name for place in places()]
    assert len(names) == len(set(names)) == 92
    assert all(name == name.strip() and name for name in names)
    assert {"Charlois", "Feijenoord", "IJsselmonde", "Rotterdam Centrum"} <= set(areas())
    assert list(areas()) == sorted(areas())


def test_zuid_is_three_areas_with_seven_focus_wijken() -> None:
    south = [place for place in places() if place.south]
    assert len(south) == 23
    assert {place.area for place in south} == {"Charlois", "Feijenoord", "IJsselmonde"}
    assert all(place.south for place in places() if place.area in {"Charlois", "Feijenoord"})
    focus = {place.name for place in places() if place.focus}
    assert focus == FOCUS
    assert all(place.south for place in places() if place.focus)


def test_the_names_are_those_of_the_reference_list() -> None:
    if not REFERENCE.exists():
        pytest.skip(f"the reference list is not on this machine: {REFERENCE}")
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        theirs = {
            Place(
                row["buurt_naam"], row["gebied_naam"], row["op_zuid"] == "1",
                row["nprz_focuswijk"] == "1",
            )
            for row in csv.DictReader(file)
        }  # fmt: skip
    assert set(places()) == theirs

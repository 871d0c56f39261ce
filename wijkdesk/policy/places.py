"""The wijken of Rotterdam with their areas, as shipped; central loads them at its start."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from wijkdesk.config.paths import resource


@dataclass(frozen=True)
class Place:
    """A wijk (CBS: buurt), its area (gebied), and whether it is on Zuid and an NPRZ focus wijk."""

    name: str
    area: str
    south: bool
    focus: bool


@cache
def places() -> tuple[Place, ...]:
    """Return every wijk, in the order of areas and names."""
    with resource("places/rotterdam.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Place(row["name"], row["area"], row["south"] == "true", row["focus"] == "true")
            for row in csv.DictReader(file)
        )


def areas() -> tuple[str, ...]:
    """Return the names of the areas."""
    return tuple(dict.fromkeys(place.area for place in places()))

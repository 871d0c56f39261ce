"""Dated parameters: every rule with a number is data with a period and a source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from wijkdesk.config.paths import resource


@dataclass(frozen=True)
class Parameter:
    """A number that holds from a day (and until one, if it is named), with its source."""

    value: int
    valid_from: date
    valid_to: date | None
    source: str


def parameter(name: str, on: date) -> Parameter:
    """Return the parameter that holds on a day; KeyError if there is none, which is a bug."""
    for found in _parameters()[name]:
        if found.valid_from <= on and (found.valid_to is None or on <= found.valid_to):
            return found
    raise KeyError(f"{name} on {on}")


@cache
def _parameters() -> dict[str, list[Parameter]]:
    with resource("policy/parameters.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {
        name: [
            Parameter(row["value"], row["valid_from"], row.get("valid_to"), row["source"])
            for row in rows
        ]
        for name, rows in tables.items()
    }

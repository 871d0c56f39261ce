"""How long records are kept: a table, with a source for every period (practice.md R15)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from wijkdesk.config.paths import resource
from wijkdesk.domain import DOSSIER

DOSSIER_RULE = "client"  # a dossier goes as a whole, by the rule of its client


@dataclass(frozen=True)
class Rule:
    """How many months a kind of record is kept, from when they count, and who says so."""

    name: str
    months: int
    counts_from: str
    source: str

    def over_on(self, last: date) -> date:
        """Return the first day on which this time is over."""
        months = last.month - 1 + self.months
        year, month = last.year + months // 12, months % 12 + 1
        # The thirty-first of a shorter month is the first of the next.
        try:
            return date(year, month, last.day)
        except ValueError:
            return date(year + month // 12, month % 12 + 1, 1)


def rule(kind: str) -> Rule:
    """Return the rule a kind of record is kept by."""
    return _rules()[kind]


@cache
def _rules() -> dict[str, Rule]:
    """Return the rule of every kind; ValueError when one has none, since there is no default."""
    with resource("policy/retention.toml").open("rb") as file:
        tables = tomllib.load(file)
    if set(tables) != set(DOSSIER):
        raise ValueError(f"how long: {sorted(set(tables) ^ set(DOSSIER))}")
    own = {name: Rule(name, **given) for name, given in tables.items() if "months" in given}
    return {name: own[given.get("goes_with", name)] for name, given in tables.items()}

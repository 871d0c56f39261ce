"""How long records are kept: a table, with a source for every period (practice.md R15)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from wijkdesk.config.paths import resource
from wijkdesk.domain import DOSSIER
from wijkdesk.policy.parameters import parameter

DOSSIER_RULE = "client"  # a dossier goes as a whole, by the rule of its client
FIRST_DAY = date(1970, 1, 1)  # what is dated earlier goes by the number of this day


@dataclass(frozen=True)
class Rule:
    """How long a kind of record is kept, from when that counts, and who says so.

    That is a number of months, or of weeks in the dated parameter that `weeks` names.
    """

    name: str
    months: int | None
    counts_from: str
    source: str
    weeks: str | None = None

    def over_on(self, last: date) -> date:
        """Return the first day on which this time is over."""
        if self.months is None:
            weeks = parameter(str(self.weeks), max(last, FIRST_DAY)).value
            return last + timedelta(weeks=weeks)
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


def over_on(kind: str, last: date) -> date:
    """Return the first day on which a kind of record is no longer kept, counted from `last`."""
    return rule(kind).over_on(last)


@cache
def _rules() -> dict[str, Rule]:
    """Return the rule of every kind; ValueError when one has none, since there is no default."""
    with resource("policy/retention.toml").open("rb") as file:
        tables = tomllib.load(file)
    if set(tables) != set(DOSSIER):
        raise ValueError(f"how long: {sorted(set(tables) ^ set(DOSSIER))}")
    own = {
        name: Rule(name, **{"months": None, **given})
        for name, given in tables.items()
        if ("months" in given) != ("weeks" in given)
    }
    return {name: own[given.get("goes_with", name)] for name, given in tables.items()}

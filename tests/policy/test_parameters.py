"""Every number has a period and a source, and there is none outside its period."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import pairwise

import pytest

from wijkdesk.config.paths import resource
from wijkdesk.policy.parameters import Parameter, parameter

SHIPPED = tomllib.loads(resource("policy/parameters.toml").read_text(encoding="utf-8"))
BEGINS = date(2026, 1, 1)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_is_dated_and_sourced(name: str) -> None:
    for row in SHIPPED[name]:
        assert set(row) <= {"value", "valid_from", "valid_to", "source"}
        assert isinstance(row["value"], int)
        assert len(row["source"]) > 10
        assert isinstance(row["valid_from"], date)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_day_has_two_values_and_none_is_left_out(name: str) -> None:
    rows = sorted(SHIPPED[name], key=lambda row: row["valid_from"])
    for before, after in pairwise(rows):
        assert before["valid_to"] + timedelta(days=1) == after["valid_from"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_number_holds_from_its_first_day(name: str) -> None:
    row = SHIPPED[name][0]
    expected = Parameter(row["value"], row["valid_from"], row.get("valid_to"), row["source"])
    assert parameter(name, row["valid_from"]) == expected
    with pytest.raises(KeyError):
        parameter(name, row["valid_from"] - timedelta(days=1))


def test_a_number_that_is_not_declared_is_a_bug() -> None:
    with pytest.raises(KeyError):
        parameter("weeks_of_patience", BEGINS)

"""A digest tells whether two ends hold the same, and nothing to who has not its key."""

from __future__ import annotations

import random

import pytest

from wijkdesk.changes.digest import add, row_hash
from wijkdesk.changes.row import Row

KEY, OTHER_KEY = bytes(32), bytes([1] * 32)
ROW = Row("client", "c", "c", 3, {"phone": "06", "born": "1990-01-01"}, {"phone": 7})


def test_the_order_of_fields_and_of_records_does_not_matter() -> None:
    turned = Row("client", "c", "c", 3, {"born": "1990-01-01", "phone": "06"}, {"phone": 7})
    assert row_hash(KEY, turned) == row_hash(KEY, ROW)
    hashes = [row_hash(KEY, Row("client", str(n), None, n, {"a": n})) for n in range(20)]
    one, other = "0", "0"
    for value in hashes:
        one = add(one, value)
    for value in random.Random(1).sample(hashes, 20):
        other = add(other, value)
    assert one == other != "0"


@pytest.mark.parametrize("other", [
    Row("barrier", "c", "c", 3, ROW.values, ROW.versions),
    Row("client", "d", "c", 3, ROW.values, ROW.versions),
    Row("client", "c", "c", 4, ROW.values, ROW.versions),
    Row("client", "c", "c", 3, {**ROW.values, "phone": "07"}, ROW.versions),
    Row("client", "c", "c", 3, {**ROW.values, "!phone": [{"v": "07"}]}, ROW.versions),
    Row("client", "c", "c", 3, {"phone": "06"}, ROW.versions),
    Row("client", "c", "c", 3, ROW.values, {"phone": 8}),
    Row("client", "c", "c", 3, ROW.values, {}),
])  # fmt: skip
def test_another_record_has_another_hash(other: Row) -> None:
    assert row_hash(KEY, other) != row_hash(KEY, ROW)


def test_the_key_matters() -> None:
    assert row_hash(KEY, ROW) != row_hash(OTHER_KEY, ROW)


def test_nothing_to_see_adds_nothing() -> None:
    assert row_hash(KEY, Row("client", "c", "c", 3)) == 0
    assert add("", 0) == "0"


def test_what_was_added_can_be_taken_away() -> None:
    value = row_hash(KEY, ROW)
    assert add(add("abc", value), -value) == "abc"
    assert add(add("0", -value), value) == "0"

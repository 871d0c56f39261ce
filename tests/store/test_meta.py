"""Named values, and counters that never go back."""

from __future__ import annotations

from pathlib import Path

from tests.desks import SECRET
from wijkdesk.store import meta
from wijkdesk.store.database import Database


def test_a_value_is_kept_as_text_and_takes_the_place_of_the_one_before(database: Database) -> None:
    with database.transaction() as tx:
        assert meta.read(tx) == {}
        meta.keep(tx, since=1, person="anna")
        meta.keep(tx, since=2, demo="")
        assert meta.read(tx) == {"since": "2", "person": "anna", "demo": ""}


def test_a_counter_goes_on_after_closing(file: Path) -> None:
    database = Database.open(file, bytearray(SECRET))
    with database.transaction() as tx:
        assert [meta.count_up(tx, "counter") for _ in range(12)] == list(range(1, 13))
        assert meta.count_up(tx, "another") == 1
    database.close()
    again = Database.open(file, bytearray(SECRET))
    with again.transaction() as tx:
        assert meta.count_up(tx, "counter") == 13
    again.close()

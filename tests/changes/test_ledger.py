"""The records of one transaction: read at once, changed in memory, written at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, select

from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.domain import Client
from wijkdesk.domain.state import FieldVersion, RowState

TABLES = [noun.__table__ for noun in (Client, RowState, FieldVersion)]  # type: ignore[attr-defined]
CLIENT = TABLES[0]
HERE = "stad"
KEY = ("client", "c")


@pytest.fixture
def tx() -> Iterator[Connection]:
    """A transaction on empty tables."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        CLIENT.metadata.create_all(connection, tables=TABLES)
        yield connection
    engine.dispose()


def made(version: int = 3, **values: Any) -> Row:
    """Return a new client."""
    sound = {"given_name": "Samira", "family_name": "El Idrissi", "neighbourhood": "Tarwewijk",
             "phase": "intake"}  # fmt: skip
    return Row("client", "c", "c", version, {**sound, **values})


def kept(tx: Connection, row: Row) -> None:
    """Keep a record."""
    ledger = Ledger(tx, HERE)
    ledger.add(row)
    ledger.write()


def loaded(tx: Connection, pending: dict[tuple[str, str, str], Any] | None = None) -> Ledger:
    """Return a ledger in which the client is loaded."""
    ledger = Ledger(tx, HERE, pending)
    ledger.load([KEY, ("client", "nobody"), ("future", "x")])
    return ledger


def phone(tx: Connection) -> Any:
    """Return what the client's own table holds."""
    return tx.execute(select(CLIENT.c.phone)).scalar()


def test_what_is_kept_is_found_again(tx: Connection) -> None:
    row = made(phone="06", born="1990-02-03")
    row.put("future_field", {"any": ["thing"]}, 5)
    row.put("!phone", [{"op": "x:1", "v": "07"}], 6)
    kept(tx, row)
    ledger = loaded(tx)
    assert ledger.find(*KEY) == row
    assert ledger.find("client", "nobody") is None
    assert list(ledger.changed()) == []
    assert tx.execute(select(CLIENT.c.born)).scalar() == date(1990, 2, 3)
    assert tx.execute(select(RowState.head)).scalar() == 6


def test_another_organisation_does_not_find_it(tx: Connection) -> None:
    kept(tx, made())
    ledger = Ledger(tx, "elders")
    ledger.load([KEY])
    assert ledger.find(*KEY) is None


def test_only_what_changed_is_written(tx: Connection) -> None:
    kept(tx, made(phone="06"))
    ledger = loaded(tx)
    row = ledger.find(*KEY)
    assert row is not None
    row.put("phone", "07", 9)
    [(before, now)] = ledger.changed()
    assert (before, now.values["phone"]) == (made(phone="06"), "07")
    ledger.write()
    found = loaded(tx).find(*KEY)
    assert found is not None
    assert found.versions == {"phone": 9}
    assert phone(tx) == "07"


def test_a_field_can_become_empty(tx: Connection) -> None:
    kept(tx, made(phone="06"))
    ledger = loaded(tx)
    row = ledger.find(*KEY)
    assert row is not None
    row.put("phone", None, 9)
    ledger.write()
    assert phone(tx) is None


def test_many_records_cost_as_many_statements_as_one(tx: Connection) -> None:
    counted: list[str] = []
    event.listen(tx.engine, "before_cursor_execute", lambda *said: counted.append(said[2]))
    costs = []
    for start, many in ((0, 1), (1, 300)):
        counted.clear()
        ledger = Ledger(tx, HERE)
        keys = [("client", str(n)) for n in range(start, start + many)]
        ledger.load(keys)
        for kind, id_ in keys:
            ledger.add(Row(kind, id_, id_, 3, dict(made().values), {"phone": 4}))
        ledger.write()
        costs.append(len(counted))
    assert costs[0] == costs[1]


# --- Over what a desk has not sent yet -----------------------------------------------------------


def test_a_waiting_field_is_read_as_it_was_confirmed(tx: Connection) -> None:
    kept(tx, made(phone="typed"))
    ledger = loaded(tx, {("client", "c", "phone"): "confirmed", ("client", "c", "email"): None})
    row = ledger.find(*KEY)
    assert row is not None
    assert row.values["phone"] == "confirmed"
    assert "email" not in row.values


def test_news_of_a_waiting_field_goes_under_what_was_typed(tx: Connection) -> None:
    kept(tx, made(phone="typed"))
    pending: dict[tuple[str, str, str], Any] = {("client", "c", "phone"): "confirmed"}
    ledger = loaded(tx, pending)
    row = ledger.find(*KEY)
    assert row is not None
    row.put("phone", "news", 9)
    ledger.write()
    assert phone(tx) == "typed"
    assert pending == {("client", "c", "phone"): "news"}


@pytest.mark.parametrize("news", ["news", "confirmed", None])
def test_a_field_that_waits_no_more_gets_the_confirmed_value(
    tx: Connection, news: str | None
) -> None:
    kept(tx, made(phone="typed"))
    pending: dict[tuple[str, str, str], Any] = {("client", "c", "phone"): "confirmed"}
    ledger = loaded(tx, pending)
    row = ledger.find(*KEY)
    assert row is not None
    if news != "confirmed":
        row.put("phone", news, 9)
    ledger.release("client", "c", "phone")
    ledger.write()
    assert phone(tx) == news
    assert pending == {}

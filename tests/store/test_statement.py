"""A row is kept as SQLAlchemy itself would keep it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, text
from sqlcipher3.dbapi2 import IntegrityError

from tests.desks import ANNA, NOW, ORGANISATION
from tests.store.people import barrier
from wijkdesk.domain import Noun, Person
from wijkdesk.store.database import Database
from wijkdesk.store.statement import Insert
from wijkdesk.store.tables import Outbox

ROWS: list[Noun] = [
    barrier("b", help_arranged=True, measured_on=date(2026, 11, 20), recorded_at=NOW),
    barrier("b", severity=None, consequence=None),
    Person(organisation=ORGANISATION, id="p", name="É", roles=["desk", "admin"], area="x"),
]


@pytest.mark.parametrize("record", ROWS, ids=lambda record: record.record_kind())
def test_every_type_is_written_the_same(database: Database, record: Noun) -> None:
    table = type(record).__table__  # type: ignore[attr-defined]
    values = {name: getattr(record, name) for name in ("organisation", *record.facts())}
    with database.transaction() as tx:
        Insert(table)(tx, {**values, "id": "ours"})
        tx.execute(insert(table), {**values, "id": "theirs"})
        asked = text(f"SELECT * FROM {table.name} ORDER BY id")
        ours, theirs = ([*row] for row in tx.execute(asked))
    assert ours[0] == theirs[0] == ORGANISATION
    assert (ours[1], theirs[1]) == ("ours", "theirs")
    assert ours[2:] == theirs[2:]


def test_a_number_the_table_gives_need_not_be_named(database: Database) -> None:
    add = Insert(Outbox.__table__)  # type: ignore[attr-defined]
    with database.transaction() as tx:
        for n in (1, 2):
            add(tx, {"kind": "barrier", "id": f"b{n}", "body": "{}", "sent": False})
        assert tx.execute(text("SELECT n, id FROM outbox")).all() == [(1, "b1"), (2, "b2")]


def test_an_error_does_not_say_what_was_kept(database: Database) -> None:
    add = Insert(Person.__table__)  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError) as wrong, database.transaction() as tx:
        add(tx, {"organisation": ORGANISATION, "id": ANNA, "roles": ["x"], "area": "Geheim"})
    assert "Geheim" not in str(wrong.value)

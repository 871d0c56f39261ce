"""The log is only ever added to, and a line that was changed is found."""

from __future__ import annotations

from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.desks import ANNA, NOW
from wijkdesk.changes.log import chained
from wijkdesk.store import audit
from wijkdesk.store.database import Database, Transaction

COLUMNS = "(n, at, person, capacity, act, salt, hash)"
FORGED = "'2026-01-01', 'x', '', 'open_client', '', ''"


def add(tx: Transaction, acts: int) -> None:
    for n in range(acts):
        audit.add(tx, NOW, ANNA, "contact_person", "open_client", "client", f"r{n}", f"c{n % 2}")


def test_lines_are_numbered_and_chained(database: Database) -> None:
    with database.transaction() as tx:
        add(tx, 5)
        lines = audit.after(tx, 0, 100)
        assert [line["n"] for line in lines] == [1, 2, 3, 4, 5]
        before = ""
        for line in lines:
            assert line["hash"] == chained(before, line)
            before = line["hash"]
        assert len({line["salt"] for line in lines}) == 5
        assert audit.broken_at(tx) is None
        assert [line["n"] for line in audit.after(tx, 2, 2)] == [3, 4]


def test_why_and_what_are_part_of_the_chain(database: Database) -> None:
    with database.transaction() as tx:
        audit.add(tx, NOW, ANNA, "", "search", purpose="arbeidsinschakeling", what={"count": 3})
        audit.add(tx, NOW, ANNA, "", "unlock")
        why, plain = audit.after(tx, 0, 100)
        assert (why["purpose"], why["what"]) == ("arbeidsinschakeling", '{"count": 3}')
        assert not {"purpose", "what"} & set(plain)
        for guard in ("audit_stays", "audit_is_kept", "audit_goes_on"):
            tx.execute(text(f"DROP TRIGGER {guard}"))
        for name in ("purpose", "what"):
            before = tx.execute(text(f"SELECT {name} FROM audit WHERE n = 1")).scalar()
            tx.execute(text(f"UPDATE audit SET {name} = 'x' WHERE n = 1"))
            assert audit.broken_at(tx) == 1
            tx.execute(text(f"UPDATE audit SET {name} = :before WHERE n = 1"), {"before": before})
        assert audit.broken_at(tx) is None


def test_the_lines_of_a_client_come_newest_first(database: Database) -> None:
    with database.transaction() as tx:
        add(tx, 5)
        assert [line["n"] for line in audit.of_client(tx, "c0")] == [5, 3, 1]
        assert audit.of_client(tx, "nobody") == []
        assert audit.of_client(tx, "c0")[0]["at"] == NOW


def test_an_empty_log_is_whole(database: Database) -> None:
    with database.transaction() as tx:
        assert audit.broken_at(tx) is None
        assert audit.after(tx, 0, 10) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET act = 'nothing' WHERE n = 2",
        "UPDATE audit SET salt = '' WHERE n = 5",
        "DELETE FROM audit WHERE n = 5",
        "DELETE FROM audit",
        f"INSERT INTO audit {COLUMNS} VALUES (5, {FORGED})",
        f"INSERT OR REPLACE INTO audit {COLUMNS} VALUES (3, {FORGED})",
        f"REPLACE INTO audit {COLUMNS} VALUES (5, {FORGED})",
        f"INSERT OR IGNORE INTO audit {COLUMNS} VALUES (5, {FORGED})",
        f"INSERT INTO audit {COLUMNS} VALUES (5, {FORGED}) ON CONFLICT DO UPDATE SET act = 'x'",
        f"INSERT INTO audit {COLUMNS} VALUES (0, {FORGED})",
        "UPDATE OR REPLACE audit SET n = 9 WHERE n = 5",
    ],
)
def test_a_line_is_never_changed_nor_taken_away(database: Database, statement: str) -> None:
    with database.transaction() as tx:
        add(tx, 5)
        before = audit.after(tx, 0, 100)
    with pytest.raises(IntegrityError), database.transaction() as tx:
        tx.execute(text(statement))
    with database.transaction() as tx:
        assert audit.after(tx, 0, 100) == before


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit SET person = 'x' WHERE n = 3", 3),
        ("UPDATE audit SET client = NULL WHERE n = 3", 3),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE n = 1", 1),
        ("UPDATE audit SET salt = '' WHERE n = 5", 5),
        ("UPDATE audit SET hash = '00' WHERE n = 4", 4),
        ("DELETE FROM audit WHERE n = 2", 3),
        ("DELETE FROM audit WHERE n = 1", 2),
        ("UPDATE audit SET n = n + 10", 11),
    ],
)
def test_who_takes_the_guards_away_is_still_found(
    database: Database, change: str, broken: int
) -> None:
    with database.transaction() as tx:
        add(tx, 5)
        for guard in ("audit_stays", "audit_is_kept", "audit_goes_on"):
            tx.execute(text(f"DROP TRIGGER {guard}"))
        tx.execute(text(change))
        assert audit.broken_at(tx) == broken


def test_a_line_that_cannot_be_written_takes_the_act_with_it(database: Database) -> None:
    def act(tx: Transaction, **wrong: Any) -> None:
        tx.execute(text("INSERT INTO meta VALUES ('done', '1')"))
        audit.add(tx, NOW, wrong["person"], "", "act")

    with pytest.raises(sqlcipher.IntegrityError), database.transaction() as tx:
        act(tx, person=None)
    with database.transaction() as tx:
        assert tx.execute(text("SELECT count(*) FROM meta")).scalar() == 0

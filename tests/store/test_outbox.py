"""What waits: altered while it never left, and left as it is once it may have."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.desks import SECRET
from tests.store.people import DEBTS, FATMA, barrier, change, client, make, see
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.store import outbox, records
from wijkdesk.store.database import Database, Transaction

FIELDS = st.sampled_from(["severity", "help_arranged"])
ROOM = 1 << 19  # bytes: more than any test here sends


def waiting(tx: Transaction) -> list[Change]:
    """Return every change that waits, without sending it."""
    numbers = [line.n for line in outbox.waiting(tx)]
    return list(outbox.find(tx, numbers).values())


def test_a_new_record_waits_whole(database: Database) -> None:
    with database.transaction() as tx:
        make(tx, client(), barrier())
        first, second = waiting(tx)
    assert (first.n, first.act, first.kind, first.id, first.client) == (
        1, Act.NEW, "client", FATMA, FATMA,
    )  # fmt: skip
    assert first.values == client().travelled()
    assert (second.n, second.kind, second.client) == (2, "barrier", FATMA)
    assert second.values == barrier().travelled()


def test_a_change_of_what_never_left_is_part_of_it(database: Database) -> None:
    with database.transaction() as tx:
        make(tx, client(phone="06"))
        change(tx, client(), given_name="Fatima", email="f@example.nl")
        change(tx, client(), phone=None)
        (made,) = waiting(tx)
    assert made.values == client(given="Fatima", email="f@example.nl").travelled()


def test_only_the_last_of_unsent_changes_of_a_field_waits(database: Database) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        for severity in (3, 4, 5):
            change(tx, barrier(), severity=severity)
        change(tx, barrier(), consequence="Minder")
        assert [(c.field, c.value, c.base, c.after) for c in waiting(tx)] == [
            ("severity", 5, 3, 0),
            ("consequence", "Minder", 3, 0),
        ]


def test_what_was_taken_is_never_altered(database: Database) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        change(tx, barrier(), severity=3)
        taken = outbox.take(tx, 10, ROOM)
        change(tx, barrier(), severity=4)
        change(tx, barrier(), severity=5)
        first, second = waiting(tx)
        assert [first] == taken
        assert (first.value, first.base, first.after) == (3, 3, 0)
        assert (second.value, second.base, second.after) == (5, 3, first.n)


def test_a_change_of_a_new_record_that_may_have_left_names_it(database: Database) -> None:
    with database.transaction() as tx:
        make(tx, barrier())
        outbox.take(tx, 10, ROOM)
        change(tx, barrier(), severity=4)
        made, changed = waiting(tx)
        assert made.values == barrier().travelled()
        assert (changed.act, changed.base, changed.after) == (Act.SET, 0, made.n)


def test_a_field_with_a_version_of_its_own_is_changed_from_that(database: Database) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        key = {"organisation": "0599", "kind": "barrier", "id": DEBTS}
        tx.execute(
            text("INSERT INTO field_version VALUES (:organisation, :kind, :id, 'severity', 8)"), key
        )
        change(tx, barrier(), severity=4, consequence="x")
        assert [(c.field, c.base) for c in waiting(tx)] == [("severity", 8), ("consequence", 3)]


def test_a_choice_between_versions_stands_beside_what_waits(database: Database) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        change(tx, barrier(), severity=4)
        change(tx, barrier(), severity=1, seen=("d:1", "d:2"))
        plain, choice = waiting(tx)
        assert (plain.act, plain.value) == (Act.SET, 4)
        assert (choice.act, choice.value, choice.seen) == (Act.SETTLE, 1, ("d:1", "d:2"))
        assert choice.after == plain.n
        assert outbox.settled(tx) == {(DEBTS, "severity")}
        change(tx, barrier(), severity=2)
        assert [(c.act, c.value, c.seen) for c in waiting(tx)][1] == (Act.SETTLE, 2, choice.seen)


def test_the_confirmed_value_is_remembered_once(database: Database) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        change(tx, barrier(), severity=4)
        outbox.take(tx, 1, ROOM)
        change(tx, barrier(), severity=5)
        assert tx.execute(text("SELECT field, value FROM confirmed")).all() == [("severity", "2")]
        make(tx, client())
        change(tx, client(), phone="06")
        assert tx.execute(text("SELECT count(*) FROM confirmed")).scalar() == 1


def test_taking_is_in_order_and_as_many_as_asked(database: Database) -> None:
    with database.transaction() as tx:
        for n in range(5):
            make(tx, barrier(f"b{n}"))
        assert [c.n for c in outbox.take(tx, 2, ROOM)] == [1, 2]
        assert [line.sent for line in outbox.waiting(tx)] == [True, True, False, False, False]
        assert [c.n for c in outbox.take(tx, 3, ROOM)] == [1, 2, 3]
        outbox.drop(tx, [1, 2])
        assert [c.n for c in outbox.take(tx, 9, ROOM)] == [3, 4, 5]
        assert outbox.how_many(tx) == 3


def test_no_more_bytes_are_taken_than_fit_but_one_change_at_least(database: Database) -> None:
    with database.transaction() as tx:
        for n in range(3):
            make(tx, barrier(f"b{n}", consequence="é" * 1000))
        assert [c.n for c in outbox.take(tx, 9, 5000)] == [1, 2]
        assert [c.n for c in outbox.take(tx, 9, 10)] == [1]


def test_no_number_is_ever_given_twice(file: Path) -> None:
    database = Database.open(file, bytearray(SECRET))
    with database.transaction() as tx:
        make(tx, barrier("a"), barrier("b"))
        outbox.drop(tx, [1, 2])
        assert outbox.take(tx, 1, ROOM) == []
        make(tx, barrier("c"))
        assert [c.n for c in waiting(tx)] == [3]
    database.close()
    again = Database.open(file, bytearray(SECRET))
    with again.transaction() as tx:
        outbox.drop(tx, [3])
        make(tx, barrier("d"))
        assert [c.n for c in waiting(tx)] == [4]
    again.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(FIELDS, st.booleans()), max_size=8))
def test_whatever_happens_the_last_change_says_what_the_person_sees(
    database: Database, acts: list[tuple[str, bool]]
) -> None:
    with database.transaction() as tx:
        tx.execute(text("DELETE FROM outbox"))
        tx.execute(text("DELETE FROM barrier"))
        make(tx, barrier())
        for number, (field, goes) in enumerate(acts):
            change(tx, barrier(), **{field: number % 5 + 1 if field == "severity" else goes})
            if goes:
                outbox.take(tx, 100, ROOM)
        said = dict(barrier().travelled())
        for waits in waiting(tx):
            said.update(waits.values if waits.act is Act.NEW else {waits.field: waits.value})
        assert said == see(tx, barrier()).travelled()


def known(tx: Transaction, made: int) -> None:
    """Let the barrier be one that central confirmed at a version."""
    records.make(tx, barrier())
    tx.execute(
        text(
            "INSERT INTO row_state (organisation, kind, id, client, made, head, extra)"
            " VALUES ('0599', 'barrier', :id, :client, :made, :made, '{}')"
        ),
        {"id": DEBTS, "client": FATMA, "made": made},
    )


# --- Under another number ------------------------------------------------------------------------


def test_what_waits_is_numbered_from_one_again(database: Database) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        for severity in (3, 4, 5):
            change(tx, barrier(), severity=severity)
            outbox.take(tx, 500, ROOM)
        change(tx, barrier(), consequence="Minder")
        assert outbox.fingerprints(tx) == {c.n: c.fingerprint() for c in waiting(tx)}
        outbox.drop(tx, [1])
        assert outbox.fingerprints(tx)[1] == ""  # the second builds on it: what became of it?
        outbox.renumber(tx, {1: Outcome(State.OK, 7)})
        assert [(c.n, c.value, c.base, c.after) for c in waiting(tx)] == [
            (1, 4, 7, 0), (2, 5, 3, 1), (3, "Minder", 3, 0),
        ]  # fmt: skip
        assert not any(line.sent for line in outbox.waiting(tx))
        change(tx, barrier(), help_arranged=True)
        assert [c.n for c in waiting(tx)] == [1, 2, 3, 4]


def test_when_nothing_waits_the_next_number_is_one(database: Database) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        change(tx, barrier(), severity=4)
        outbox.drop(tx, [1])
        outbox.renumber(tx, {})
        change(tx, barrier(), severity=5)
        assert [c.n for c in waiting(tx)] == [1]


def test_what_builds_on_an_answer_that_was_not_a_version_stays_as_it_saw_it(
    database: Database,
) -> None:
    with database.transaction() as tx:
        known(tx, made=3)
        for severity in (3, 4):
            change(tx, barrier(), severity=severity)
            outbox.take(tx, 500, ROOM)
        outbox.drop(tx, [1])
        outbox.renumber(tx, {1: Outcome(State.CONFLICT, 9)})
        assert [(c.n, c.base, c.after) for c in waiting(tx)] == [(1, 3, 0)]

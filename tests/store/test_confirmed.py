"""What central says is taken in under what still waits, and what is not ours any more goes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from tests.desks import ANNA, NOW, ORGANISATION
from tests.store.people import DEBTS, FATMA, JOYCE, barrier, change, client, make, see
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.changes.row import Row
from wijkdesk.domain import Action, ContactMoment, Grant, Noun
from wijkdesk.store import confirmed, draft, inbox, outbox, records
from wijkdesk.store.confirmed import Keys, Taken
from wijkdesk.store.database import Database, Transaction

KEYS = Keys(bytes(32), bytes([1] * 32))
ROOM = 1 << 19
OK, SAME, MERGED, CONFLICT, LATE, REJECTED = State
OTHERS = [{"op": "d9:4", "v": 5, "by": "bilal", "at": "2026-11-20T08:00:00Z", "over": None}]


def take_in(tx: Transaction, answers: dict[int, Outcome], *news: tuple[Row, bool]) -> Taken:
    return confirmed.take_in(tx, ORGANISATION, KEYS, answers, list(news))


def send(tx: Transaction) -> list[Change]:
    return outbox.take(tx, 100, ROOM)


def whole(record: Noun, made: int, **versions: int) -> tuple[Row, bool]:
    """Return a record as central sends it to a desk that does not have it."""
    of = getattr(record, str(record.dossier_field))
    row = Row(record.record_kind(), record.id, of, made, dict(record.travelled()), dict(versions))
    return row, True


def news(record: Noun, made: int, versions: dict[str, int], **values: Any) -> tuple[Row, bool]:
    """Return fields of a record that changed."""
    of = getattr(record, str(record.dossier_field))
    return Row(record.record_kind(), record.id, of, made, values, versions), False


def held(tx: Transaction) -> int:
    """Return the digest of everything central confirmed."""
    return sum(confirmed.hashes(tx, ORGANISATION, KEYS).values())


def pending(tx: Transaction) -> dict[str, Any]:
    lines = tx.execute(text("SELECT field, value FROM confirmed"))
    return {field: json.loads(value) for field, value in lines}


def version(tx: Transaction, field: str, id_: str = DEBTS) -> int:
    asked = "SELECT version FROM field_version WHERE id = :id AND field = :field"
    own = tx.execute(text(asked), {"id": id_, "field": field}).scalar()
    made = tx.execute(text("SELECT made FROM row_state WHERE id = :id"), {"id": id_}).scalar()
    return int(own if own is not None else made)


@pytest.fixture
def known(database: Database) -> Database:
    """Return a desk with a client and a barrier that central confirmed at versions 1 and 2."""
    with database.transaction() as tx:
        taken = take_in(tx, {}, whole(client(), 1), whole(barrier(), 2))
        assert taken.touched == {("client", FATMA), ("barrier", DEBTS)}
        assert taken.difference == held(tx) != 0
    return database


def test_an_accepted_record_has_the_version_central_gave(database: Database) -> None:
    with database.transaction() as tx:
        make(tx, client(), barrier())
        send(tx)
        taken = take_in(tx, {1: Outcome(OK, 7), 2: Outcome(OK, 8)})
        assert outbox.how_many(tx) == 0
        assert see(tx, barrier()).travelled() == barrier().travelled()
        assert version(tx, "severity") == 8
        assert taken.difference == held(tx) != 0
        assert taken.told == []


def test_a_record_central_refused_goes_and_the_person_is_told(database: Database) -> None:
    with database.transaction() as tx:
        make(tx, barrier())
        (made,) = send(tx)
        refused = Outcome(REJECTED, why="unknown")
        taken = take_in(tx, {1: refused})
        assert see(tx, barrier()) is None
        assert taken.told == [(made, refused)]
        assert held(tx) == taken.difference == 0


def test_a_change_made_while_the_record_was_on_its_way_waits_on_top(database: Database) -> None:
    with database.transaction() as tx:
        make(tx, barrier())
        send(tx)
        change(tx, barrier(), severity=4)
        take_in(tx, {1: Outcome(OK, 8)})
        assert see(tx, barrier()).severity == 4
        assert pending(tx) == {"severity": 2}
        (waits,) = send(tx)
        assert (waits.value, waits.after) == (4, 1)
        taken = take_in(tx, {2: Outcome(OK, 9)})
        assert see(tx, barrier()).severity == 4
        assert (pending(tx), version(tx, "severity"), version(tx, "domain")) == ({}, 9, 8)
        assert taken.touched == {("barrier", DEBTS)}


@pytest.mark.parametrize("state", [OK, SAME])
def test_an_accepted_change_is_confirmed(known: Database, state: State) -> None:
    with known.transaction() as tx:
        before = held(tx)
        change(tx, barrier(), severity=3)
        assert held(tx) == before  # what waits is not what central has
        send(tx)
        taken = take_in(tx, {1: Outcome(state, 5)})
        assert see(tx, barrier()).severity == 3
        assert (pending(tx), version(tx, "severity")) == ({}, 5)
        assert held(tx) - before == taken.difference
        assert taken.told == []


def test_a_merged_text_is_what_both_wrote(known: Database) -> None:
    with known.transaction() as tx:
        before = held(tx)
        change(tx, barrier(), consequence="Beslag op loon, gestopt")
        send(tx)
        merged = Outcome(MERGED, 6, "Groot beslag op loon, gestopt")
        taken = take_in(tx, {1: merged})
        assert see(tx, barrier()).consequence == merged.value
        assert version(tx, "consequence") == 6
        assert [outcome for _, outcome in taken.told] == [merged]
        assert held(tx) - before == taken.difference


def test_of_a_conflict_the_first_received_stands_and_the_other_is_beside_it(
    known: Database,
) -> None:
    with known.transaction() as tx:
        before = held(tx)
        change(tx, barrier(), severity=5)
        send(tx)
        field = {"severity": 4, "!severity": 9}
        arrives = news(barrier(), 2, field, **{"severity": 1, "!severity": OTHERS})
        taken = take_in(tx, {1: Outcome(CONFLICT, 9)}, arrives)
        assert see(tx, barrier()).severity == 1
        assert len(taken.told) == 1
        assert held(tx) - before == taken.difference
        ((row, name),) = confirmed.double(tx, FATMA)
        assert (row.id, name, row.others("severity")) == (DEBTS, "severity", OTHERS)
        assert confirmed.double(tx, JOYCE) == []
        change(tx, barrier(), severity=1, seen=("d9:4",))
        assert confirmed.double(tx, None) == []
        assert len(confirmed.with_versions(tx, None)) == 1
        (choice,) = send(tx)
        assert choice.act is Act.SETTLE
        settled = news(barrier(), 2, {"severity": 10, "!severity": 10}, severity=1)
        take_in(tx, {2: Outcome(OK, 10)}, settled)
        assert confirmed.with_versions(tx, None) == []
        assert see(tx, barrier()).severity == 1


def test_a_refused_change_makes_way_for_what_central_has(known: Database) -> None:
    with known.transaction() as tx:
        before = held(tx)
        change(tx, barrier(), severity=5)
        send(tx)
        take_in(tx, {1: Outcome(REJECTED, why="unknown")})
        assert see(tx, barrier()).severity == 2
        assert (pending(tx), held(tx)) == ({}, before)


def test_news_goes_under_what_waits(known: Database) -> None:
    with known.transaction() as tx:
        before = held(tx)
        change(tx, barrier(), severity=5)
        fields = {"severity": 4, "help_arranged": 4}
        taken = take_in(tx, {}, news(barrier(), 2, fields, severity=1, help_arranged=True))
        assert (see(tx, barrier()).severity, see(tx, barrier()).help_arranged) == (5, True)
        assert pending(tx) == {"severity": 1}
        assert held(tx) - before == taken.difference
        (waits,) = send(tx)
        assert waits.base == 2  # the author never saw version 4


def test_a_second_change_still_waits_when_the_first_is_answered(known: Database) -> None:
    with known.transaction() as tx:
        change(tx, barrier(), severity=3)
        send(tx)
        change(tx, barrier(), severity=4)
        take_in(tx, {1: Outcome(OK, 5)})
        assert see(tx, barrier()).severity == 4
        assert pending(tx) == {"severity": 3}
        send(tx)
        take_in(tx, {2: Outcome(OK, 6)})
        assert (see(tx, barrier()).severity, pending(tx)) == (4, {})


def test_a_field_that_was_emptied_is_empty(known: Database) -> None:
    with known.transaction() as tx:
        before = held(tx)
        change(tx, barrier(), severity=None)
        send(tx)
        taken = take_in(tx, {1: Outcome(OK, 5)})
        assert see(tx, barrier()).severity is None
        taken.difference += take_in(tx, {}, news(barrier(), 2, {"consequence": 6})).difference
        assert see(tx, barrier()).consequence is None
        assert held(tx) - before == taken.difference


def test_old_news_and_answers_that_were_given_before_change_nothing(known: Database) -> None:
    with known.transaction() as tx:
        change(tx, barrier(), severity=3)
        send(tx)
        take_in(tx, {1: Outcome(OK, 5)})
        before = held(tx)
        again = take_in(tx, {1: Outcome(OK, 5)}, news(barrier(), 2, {"severity": 4}, severity=1))
        assert (again.touched, again.difference, held(tx)) == (set(), 0, before)
        assert see(tx, barrier()).severity == 3


def test_fields_and_kinds_of_a_later_version_are_kept_and_not_shown(known: Database) -> None:
    with known.transaction() as tx:
        before = held(tx)
        later = news(barrier(), 2, {"colour": 4, "!colour": 4}, colour="red", **{"!colour": OTHERS})
        strange = Row("parcel", "p1", FATMA, 5, {"weight": 3, "!weight": OTHERS}, {"!weight": 6})
        taken = take_in(tx, {}, later, (strange, True))
        assert held(tx) - before == taken.difference != 0
        assert confirmed.double(tx, None) == []
        assert see(tx, barrier()).severity == 2


def test_what_waits_of_another_record_is_left_alone(known: Database) -> None:
    with known.transaction() as tx:
        change(tx, barrier(), severity=5)
        change(tx, client(), phone="06")
        send(tx)
        take_in(tx, {1: Outcome(OK, 5)})
        assert see(tx, client()).phone == "06"
        assert pending(tx) == {"phone": None}
        assert [line.n for line in outbox.waiting(tx)] == [2]


@pytest.fixture
def two_dossiers(known: Database) -> Database:
    """Return a desk with a whole dossier of one client, and a second client."""
    written = {"organisation": ORGANISATION, "client": FATMA}
    by = {"recorded_by": ANNA, "recorded_at": NOW}
    grant = {"person": ANNA, "capacity": "contact_person", "starts": NOW.date()}
    dossier: tuple[Noun, ...] = (
        Action(id="a1", **written, **by, title="Bellen", kind="overig", by="klant"),
        ContactMoment(id="m1", **written, **by, channel="email", summary="Tot dinsdag", at=NOW),
        Grant(id="g1", **written, **grant),
        client(JOYCE, "Joyce", "van der Velden"),
    )
    with known.transaction() as tx:
        take_in(tx, {}, *(whole(record, 10 + n) for n, record in enumerate(dossier)))
        change(tx, barrier(), severity=4, consequence="Anders")
        make(tx, barrier("unsent"))
        draft.keep(tx, f"contact:{FATMA}", NOW, {"summary": "half"})
        sent = Change(9, Act.SET, "barrier", DEBTS, FATMA, "at", field="severity", value=3)
        inbox.tell(tx, NOW, sent, Outcome(CONFLICT, 9))
    return known


def naming(database: Database, client_id: str) -> set[str]:
    """Return the tables in which any value of any column names a client or a record of theirs."""
    named = (client_id, DEBTS, "a1", "m1", "g1", "Fatma", "Tot dinsdag", "Beslag", "half")
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    found = set()
    with database.transaction() as tx:
        for table in tx.execute(text(asked)).scalars().all():
            if table.startswith(("search_word_", "_sqlite")):
                continue
            values = [str(v) for row in tx.execute(text(f'SELECT * FROM "{table}"')) for v in row]
            if any(name in value for value in values for name in named):
                found.add(table)
    return found


def test_who_is_not_ours_any_more_is_in_no_table_but_what_waits_and_the_log(
    two_dossiers: Database,
) -> None:
    every = {"client", "barrier", "action", "contact_moment", "grant", "row_state", "confirmed",
             "outbox", "inbox", "draft", "search_line", "search_word"}  # fmt: skip
    assert naming(two_dossiers, FATMA) == every
    with two_dossiers.transaction() as tx:
        before = held(tx)
        taken = confirmed.let_go(tx, ORGANISATION, KEYS, [FATMA])
        assert held(tx) - before == taken.difference != 0
        assert {kind for kind, _ in taken.touched} >= {"client", "barrier", "action", "grant"}
        assert inbox.everything(tx)[0]["text"] == ""
        assert [c.kind for c in send(tx)] == ["barrier", "barrier", "barrier"]
        words = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'search_word', 'row')"
        tx.execute(text(words))
        assert "fatma" not in tx.execute(text("SELECT term FROM vocabulary")).scalars().all()
    assert naming(two_dossiers, FATMA) == {"outbox", "inbox"}
    assert "client" in naming(two_dossiers, JOYCE)


def test_answers_about_who_is_not_ours_any_more_bring_nothing_back(two_dossiers: Database) -> None:
    with two_dossiers.transaction() as tx:
        confirmed.let_go(tx, ORGANISATION, KEYS, [FATMA])
        before = held(tx)
        numbers = [c.n for c in send(tx)]
        taken = take_in(tx, {n: Outcome(REJECTED, why="unknown") for n in numbers})
        assert len(taken.told) == 3
        assert (taken.difference, held(tx)) == (0, before)
        assert outbox.how_many(tx) == 0
    assert naming(two_dossiers, FATMA) == {"inbox"}


def test_records_that_differ_are_forgotten_one_by_one(known: Database) -> None:
    with known.transaction() as tx:
        taken = confirmed.forget(tx, ORGANISATION, KEYS, [("barrier", DEBTS), ("parcel", "p")])
        assert see(tx, barrier()) is None
        assert records.has(tx, type(client()), FATMA)
        assert -taken.difference == KEYS.hash(whole(barrier(), 2)[0])


def test_a_record_that_is_not_there_has_no_hash() -> None:
    assert KEYS.hash(None) == 0
    place = Row("neighbourhood", "x", None, 1, {"name": "x"})
    assert KEYS.hash(place) != Keys(KEYS.common, KEYS.feed).hash(place)

"""Records are kept and found again, each value in its own type."""

from __future__ import annotations

from datetime import date, timedelta

from tests.desks import ANNA, BILAL, NOW, ORGANISATION
from tests.store.people import DEBTS, FATMA, JOYCE, barrier, client
from wijkdesk.domain import Barrier, Client, Grant, Person
from wijkdesk.store import records
from wijkdesk.store.database import Database

TODAY = NOW.date()


def test_a_record_comes_back_as_it_was_made(database: Database) -> None:
    made = barrier(help_arranged=False, measured_on=date(2026, 11, 20))
    anna = Person(organisation=ORGANISATION, id=ANNA, name="Anna", roles=["consultant"], area="x")
    with database.transaction() as tx:
        records.make(tx, made)
        records.make(tx, anna)
        found = records.find(tx, Barrier, DEBTS)
        person = records.find(tx, Person, ANNA)
    assert found is not None
    assert {n: getattr(found, n) for n in Barrier.facts()} == {
        n: getattr(made, n) for n in Barrier.facts()
    }
    assert found.help_arranged is False
    assert found.recorded_at.tzinfo is not None
    assert person is not None
    assert (person.roles, person.active) == (["consultant"], True)


def test_what_is_not_there_is_not_found(database: Database) -> None:
    with database.transaction() as tx:
        assert records.find(tx, Client, FATMA) is None
        assert not records.has(tx, Client, FATMA)
        assert records.with_ids(tx, Client, [FATMA]) == []
        assert records.of_client(tx, Barrier, FATMA) == []
        assert records.everything(tx, Client) == []


def test_records_are_found_by_id_and_by_client(database: Database) -> None:
    with database.transaction() as tx:
        for record in (client(), client(JOYCE, "Joyce"), barrier(), barrier("b2", of=JOYCE)):
            records.make(tx, record)
        assert records.has(tx, Client, JOYCE)
        assert {c.id for c in records.everything(tx, Client)} == {FATMA, JOYCE}
        assert [b.id for b in records.of_client(tx, Barrier, JOYCE)] == ["b2"]
        assert [c.id for c in records.of_client(tx, Client, FATMA)] == [FATMA]
        assert {b.id for b in records.with_ids(tx, Barrier, [DEBTS, "b2", "gone"])} == {DEBTS, "b2"}


def test_fields_are_set_and_records_taken_away(database: Database) -> None:
    with database.transaction() as tx:
        records.make(tx, barrier())
        records.put(tx, Barrier, DEBTS, {"severity": None, "closed_on": TODAY})
        found = records.find(tx, Barrier, DEBTS)
        assert found is not None
        assert (found.severity, found.closed_on, found.domain) == (None, TODAY, "schulden")
        records.remove(tx, Barrier, DEBTS)
        assert records.find(tx, Barrier, DEBTS) is None


def test_as_what_somebody_holds_a_client(database: Database) -> None:
    held = {"organisation": ORGANISATION, "client": FATMA, "starts": date(2026, 1, 1)}
    with database.transaction() as tx:
        records.make(tx, Grant(**held, id="1", person=ANNA, capacity="contact_person"))
        until = TODAY + timedelta(days=1)
        records.make(tx, Grant(**held, id="2", person=BILAL, capacity="replacement", until=until))
        assert records.capacity(tx, ANNA, FATMA, TODAY) == "contact_person"
        assert records.capacity(tx, BILAL, FATMA, TODAY) == "replacement"
        assert records.capacity(tx, BILAL, FATMA, until) == ""
        assert records.capacity(tx, ANNA, JOYCE, TODAY) == ""

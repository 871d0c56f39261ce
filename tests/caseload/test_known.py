"""What every desk knows: colleagues, wijken, and who looked at a client."""

from __future__ import annotations

from tests.desks import ANNA, BILAL, KNOWN, Clock, ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Person
from wijkdesk.store import audit, records


def test_colleagues_are_listed_by_name_while_they_work_here(desk: Desk) -> None:
    assert ask(desk, "people") == [
        {"id": ANNA, "name": "Anna Jansen", "roles": ["consultant"], "area": "Charlois"},
        {"id": BILAL, "name": "Bilal Öztürk", "roles": ["consultant"], "area": "Charlois"},
    ]
    with desk.database.transaction() as tx:
        records.put(tx, Person, BILAL, {"active": False})
    assert [row["id"] for row in ask(desk, "people")] == [ANNA]


def test_all_wijken_are_known_by_name(desk: Desk) -> None:
    rows = ask(desk, "neighbourhoods")
    assert len(rows) == 92
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    tarwewijk = next(row for row in rows if row["name"] == "Tarwewijk")
    assert (tarwewijk["area"], tarwewijk["south"], tarwewijk["focus"]) == ("Charlois", True, True)


def test_who_looked_is_told_the_last_first(desk: Desk, fatma: str, clock: Clock) -> None:
    clock.later(hours=1)
    ask(desk, "client", client=fatma)
    clock.later(hours=1)
    do(desk, "record_contact", client=fatma, channel="email", summary="x")
    rows = ask(desk, "audit", client=fatma)
    assert [row["act"] for row in rows] == ["record_contact", "open_client", "register_client"]
    assert rows[0]["person"] == "Anna Jansen"
    assert rows[0]["at"] == clock()
    assert {row["device"] for row in rows} == {KNOWN["device"]}
    assert len({row["id"] for row in rows}) == 3
    assert ask(desk, "audit", client="nobody") == []


def test_a_client_is_shown_the_department_and_not_the_name(desk: Desk, fatma: str) -> None:
    with desk.database.transaction() as tx:
        audit.add(tx, desk.now(), "gone", "contact_person", "open_client", client=fatma)
    ours, theirs = (ask(desk, "audit", client=fatma, for_client=f) for f in ("false", "true"))
    assert [row["person"] for row in ours] == ["gone", "Anna Jansen"]
    assert [row["person"] for row in theirs] == ["–", "Charlois"]
    said = str(theirs)
    assert not [word for word in ("Anna", "gone", ANNA, KNOWN["device"]) if word in said]
    same = ("id", "at", "capacity", "act", "purpose", "what")
    assert [[row[name] for name in same] for row in ours] == [
        [row[name] for name in same] for row in theirs
    ]


def test_what_a_line_was_about_is_names_and_counts(desk: Desk, fatma: str, clock: Clock) -> None:
    barrier = do(desk, "record_barrier", client=fatma, domain="schulden", severity="2")
    do(desk, "measure_barrier", barrier=barrier, severity="3", consequence="Beslag op loon")
    row = ask(desk, "audit", client=fatma)[0]
    assert (row["act"], row["purpose"]) == ("measure_barrier", "arbeidsinschakeling")
    assert set(row["what"]["fields"]) >= {"severity", "consequence"}
    assert "Beslag" not in str(row)

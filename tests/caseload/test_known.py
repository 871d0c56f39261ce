"""What every desk knows: colleagues, wijken, and who looked at a client."""

from __future__ import annotations

from tests.desks import ANNA, BILAL, KNOWN, Clock, ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Person
from wijkdesk.store import records


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

"""Registering, changing, listing, finding and opening clients."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests import desks
from tests.caseload.told import accept, left, logged, refused
from tests.desks import ANNA, ORGANISATION, Clock, ask, do
from wijkdesk.caseload import client as acts
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.change import Act
from wijkdesk.domain import Client, Grant
from wijkdesk.store import records

FULL = {
    "given_name": " Fatma ", "family_name": "Yılmaz", "neighbourhood": "Tarwewijk",
    "born": "1987-03-01", "bsn": "9999.99.990", "phone": "06 12 34 56 78", "email": "f@example.nl",
    "postcode": "3081 ab", "talk_language": "Turks",
}  # fmt: skip
SOUND = {"given_name": "A", "family_name": "B", "neighbourhood": "Tarwewijk"}
IMPOSSIBLE = [
    ("given_name", " ", "missing"),
    ("given_name", "a" * 201, "too_long"),
    ("family_name", "\u202e", "missing"),
    ("born", "2026-11-25", "born_in_future"),
    ("born", "1899-01-01", "born_too_long_ago"),
    ("born", "1990-02-30", "not_a_date"),
    ("neighbourhood", "Kralingen-Zuid", "unknown_neighbourhood"),
    ("bsn", "123456789", "not_a_bsn"),
    ("bsn", "12", "not_a_bsn"),
    ("bsn", "9999999900", "not_a_bsn"),
    ("phone", "0" * 41, "too_long"),
    ("email", "geen", "not_an_email"),
    ("postcode", "3081ABC", "not_a_postcode"),
    ("talk_language", "T\x00", "not_storable"),
]


def test_a_new_client_is_kept_queued_and_logged(desk: Desk) -> None:
    id_ = do(desk, "register_client", **FULL)
    (row,) = ask(desk, "client", client=id_)
    assert {name: row[name] for name in Client.facts()} == {
        "given_name": "Fatma", "family_name": "Yılmaz", "born": date(1987, 3, 1),
        "neighbourhood": "Tarwewijk", "bsn": "999999990", "phone": "06 12 34 56 78",
        "email": "f@example.nl", "postcode": "3081AB", "talk_language": "Turks", "phase": "intake",
        "held": None,
    }  # fmt: skip
    assert (row["id"], row["name"], row["waiting"]) == (id_, "Fatma Yılmaz", True)
    (change,) = left(desk).waits
    assert (change.act, change.kind, change.id, change.client) == (Act.NEW, "client", id_, id_)
    assert change.values is not None
    assert change.values["born"] == "1987-03-01"
    line = next(line for line in left(desk).log if line["act"] == "register_client")
    assert (line["act"], line["person"], line["kind"], line["record"], line["client"]) == (
        "register_client", ANNA, "client", id_, id_,
    )  # fmt: skip


def test_a_name_and_a_wijk_are_enough(desk: Desk) -> None:
    touched = acts.register_client(desk, "Fatma", "Yılmaz", "Tarwewijk", bsn="", phone="")
    assert touched.kinds == {"client"}
    row = ask(desk, "client", client=str(touched.id))[0]
    assert (row["bsn"], row["phone"], row["born"]) == (None, None, None)


@pytest.mark.parametrize(("field", "value", "code"), IMPOSSIBLE)
def test_an_impossible_value_is_refused_with_its_field(
    desk: Desk, fatma: str, field: str, value: str, code: str
) -> None:
    made = {**SOUND, field: value}
    assert refused(desk, lambda: do(desk, "register_client", **made)) == (code, field)
    changed = {"client": fatma, field: value}
    assert refused(desk, lambda: do(desk, "change_client", **changed)) == (code, field)


def test_only_what_was_changed_is_queued(desk: Desk, fatma: str) -> None:
    accept(desk)
    do(desk, "change_client", client=fatma, phone="06", given_name="Fatma", phase="ontwikkelen")
    assert {(c.field, c.value) for c in left(desk).waits} == {
        ("phone", "06"), ("phase", "ontwikkelen"),
    }  # fmt: skip
    assert logged(desk)["act"] == "change_client"


@pytest.mark.parametrize("field", ["bsn", "phone", "email", "postcode", "talk_language"])
def test_what_need_not_be_known_can_be_taken_out(desk: Desk, field: str) -> None:
    id_ = do(desk, "register_client", **FULL)
    do(desk, "change_client", client=id_, **{field: ""})
    assert ask(desk, "client", client=id_)[0][field] is None


def test_nothing_to_change_and_nobody_to_change_are_refused(desk: Desk, fatma: str) -> None:
    assert refused(desk, lambda: do(desk, "change_client", client=fatma)) == (
        "nothing_to_change", None,
    )  # fmt: skip
    nobody = lambda: do(desk, "change_client", client="nobody", phone="06")  # noqa: E731
    assert refused(desk, nobody) == ("unknown_record", "client")
    assert refused(desk, lambda: ask(desk, "client", client="nobody")) == (
        "unknown_record", "client",
    )  # fmt: skip


def test_opening_a_dossier_is_in_the_log_once_while_somebody_is_at_it(
    desk: Desk, fatma: str, clock: Clock
) -> None:
    clock.later(hours=2)
    for _ in range(3):
        ask(desk, "client", client=fatma)
        clock.later(minutes=1)
    assert [line["act"] for line in left(desk).log[-2:]] == ["register_client", "open_client"]
    line = logged(desk)
    assert (line["record"], line["client"], line["person"]) == (fatma, fatma, ANNA)
    clock.later(hours=2)
    ask(desk, "client", client=fatma)
    assert [line["act"] for line in left(desk).log[-2:]] == ["open_client", "open_client"]


def test_the_contact_person_is_who_holds_the_active_grant(desk: Desk, fatma: str) -> None:
    assert ask(desk, "client", client=fatma)[0]["contact_person"] is None
    given = {"organisation": ORGANISATION, "client": fatma, "capacity": "contact_person"}
    past = {"starts": date(2026, 1, 1), "until": date(2026, 5, 1)}
    with desk.database.transaction() as tx:
        records.make(tx, Grant(id="g1", person=desks.BILAL, **given, **past))
        records.make(tx, Grant(id="g2", person=ANNA, **given, starts=date(2026, 5, 1)))
    assert ask(desk, "client", client=fatma)[0]["contact_person"] == "Anna Jansen"


def test_an_act_is_logged_with_the_capacity_in_which_it_was_done(desk: Desk, fatma: str) -> None:
    given = {"organisation": ORGANISATION, "client": fatma, "starts": date(2026, 1, 1)}
    with desk.database.transaction() as tx:
        grant = Grant(id="g", person=ANNA, **given, capacity="replacement", until=date(2026, 12, 1))
        records.make(tx, grant)
    do(desk, "record_contact", client=fatma, channel="email", summary="x")
    assert logged(desk)["capacity"] == "replacement"


def test_the_caseload_is_in_the_order_of_names_and_says_what_is_next(
    desk: Desk, clock: Clock
) -> None:
    zoe = desks.client(desk, "Zoë", "Aal")
    bob = desks.client(desk, "Bob", "Zwart", neighbourhood="Bloemhof")
    accept(desk)
    step = {"kind": "overig", "by": "klant"}
    do(desk, "plan_action", client=bob, title="Later", due="2026-12-24", **step)
    do(desk, "plan_action", client=bob, title="Eerst", due="2026-11-25", **step)
    do(desk, "record_contact", client=bob, channel="telefoon", summary="Hoi")
    first, second = ask(desk, "caseload")
    assert first == {
        "id": zoe, "given_name": "Zoë", "family_name": "Aal", "name": "Zoë Aal",
        "neighbourhood": "Tarwewijk", "phase": "intake", "sorted_name": "aal, zoe",
        "next_action": None, "next_due": None, "last_contact": None, "open_actions": 0,
        "waiting": False, "versions": 0,
    }  # fmt: skip
    assert (second["id"], second["next_action"], second["next_due"], second["open_actions"]) == (
        bob, "Eerst", date(2026, 11, 25), 2,
    )  # fmt: skip
    assert second["last_contact"] == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert second["waiting"] is True


def test_unsent_clients_are_found_and_pages_go_on(desk: Desk) -> None:
    ids = [desks.client(desk, f"Kind {n}", "Jansen") for n in range(5)]
    assert len(ask(desk, "search", text="jans kin")) == 5
    assert ask(desk, "search", text="pieters") == []
    first = acts.search(desk, "jansen", limit=3)
    last = (first[-1]["sorted_name"], first[-1]["id"])
    rest = acts.search(desk, "jansen", limit=3, after=last)
    assert {row["id"] for row in first + rest} == set(ids)
    assert [row["id"] for row in acts.caseload(desk)] == [row["id"] for row in first + rest]
    assert len(ask(desk, "caseload", limit="2")) == 2

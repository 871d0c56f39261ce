"""A person receives the projection of their own dossiers, whole, however often it breaks off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from tests.central.forge import AT, change, dump, message, new, post, send
from tests.town.fixtures import MakeTown
from tests.town.town import Place, Town
from wijkdesk.changes.messages import LARGEST_INFLATED
from wijkdesk.domain import Client, ContactMoment
from wijkdesk.errors import OutsideTrouble

NOTE = {"channel": "gesprek", "at": AT, "recorded_at": AT}
TEXTS = {"given_name": "MARK1", "family_name": "MARK2", "phone": "MARK3", "talk_language": "MARK4"}


def dossier(place: Place, name: str = "Samira") -> str:
    """Return the id of a client with a record of every kind."""
    client = place.do("register_client", given_name=name, family_name="El Idrissi",
                      neighbourhood="Tarwewijk")  # fmt: skip
    barrier = place.do("record_barrier", client=client, domain="schulden", severity="2",
                       consequence="een twee drie")  # fmt: skip
    place.do(
        "plan_action", client=client, title="Bellen", kind="overig", by="klant", barrier=barrier
    )
    place.do("record_contact", client=client, channel="gesprek", summary="Hallo")
    return client


@contextmanager
def statements(town: Town) -> Iterator[list[str]]:
    """Note every statement central says to its database."""
    said: list[str] = []

    def note(*parts: Any) -> None:
        said.append(parts[2])

    event.listen(town.storage.engine, "before_cursor_execute", note)
    yield said
    event.remove(town.storage.engine, "before_cursor_execute", note)


# --- Nobody receives what is not theirs ----------------------------------------------------------


def test_who_has_no_grant_receives_no_mark(any_town: Town) -> None:
    anna, person = any_town.desk("anna"), any_town.person("anna")
    client = new(1, "client", None, {**TEXTS, "neighbourhood": "Tarwewijk", "email": "MARK5@x.nl"})
    at = {"recorded_at": AT, "recorded_by": person}
    own = client["id"]
    barrier = {"domain": "schulden", "consequence": "MARK6", "result": "MARK7", **at}
    action = {"title": "MARK8", "kind": "overig", "by": "klant", "partner": "MARK9", **at}
    ops = [
        client,
        new(2, "barrier", own, barrier),
        new(3, "action", own, {**action, "result": "MARKA"}),
        new(4, "contact_moment", own, {**NOTE, **at, "summary": "MARKB"}),
        change(5, "client", own, "phone", "MARKC", b=1),
    ]
    assert [said["st"] for _, said in send(any_town, anna, *ops)] == ["ok"] * 4 + ["conflict"]
    any_town.sync("anna")
    for name, role in (("bart", "consultant"), ("jo", "coordinator"), ("job", "jobhunter"),
                       ("els", "desk"), ("ad", "admin")):  # fmt: skip
        any_town.person(name, role)
        place = any_town.enrol(name)
        keys = [[op["k"], op["id"]] for op in ops[:4]]
        answers = [*place.road.messages(), *place.road.messages("/enrol")]
        for path, asked in (("/digest", {}), ("/digest", {"want": keys}), ("/ask", {})):
            # What a coordinator may see of an area is another matter: see test_area.
            if (path, role) != ("/ask", "coordinator"):
                answers.append(post(any_town, place, path, asked).message)
        for said in (json.dumps(answers), dump(place)):
            assert "MARK" not in said
            assert client["id"] not in said
    assert "MARK" in dump(any_town.desk("anna"))


def test_a_colleague_is_known_by_name_and_not_by_address(any_town: Town) -> None:
    anna = any_town.desk("anna")
    with any_town.storage.transaction() as tx:
        tx.exec_driver_sql("UPDATE person SET email = 'MARK@x.nl'")
    bart = any_town.desk("bart")
    assert {row["name"] for row in bart.ask("people")} == {"anna", "bart"}
    assert "MARK" not in json.dumps(bart.road.messages())
    assert anna is not bart


# --- A grant brings the whole dossier ------------------------------------------------------------


def test_a_second_person_receives_the_whole_dossier(any_town: Town) -> None:
    anna, bart = any_town.desk("anna"), any_town.desk("bart")
    client = dossier(anna)
    any_town.settle()
    assert bart.ask("caseload") == []
    any_town.give(client, "bart")
    any_town.settle()
    assert [row["title"] for row in bart.ask("timeline", client=client)] == [
        row["title"] for row in anna.ask("timeline", client=client)
    ]
    assert any_town.differences() == []
    assert not anna.road.paths["/digest"] + bart.road.paths["/digest"]
    bart.do("change_client", client=client, phone="06")
    any_town.settle()
    assert anna.ask("client", client=client)[0]["phone"] == "06"


def test_two_versions_reach_who_comes_later(any_town: Town) -> None:
    anna, second = any_town.desk("anna"), any_town.enrol("anna2", "anna")
    client = dossier(anna)
    any_town.settle()
    for place, phone in ((anna, "06 1"), (second, "06 2")):
        place.do("change_client", client=client, phone=phone)
    any_town.settle()
    any_town.give(client, "bart")
    bart = any_town.desk("bart")
    [row] = bart.ask("versions")
    assert {version["value"] for version in row["values"]} == {"06 1", "06 2"}
    assert {version["who"] for version in row["values"]} == {"anna"}


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_download_that_breaks_off_anywhere_ends_the_same(any_town: Town, page: int) -> None:
    anna = any_town.desk("anna")
    client = dossier(anna)
    any_town.settle()
    pages = 6 // page  # a client, its grants, a barrier, an action and a contact
    desks = [any_town.enrol(f"bart{number}", "bart") for number in range(pages)]
    any_town.give(client, "bart")
    any_town.central.page = page
    for number, bart in enumerate(desks, 1):
        # It breaks off after so many pages, and meanwhile the dossier goes on.
        bart.road.plan("drop_answer" if number % 2 else "drop_request", number)
        assert isinstance(any_town.try_sync(bart.name), OutsideTrouble)
        anna.do("change_client", client=client, phone=f"06 {number}")
        anna.do("record_contact", client=client, channel="gesprek", summary=f"{number}")
        any_town.sync("anna")
        any_town.sync(bart.name)
        assert not bart.road.paths["/digest"]
    any_town.settle()
    assert any_town.differences() == []


def test_no_page_repeats_after_it_was_taken(make_town: MakeTown, sqlite_url: str) -> None:
    town = make_town(sqlite_url, page=10)
    bart = town.enrol("bart", download=False)
    bart.road.plan("drop_answer", 4)
    town.try_sync("bart")
    town.sync("bart")
    sent = [row[1] for said in bart.road.messages() for row in said.get("rows", [])]
    assert len(sent) - len(set(sent)) == 10


def test_a_page_of_long_notes_is_one_a_desk_may_take(any_town: Town) -> None:
    anna, person = any_town.desk("anna"), any_town.person("anna")
    client = dossier(anna)
    any_town.sync("anna")
    n = 4
    for _ in range(3):
        ops = [new(n + at, "contact_moment", client,
                   {**NOTE, "recorded_by": person, "summary": f"{n + at}" + "e\u0301é" * 1300})
               for at in range(1, 301)]  # fmt: skip
        n += 300
        assert len(send(any_town, anna, *ops[:150])) == 150
        assert len(send(any_town, anna, *ops[150:])) == 150
    any_town.give(client, "bart")
    bart = any_town.desk("bart")
    sizes = [len(json.dumps(said, ensure_ascii=False).encode()) for said in bart.road.messages()]
    assert len(sizes) > 3
    assert max(sizes) < LARGEST_INFLATED / 4
    assert len(bart.ask("timeline", client=client)) == 903


def test_a_page_of_many_records_misses_none(any_town: Town) -> None:
    anna, person = any_town.desk("anna"), any_town.person("anna")
    client = dossier(anna)
    any_town.sync("anna")
    short = {**NOTE, "recorded_by": person, "summary": "Kort"}
    for first in (5, 305):
        ops = [new(n, "contact_moment", client, short) for n in range(first, first + 300)]
        assert len(send(any_town, anna, *ops)) == 300
    any_town.give(client, "bart")
    bart = any_town.desk("bart")
    assert len(bart.ask("timeline", client=client)) == 603
    assert (bart.road.paths["/sync"], bart.road.paths["/digest"]) == (1, 0)


def test_a_day_of_long_notes_goes_up_in_parts(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client = dossier(anna)
    for number in range(300):
        anna.do(
            "record_contact", client=client, channel="gesprek", summary=f"{number} {'é' * 3900}"
        )
    done = any_town.sync("anna")
    assert (done.sent, done.applied) == (304, 304)
    assert done.requests > 3
    assert any_town.differences() == []


# --- Nothing changed -----------------------------------------------------------------------------


def test_nothing_changed_reads_no_records(any_town: Town) -> None:
    anna = any_town.desk("anna")
    dossier(anna)
    any_town.settle()
    with statements(any_town) as said:
        done = any_town.sync("anna")
    assert (done.requests, done.received, done.sent) == (1, 0, 0)
    tables = {
        Client.__tablename__,
        ContactMoment.__tablename__,
        "row_state",
        "field_version",
        "grant",
    }
    read = [one for one in said if any(f"FROM {name} " in one.replace('"', "") for name in tables)]
    assert read == []


def test_what_is_not_in_the_feed_is_not_given(any_town: Town) -> None:
    anna, bart = any_town.desk("anna"), any_town.desk("bart")
    client = dossier(anna)
    any_town.settle()
    want = [["client", client], ["client", "x"], ["spell", "x"], ["device", "x"], ["grant", client]]
    assert post(any_town, bart, "/digest", {"want": want}).message == {"rows": []}
    assert len(post(any_town, anna, "/digest", {"want": want}).message["rows"]) == 1


@pytest.mark.parametrize("want", [None, {}, [1], [[1, 2]], [["a"]], [["a", "b", "c"]],
                                  [["a", "b"]] * 2001])  # fmt: skip
def test_what_is_no_wish_is_400(town: Town, want: object) -> None:
    assert post(town, town.desk("anna"), "/digest", {"want": want}).status == 400


def test_who_just_sent_it_does_not_receive_it_again(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client = dossier(anna)
    any_town.sync("anna")
    anna.do("change_client", client=client, phone="06")
    anna.do("record_contact", client=client, channel="gesprek", summary="Hallo")
    done = any_town.sync("anna")
    assert (done.sent, done.received, done.requests) == (2, 0, 1)


def test_what_a_desk_just_made_is_not_read_again(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client = dossier(anna)
    dossier(anna, "Ravi")
    any_town.sync("anna")
    anna.do("plan_action", client=client, title="Bellen", kind="overig", by="klant")
    with statements(any_town) as said:
        any_town.sync("anna")
    asked = [one for one in said if "FROM action" in one]
    assert len(asked) == 1  # whether it was there already


def test_a_lost_answer_is_no_lost_work(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client = dossier(anna)
    any_town.fail("anna", "drop_answer")
    with pytest.raises(OutsideTrouble):
        any_town.sync("anna")
    anna.do("change_client", client=client, phone="06")
    any_town.settle()
    assert any_town.differences() == []
    assert message(anna)["since"] > 0

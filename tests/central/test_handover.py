"""Clients change hands: who has them, what moves along, and who is told."""

from __future__ import annotations

from datetime import date

import pytest

from tests.town.fixtures import MakeTown
from tests.town.town import Place, Town
from wijkdesk.caseload.dossier import unseen
from wijkdesk.central.holdings import holders
from wijkdesk.domain import Grant
from wijkdesk.domain.values import Capacity
from wijkdesk.errors import UserError
from wijkdesk.store import records


@pytest.fixture
def anna(any_town: Town) -> Place:
    """Anna's desk, with a client of hers that central knows."""
    place = any_town.desk("anna")
    register(any_town, place)
    return place


def register(town: Town, place: Place, family_name: str = "Aarts", **more: str) -> str:
    """Register a client at a desk, with a barrier, and send it."""
    client = place.do(
        "register_client", given_name="Samira", family_name=family_name,
        neighbourhood="Tarwewijk", **more,
    )  # fmt: skip
    place.do("record_barrier", client=client, domain="schulden", severity="2")
    town.sync(place.name)
    return client


def clients(place: Place) -> list[str]:
    """Return the ids of the clients at a desk."""
    return [row["id"] for row in place.ask("caseload")]


def told(place: Place) -> list[str]:
    """Return the codes of what a person finds in the inbox."""
    return [row["code"] for row in place.ask("inbox")]


def held(town: Town, client: str) -> dict[str, set[str]]:
    """Return who holds a client now, by name."""
    names = {person: name for name, person in town.people.items()}
    with town.storage.snapshot() as tx:
        found = holders(tx, town.organisation(), [client]).get(client, {})
    return {names[person]: set(capacities) for person, capacities in found.items()}


def coordinator(town: Town, area: str = "Charlois") -> Place:
    """Return the desk of the coordinator of an area."""
    person = town.person(f"cora {area}", "coordinator", area=area)
    assert person
    return town.enrol(f"cora {area}")


def test_a_client_is_handed_over_with_reason_and_note(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    bart = any_town.desk("bart")
    given = {"to": any_town.people["bart"], "reason": "andere wijk", "note": "Bel na tien uur"}
    anna.do("hand_over", client=client, **given)
    assert clients(anna) == [client], "it takes effect when central did it"
    any_town.settle()
    assert (clients(anna), clients(bart)) == ([], [client])
    assert told(bart) == ["client_handed_over"]
    assert bart.ask("inbox")[0]["text"] == "Bel na tien uur"
    assert [row["domain"] for row in bart.ask("barriers", client=client)] == ["schulden"]
    assert held(any_town, client) == {"bart": {"contact_person"}}
    assert any_town.agrees()


def test_what_was_written_before_travels_along(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    bart = any_town.desk("bart")
    to = any_town.people["bart"]
    anna.do("hand_over", client=client, to=to, reason="andere wijk")
    anna.do("record_contact", client=client, channel="telefoon", summary="Nog gebeld")
    any_town.settle()
    assert "Nog gebeld" in [row["text"] for row in bart.ask("timeline", client=client)]
    assert told(anna) == []
    assert any_town.agrees()


def test_a_colleague_who_is_no_consultant_gets_no_clients(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    hunter = any_town.person("jan", "jobhunter")
    anna.do("hand_over", client=client, to=hunter, reason="bemiddeling")
    anna.do("hand_over", client=client, to="nobody", reason="bemiddeling")
    anna.do("hand_over", client=client, to=any_town.people["anna"], reason="mezelf")
    any_town.settle()
    assert sorted(told(anna)) == [
        "already_contact_person", "unknown_colleague", "unknown_colleague"
    ]  # fmt: skip
    assert held(any_town, client) == {"anna": {"contact_person"}}


def test_nobody_hands_over_a_client_of_somebody_else(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    bart = any_town.desk("bart")
    register(any_town, bart, "Bos")
    record = bart.ask("caseload")[0]["id"]
    with bart.desk.act("hand_over") as act:
        other = unseen(bart.desk.organisation, client)
        act.request("hand_over", other, to=any_town.people["bart"], reason="hebben")
    any_town.settle()
    assert told(bart) == ["unknown"]
    assert clients(bart) == [record]


def test_a_coordinator_assigns_a_client_of_the_area(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    bart = any_town.desk("bart")
    cora = coordinator(any_town)
    cora.do("assign", client=client, to=any_town.people["bart"])
    any_town.settle()
    assert (clients(anna), clients(bart)) == ([], [client])
    assert (told(anna), told(bart)) == (["client_taken_over"], ["client_assigned"])
    assert any_town.agrees()


def test_a_coordinator_of_another_area_assigns_nothing(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    any_town.desk("bart")
    other = coordinator(any_town, "Delfshaven")
    other.do("assign", client=client, to=any_town.people["bart"])
    any_town.settle()
    assert told(other) == ["unknown"]
    assert held(any_town, client) == {"anna": {"contact_person"}}


def test_a_whole_caseload_moves_at_once(any_town: Town, anna: Place) -> None:
    second = register(any_town, anna, "Bos")
    bart = any_town.desk("bart")
    cora = coordinator(any_town)
    people = any_town.people
    cora.do("move_caseload", person=people["anna"], to=people["bart"], reason="andere baan")
    any_town.settle()
    assert clients(anna) == []
    assert second in clients(bart)
    assert len(clients(bart)) == 2
    assert (told(anna), told(bart)) == (["caseload_moved_away"], ["caseload_moved_here"])
    assert any_town.agrees()


def test_a_replacement_comes_and_goes_by_itself(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    bart = any_town.desk("bart")
    days = {"from": "2026-11-25", "until": "2026-11-27"}
    anna.do("replace", person=any_town.people["anna"], by=any_town.people["bart"], reason="vrij",
            **days)  # fmt: skip
    any_town.settle()
    assert clients(bart) == [], "it has not begun"
    assert told(bart) == ["you_replace"]
    any_town.later(days=2)
    any_town.settle()
    assert clients(bart) == [client]
    assert held(any_town, client) == {"anna": {"contact_person"}, "bart": {"replacement"}}
    assert any_town.agrees()
    bart.do("record_contact", client=client, channel="telefoon", summary="Waargenomen")
    any_town.settle()
    assert "Waargenomen" in [row["text"] for row in anna.ask("timeline", client=client)]
    any_town.later(days=2)
    any_town.settle()
    assert (clients(anna), clients(bart)) == ([client], [])
    assert held(any_town, client) == {"anna": {"contact_person"}}
    assert any_town.agrees()


def test_who_replaces_gets_the_clients_that_come_meanwhile(any_town: Town, anna: Place) -> None:
    people, cora = any_town.people, coordinator(any_town)
    carla, bart = any_town.desk("carla"), any_town.desk("bart")
    late = register(any_town, carla, "Bos")
    days = {"from": "2026-11-23", "until": "2026-12-01"}
    cora.do("replace", person=people["anna"], by=people["bart"], reason="ziek", **days)
    any_town.settle()
    cora.do("assign", client=late, to=people["anna"])
    any_town.settle()
    assert late in clients(anna)
    assert late in clients(bart)
    cora.do("assign", client=late, to=people["carla"])
    any_town.settle()
    assert held(any_town, late) == {"carla": {"contact_person"}}
    assert any_town.agrees()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"until": "2026-11-23"}, "ends_before_it_begins"),
        ({"until": "2026-11-22"}, "ends_before_it_begins"),
        ({"by": "anna"}, "same_person"),
        ({"reason": " "}, "missing"),
    ],
)
def test_a_replacement_that_cannot_be_is_said(
    any_town: Town, anna: Place, given: dict[str, str], code: str
) -> None:
    any_town.person("bart")
    asked = {"person": "anna", "by": "bart", "from": "2026-11-23", "until": "2026-11-30",
             "reason": "ziek", **given}  # fmt: skip
    who = {name: any_town.people[asked[name]] for name in ("person", "by")}
    with pytest.raises(UserError) as refused:
        anna.do("replace", **{**asked, **who})
    assert refused.value.code == code


def test_somebody_without_clients_needs_nobody(any_town: Town, anna: Place) -> None:
    bart = any_town.desk("bart")
    given = {"from": "2026-11-23", "until": "2026-11-30", "reason": "ziek"}
    people = any_town.people
    bart.do("replace", person=people["bart"], by=people["anna"], **given)
    any_town.settle()
    assert told(bart) == ["no_clients"]


def test_days_that_pass_unseen_are_made_up_for(any_town: Town, anna: Place) -> None:
    """A grant that began and ended while nobody asked leaves no trace at the desks."""
    (client,) = clients(anna)
    bart = any_town.desk("bart")
    days = {"from": "2026-11-25", "until": "2026-11-27"}
    anna.do("replace", person=any_town.people["anna"], by=any_town.people["bart"], reason="vrij",
            **days)  # fmt: skip
    any_town.settle()
    any_town.later(days=30)
    any_town.settle()
    assert clients(bart) == []
    assert held(any_town, client) == {"anna": {"contact_person"}}
    assert any_town.agrees()


def test_the_history_of_who_had_a_client_stays(any_town: Town, anna: Place) -> None:
    (client,) = clients(anna)
    bart = any_town.desk("bart")
    anna.do("hand_over", client=client, to=any_town.people["bart"], reason="andere wijk")
    any_town.settle()
    with bart.desk.reading() as tx:
        grants = sorted(records.of_client(tx, Grant, client), key=lambda grant: bool(grant.until))
    assert [(g.person == any_town.people["bart"], g.capacity, g.until) for g in grants] == [
        (True, Capacity.CONTACT_PERSON, None),
        (False, Capacity.CONTACT_PERSON, date(2026, 11, 23)),
    ]


@pytest.mark.parametrize("turn", range(3))
def test_a_handover_that_comes_in_two_pages_is_one(
    make_town: MakeTown, central_url: str, turn: int
) -> None:
    """The new contact person may arrive at a desk before the old one ended."""
    town = make_town(central_url, page=1)
    anna = town.desk("anna")
    client = register(town, anna)
    town.give(client, "dirk")
    dirk, cora = town.enrol("dirk"), coordinator(town)
    for name in ["bart", "carla", "els"][: turn + 1]:
        cora.do("assign", client=client, to=town.person(name))
        town.settle()
        assert clients(dirk) == [client]
    assert town.agrees()

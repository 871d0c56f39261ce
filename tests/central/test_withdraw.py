"""A record in the wrong dossier: taken out everywhere, or put where it belongs."""

from __future__ import annotations

import pytest

from tests.central.search import found_at
from tests.central.test_handover import register, told
from tests.town.town import Place, Town
from wijkdesk.domain import ContactMoment
from wijkdesk.domain.values import Capacity

SECRET = "Zegt dat de buurvrouw ziek is"


@pytest.fixture
def anna(any_town: Town) -> Place:
    """Anna's desk with two clients, which Bart holds too."""
    place = any_town.desk("anna")
    for name in ("Aarts", "Bos"):
        client = register(any_town, place, name)
        any_town.give(client, "bart")
    any_town.enrol("bart")
    any_town.settle()
    return place


def two(place: Place) -> list[str]:
    """Return the two clients, in the order of names."""
    return [row["id"] for row in place.ask("caseload")]


def texts(place: Place, client: str) -> list[str]:
    """Return all that was said in the dossier of a client."""
    return [row["text"] for row in place.ask("timeline", client=client)]


def write(place: Place, client: str) -> str:
    """Record a contact in a dossier."""
    return place.do("record_contact", client=client, channel="telefoon", summary=SECRET)


def test_a_record_goes_everywhere_and_that_it_went_stays(any_town: Town, anna: Place) -> None:
    first, _ = two(anna)
    bart = any_town.desk("bart")
    record = write(anna, first)
    any_town.settle()
    assert SECRET in texts(bart, first)
    anna.do("withdraw_record", record=record, reason="verkeerd_dossier")
    assert SECRET not in texts(anna, first), "it is out of sight at once"
    any_town.settle()
    assert SECRET not in texts(bart, first)
    assert told(bart) == ["record_withdrawn"]
    assert bart.ask("inbox")[0]["client"] == first
    assert found_at(any_town, SECRET) == set()
    acts = [row["act"] for row in anna.ask("audit", client=first)]
    assert "withdraw_record" in acts
    assert any_town.agrees()


def test_a_record_moves_to_the_right_dossier(any_town: Town, anna: Place) -> None:
    first, second = two(anna)
    bart = any_town.desk("bart")
    record = write(anna, first)
    any_town.settle()
    anna.do("move_record", record=record, to=second)
    any_town.settle()
    for place in (anna, bart):
        assert SECRET not in texts(place, first)
        assert SECRET in texts(place, second)
    (row,) = [row for row in bart.ask("timeline", client=second) if row["text"] == SECRET]
    assert row["by_name"] == "anna"
    assert sorted(told(bart)) == ["record_moved_here", "record_withdrawn"]
    assert any_town.agrees()


def test_what_was_never_sent_leaves_nothing_to_send(any_town: Town, anna: Place) -> None:
    first, second = two(anna)
    anna.do("withdraw_record", record=write(anna, first))
    anna.do("move_record", record=write(anna, first), to=second)
    assert SECRET in texts(anna, second)
    any_town.settle()
    bart = any_town.desk("bart")
    assert (SECRET in texts(bart, first), SECRET in texts(bart, second)) == (False, True)
    assert told(bart) == []
    assert any_town.agrees()


@pytest.mark.parametrize("sent", [True, False])
def test_the_actions_on_a_barrier_stay_by_themselves(
    any_town: Town, anna: Place, *, sent: bool
) -> None:
    first, _ = two(anna)
    barrier = anna.do("record_barrier", client=first, domain="taal", severity="3")
    step = {"title": "Taalles zoeken", "kind": "taalles", "by": "klant"}
    action = anna.do("plan_action", client=first, barrier=barrier, **step)
    if sent:
        any_town.settle()
    anna.do("withdraw_record", record=barrier, reason="vergissing")
    any_town.settle()
    for name in ("anna", "bart"):
        rows = any_town.desk(name).ask("actions", client=first)
        assert [(row["id"], row["barrier"]) for row in rows] == [(action, None)]
    assert [row["domain"] for row in anna.ask("barriers", client=first)] == ["schulden"]
    assert told(anna) == []
    assert any_town.agrees()


def test_a_change_of_a_record_that_went_meanwhile_is_refused_with_its_words(
    any_town: Town, anna: Place
) -> None:
    first, _ = two(anna)
    bart = any_town.desk("bart")
    (barrier,) = [row["id"] for row in bart.ask("barriers", client=first)]
    bart.do("measure_barrier", barrier=barrier, severity="4", consequence=SECRET)
    anna.do("withdraw_record", record=barrier, reason="dubbel")
    any_town.sync("anna")
    any_town.settle()
    assert set(told(bart)) == {"record_withdrawn"}
    assert bart.ask("barriers", client=first) == []
    assert any_town.agrees()


def test_a_desk_that_is_new_does_not_get_it(any_town: Town, anna: Place) -> None:
    first, _ = two(anna)
    record = write(anna, first)
    any_town.settle()
    anna.do("withdraw_record", record=record)
    any_town.settle()
    fresh = any_town.enrol("anna2", "anna")
    assert SECRET not in texts(fresh, first)
    assert any_town.agrees()


def test_nothing_moves_into_a_dossier_of_somebody_else(any_town: Town, anna: Place) -> None:
    carla = any_town.desk("carla")
    hers = register(any_town, carla, "Cevik")
    first, _ = two(anna)
    record = write(anna, first)
    any_town.settle()
    with anna.desk.act("move_record") as act:
        found = act.find(ContactMoment, record, "record")
        act.request("move_record", found, to=hers, reason="verkeerd_dossier")
    any_town.settle()
    assert told(anna) == ["unknown"]
    assert SECRET in texts(anna, first), "what was refused is as it was"
    assert SECRET not in texts(carla, hers)
    assert any_town.agrees()


def test_somebody_who_reads_along_takes_nothing_out(any_town: Town, anna: Place) -> None:
    first, _ = two(anna)
    any_town.give(first, "dirk", Capacity.BREAK_GLASS)
    dirk = any_town.enrol("dirk")
    record = write(anna, first)
    any_town.settle()
    dirk.do("withdraw_record", record=record)
    any_town.settle()
    assert told(dirk) == ["unknown"]
    assert SECRET in texts(anna, first)

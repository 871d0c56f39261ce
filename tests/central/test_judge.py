"""A desk is never believed: what our own program would not send is refused, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.central.forge import AT, change, everything, new, send
from tests.town.town import Place, Town

CLIENT = {"given_name": "Ricardo", "family_name": "Bos", "neighbourhood": "Tarwewijk",
          "phase": "intake"}  # fmt: skip
NOTE = {"channel": "gesprek", "summary": "x", "at": AT, "recorded_at": AT}
UNKNOWN = {"st": "rejected", "why": "unknown"}
ABSENT = "99999999-9999-4999-8999-999999999999"


class Scene:
    """Anna with one client, Bart with another; Mia makes what Anna's laptop forges."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.anna, self.bart = town.desk("anna"), town.desk("bart")
        self.mine, self.barrier, self.action = _dossier(self.anna)
        self.theirs, self.foreign_barrier, self.foreign_action = _dossier(self.bart)
        town.settle()
        self.n = 3  # what she sent so far

    def forged(self, *ops: dict[str, Any]) -> list[Any]:
        """Send changes from Anna's laptop with the numbers that come next."""
        numbered = [{**op, "n": self.n + at} for at, op in enumerate(ops, 1)]
        acks = send(self.town, self.anna, *numbered)
        self.n += len(ops)
        return [outcome for _, outcome in acks]


def _dossier(place: Place) -> tuple[str, str, str]:
    client = place.do("register_client", given_name="Samira", family_name="El Idrissi",
                      neighbourhood="Tarwewijk")  # fmt: skip
    barrier = place.do("record_barrier", client=client, domain="schulden", severity="2")
    action = place.do("plan_action", client=client, title="Bellen", kind="overig", by="klant",
                      barrier=barrier)  # fmt: skip
    return client, barrier, action


@pytest.fixture
def scene(any_town: Town) -> Scene:
    """A scene at central on each database."""
    return Scene(any_town)


def forgeries(scene: Scene) -> dict[str, tuple[dict[str, Any], str]]:
    """Return changes that must be refused, by what is wrong with them, and with which word."""
    note = {**NOTE, "recorded_by": scene.anna.desk.person.id}
    barrier = {"domain": "taal", "recorded_at": AT, "recorded_by": note["recorded_by"]}
    action = {**barrier, "title": "x", "kind": "overig", "by": "klant"}
    del action["domain"]
    mine, theirs = scene.mine, scene.theirs
    remember = {
        "text": "x", "recorded_at": AT, "recorded_by": note["recorded_by"], "expires": "2027-02-15",
    }  # fmt: skip
    grant = {"person": note["recorded_by"], "capacity": "contact_person", "starts": "2026-01-01"}
    return {
        "an undeclared field": (change(0, "client", mine, "rating", 1), "unknown"),
        "another version": (change(0, "client", mine, "!phone", []), "unknown"),
        "the owner": (change(0, "client", mine, "owner", "x"), "unknown"),
        "the id": (change(0, "client", mine, "id", "x"), "unknown"),
        "the organisation": (change(0, "client", mine, "organisation", "x"), "unknown"),
        "the client of a barrier": (
            change(0, "barrier", scene.barrier, "client", theirs),
            "unknown",
        ),
        "who recorded it": (change(0, "barrier", scene.barrier, "recorded_by", "x"), "unknown"),
        "what only its maker sets": (
            change(0, "barrier", scene.barrier, "domain", "taal"),
            "unknown",
        ),
        "the barrier of an action": (change(0, "action", scene.action, "barrier", None), "unknown"),
        "a client of another": (change(0, "client", theirs, "phone", "06"), "unknown"),
        "a client of nobody": (change(0, "client", ABSENT, "phone", "06"), "unknown"),
        "a barrier of another": (
            change(0, "barrier", scene.foreign_barrier, "severity", 1),
            "unknown",
        ),
        "another, as mine": (change(0, "client", theirs, "phone", "06", c=mine), "unknown"),
        "a person": (change(0, "person", note["recorded_by"], "roles", ["admin"]), "unknown"),
        "a wijk": (new(0, "neighbourhood", None, {"name": "x"}), "unknown"),
        "a device": (change(0, "device", scene.anna.desk.known["device"], "last_n", 0), "unknown"),
        "a kind of nothing": (new(0, "spell", mine, {}), "unknown"),
        "a grant": (new(0, "grant", theirs, grant), "unknown"),
        "a grant on mine": (new(0, "grant", mine, grant), "unknown"),
        "a note with another": (new(0, "contact_moment", theirs, note), "unknown"),
        "a note with nobody": (new(0, "contact_moment", ABSENT, note), "unknown"),
        "a note by another": (
            new(0, "contact_moment", mine, {**note, "recorded_by": scene.bart.desk.person.id}),
            "unknown",
        ),
        "a note with more": (new(0, "contact_moment", mine, {**note, "rating": 1}), "unknown"),
        "a note with its client": (
            new(0, "contact_moment", mine, {**note, "client": theirs}),
            "unknown",
        ),
        "a client in the dossier of another": (new(0, "client", theirs, CLIENT), "unknown"),
        "a client with other versions": (
            new(0, "client", None, {**CLIENT, "!phone": []}),
            "unknown",
        ),
        "an action on a barrier of another": (
            new(0, "action", mine, {**action, "barrier": scene.foreign_barrier}),
            "unknown",
        ),
        "an action on a barrier of nobody": (
            new(0, "action", mine, {**action, "barrier": ABSENT}),
            "unknown",
        ),
        "a record that is there": (new(0, "client", None, CLIENT, id=mine), "exists"),
        "severity 6": (change(0, "barrier", scene.barrier, "severity", 6), "severity_out_of_range"),
        "severity true": (change(0, "barrier", scene.barrier, "severity", True), "wrong_type"),
        "severity as text": (change(0, "barrier", scene.barrier, "severity", "2"), "wrong_type"),
        "a severity without end": (
            change(0, "barrier", scene.barrier, "severity", 2**40),
            "wrong_type",
        ),
        "a level where none is kept": (
            new(0, "barrier", mine, {**barrier, "domain": "verslaving", "severity": 2}),
            "level_not_kept",
        ),
        "an unknown domain": (new(0, "barrier", mine, {**barrier, "domain": "x"}), "not_a_choice"),
        "an unknown wijk": (
            change(0, "client", mine, "neighbourhood", "X"),
            "unknown_neighbourhood",
        ),
        "born in future": (change(0, "client", mine, "born", "2999-01-01"), "born_in_future"),
        "no day": (change(0, "client", mine, "born", "2026-13-01"), "not_a_date"),
        "no BSN": (change(0, "client", mine, "bsn", "123456789"), "not_a_bsn"),
        "no name": (change(0, "client", mine, "given_name", None), "missing"),
        "no phase": (change(0, "client", mine, "phase", None), "missing"),
        "no phase there is": (change(0, "client", mine, "phase", "x"), "not_a_choice"),
        "a note of a novel": (
            new(0, "contact_moment", mine, {**note, "summary": "x" * 4001}),
            "too_long",
        ),
        "a note without words": (
            new(0, "contact_moment", mine, {**note, "summary": " "}),
            "missing",
        ),
        "a note without writer": (new(0, "contact_moment", mine, dict(NOTE)), "missing"),
        "a note of the year 1": (
            new(0, "contact_moment", mine, {**note, "at": "0001-01-01T00:00:00+23:59"}),
            "not_a_moment",
        ),
        "a note of the year 9999": (
            new(0, "contact_moment", mine, {**note, "at": "9999-12-31T23:59:59-23:59"}),
            "not_a_moment",
        ),
        "a note of tomorrow": (
            new(0, "contact_moment", mine, {**note, "at": "2026-11-25T09:00:00Z"}),
            "day_in_future",
        ),
        "a work note with another": (new(0, "work_note", theirs, remember), "unknown"),
        "a work note that stays a day longer": (
            new(0, "work_note", mine, {**remember, "expires": "2027-02-16"}),
            "kept_too_long",
        ),
        "a work note of later that stays longer": (
            new(
                0,
                "work_note",
                mine,
                {**remember, "recorded_at": "2030-01-01T09:00:00Z", "expires": "2030-03-01"},
            ),
            "day_in_future",
        ),
        "a work note of before the calendar": (
            new(0, "work_note", mine, {**remember, "recorded_at": "0002-01-01T09:00:00Z"}),
            "kept_too_long",
        ),
        "a work note that never goes": (
            new(0, "work_note", mine, {n: v for n, v in remember.items() if n != "expires"}),
            "missing",
        ),
        "a list for a name": (change(0, "client", mine, "given_name", ["x"]), "wrong_type"),
        "a text for yes or no": (
            change(0, "barrier", scene.barrier, "help_arranged", "ja"),
            "wrong_type",
        ),
    }


def test_every_forgery_is_refused_and_changes_nothing(scene: Scene) -> None:
    before = everything(scene.town)
    for about, (op, word) in forgeries(scene).items():
        [outcome] = scene.forged(op)
        assert outcome == {"st": "rejected", "why": word}, about
        assert everything(scene.town) == before, about


def test_what_is_not_there_and_what_is_not_theirs_have_one_answer(scene: Scene) -> None:
    ops = [change(0, "client", id_, "phone", "06") for id_ in (scene.theirs, ABSENT)]
    assert scene.forged(*ops) == [UNKNOWN, UNKNOWN]


def test_a_sound_change_among_forgeries_is_done(scene: Scene) -> None:
    sound = new(0, "contact_moment", scene.mine,
                {**NOTE, "recorded_by": scene.anna.desk.person.id})  # fmt: skip
    first, second, third = scene.forged(
        change(0, "client", scene.theirs, "phone", "06"), sound,
        change(0, "barrier", sound["id"], "severity", 1),
    )  # fmt: skip
    assert (first, second["st"], third) == (UNKNOWN, "ok", UNKNOWN)


def test_a_coordinator_registers_nobody(any_town: Town) -> None:
    any_town.person("jo", "coordinator")
    jo = any_town.enrol("jo")
    before = everything(any_town)
    assert send(any_town, jo, new(1, "client", None, CLIENT)) == [[1, UNKNOWN]]
    assert everything(any_town) == before


def test_what_a_desk_leaves_out_is_as_the_table_has_it(scene: Scene) -> None:
    bare = {name: value for name, value in CLIENT.items() if name != "phase"}
    [outcome] = scene.forged(new(0, "client", None, bare))
    assert outcome["st"] == "ok"
    # A second desk of hers has every record from central, and its digest agrees at once.
    second = scene.town.enrol("anna2", "anna")
    assert not second.road.paths["/digest"]


def test_an_action_on_a_barrier_can_be_finished_later(scene: Scene) -> None:
    scene.anna.do("finish_action", action=scene.action, result="gelukt")
    scene.town.settle()
    assert scene.anna.ask("inbox") == []
    [action] = scene.anna.ask("actions", client=scene.mine)
    assert (action["result"], action["waiting"]) == ("gelukt", False)


def test_twenty_versions_are_most_and_can_still_be_settled(scene: Scene) -> None:
    ops = [change(0, "client", scene.mine, "phone", f"06 {n}", b=1) for n in range(21)]
    assert [outcome["st"] for outcome in scene.forged(*ops[:20])] == ["conflict"] * 20
    assert scene.forged(ops[20]) == [{"st": "rejected", "why": "too_many_versions"}]
    scene.anna.restart()
    scene.town.try_sync("anna")  # the laptop does not know these numbers, but it does the records
    [row] = scene.anna.ask("versions")
    assert len(row["values"]) == 21
    seen = [v["version"] for v in row["values"] if not v["head"]]
    made = change(0, "client", scene.mine, "phone", "06 3", t="res", seen=seen)
    with scene.town.storage.snapshot() as tx:
        made["b"] = tx.exec_driver_sql(
            f"SELECT made FROM row_state WHERE kind = 'client' AND id = '{scene.mine}'"
        ).scalar_one()
    [outcome] = scene.forged(made)
    assert outcome["st"] == "ok"

"""A laptop that somebody enrolled in another's name is told of, and can be disowned."""

from __future__ import annotations

import pytest

from tests.central.test_handover import told
from tests.town.town import Town
from wijkdesk.errors import OutsideTrouble, UserError


def test_a_new_laptop_is_told_at_the_others_and_to_the_coordinator(any_town: Town) -> None:
    any_town.person("cora", "coordinator")
    cora = any_town.enrol("cora")
    anna = any_town.desk("anna")
    any_town.settle()
    assert told(cora) == ["new_device"]
    assert told(anna) == [], "the first laptop of somebody is no news to them"
    any_town.enrol("anna2", "anna")
    any_town.settle()
    (notice,) = anna.ask("inbox")
    assert (notice["code"], notice["text"]) == ("new_device", "anna")
    assert told(any_town.desk("anna2")) == [], "it is no news at the laptop itself"
    assert told(cora) == ["new_device", "new_device"]


def test_who_did_not_do_it_has_it_revoked(any_town: Town) -> None:
    any_town.person("dirk", "admin")
    dirk = any_town.enrol("dirk")
    anna, thief = any_town.desk("anna"), any_town.enrol("thief", "anna")
    any_town.settle()
    (notice,) = anna.ask("inbox")
    anna.do("disown_device", device=notice["record"])
    any_town.sync("anna")
    with pytest.raises(OutsideTrouble) as refused:
        any_town.sync("thief")
    assert refused.value.code in ("not_accepted", "desk_destroyed")
    any_town.sync("dirk")
    assert told(dirk) == ["device_disowned"]
    assert thief.name == "thief"


def test_nobody_disowns_the_laptop_of_somebody_else(any_town: Town) -> None:
    anna, bart = any_town.desk("anna"), any_town.desk("bart")
    bart.do("disown_device", device=anna.desk.known["device"])
    any_town.settle()
    assert told(bart) == ["unknown"]
    any_town.sync("anna")


def test_nobody_disowns_the_laptop_they_work_on(any_town: Town) -> None:
    anna = any_town.desk("anna")
    with pytest.raises(UserError) as refused:
        anna.do("disown_device", device=anna.desk.known["device"])
    assert refused.value.code == "this_device"

"""A coordinator sees the short list of the own area: these fields and no others."""

from __future__ import annotations

import json

import pytest

from tests.central.forge import post
from tests.town.town import Town
from wijkdesk.sync.area import area_caseload

FIELDS = {"id", "name", "neighbourhood", "contact_person", "phase", "last_contact", "open_actions",
          "unassigned_since"}  # fmt: skip


def test_a_coordinator_sees_the_own_area_and_no_more(any_town: Town) -> None:
    anna = any_town.desk("anna")
    any_town.person("jo", "coordinator", area="Charlois")
    jo = any_town.enrol("jo")
    client = anna.do("register_client", given_name="Samira", family_name="El Idrissi",
                     neighbourhood="Tarwewijk", phone="MARK1", email="MARK2@x.nl")  # fmt: skip
    anna.do("register_client", given_name="Elders", family_name="Woonachtig",
            neighbourhood="Bospolder")  # fmt: skip
    anna.do("record_barrier", client=client, domain="schulden", severity="1", consequence="MARK3")
    anna.do("plan_action", client=client, title="MARK4", kind="overig", by="klant")
    anna.do("record_contact", client=client, channel="gesprek", summary="MARK5")
    anna.do("record_work_note", client=client, text="MARK6", about_others="true")
    any_town.sync("anna")
    answer = post(any_town, jo, "/ask", {})
    assert "MARK" not in json.dumps(answer.message)
    [row] = answer.message["rows"]
    assert set(row) == FIELDS
    assert (row["name"], row["contact_person"], row["open_actions"]) == (
        "Samira El Idrissi", "anna", 1,
    )  # fmt: skip
    [seen] = area_caseload(jo.desk, lambda request: jo.road.carry(any_town.central, request))
    assert seen["last_contact"] == any_town.clock()
    assert jo.ask("caseload") == []


def test_a_client_without_contact_person_shows_since_when(any_town: Town) -> None:
    anna = any_town.desk("anna")
    any_town.person("jo", "coordinator")
    anna.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    any_town.sync("anna")
    with any_town.storage.transaction() as tx:
        tx.exec_driver_sql("UPDATE \"grant\" SET until = '2026-11-20'")
    [row] = post(any_town, any_town.enrol("jo"), "/ask", {}).message["rows"]
    assert (row["contact_person"], row["unassigned_since"]) == (None, "2026-11-20")


@pytest.mark.parametrize("role", ["consultant", "jobhunter", "desk", "admin"])
def test_nobody_else_sees_it(town: Town, role: str) -> None:
    town.person("x", role)
    answer = post(town, town.enrol("x"), "/ask", {})
    assert (answer.status, answer.message) == (403, {"code": "only_coordinators"})

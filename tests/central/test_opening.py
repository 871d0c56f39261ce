"""A coordinator reads one dossier of the area: with a reason, for an hour, and everybody knows."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from tests.central.forge import dump, post
from tests.town.town import Place, Town
from wijkdesk.caseload import opening
from wijkdesk.domain.values import OpenReason
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.sync.opening import asked_of, read

MARK, NOTE = "Kwarkappelmoes", "Zuurkoolstamppot"
WHY = {"reason": "contactpersoon_afwezig", "text": "Huisuitzetting morgen"}


def office(town: Town) -> tuple[Place, Place, str]:
    """Return the desks of a contact person and a coordinator, and a client with a dossier."""
    anna = town.desk("anna")
    client = anna.do("register_client", given_name="Samira", family_name="Aarts",
                     neighbourhood="Tarwewijk", bsn="111222333", phone="0612345678")  # fmt: skip
    barrier = anna.do("record_barrier", client=client, domain="schulden", severity="2",
                      consequence=MARK)  # fmt: skip
    anna.do("record_barrier", client=client, domain="verslaving", consequence="minder_uren")
    anna.do("plan_action", client=client, title="Bellen", kind="overig", by="klant",
            barrier=barrier)  # fmt: skip
    anna.do("record_contact", client=client, channel="gesprek", summary="Hallo")
    anna.do("record_work_note", client=client, text=NOTE, about_others="true")
    town.person("cor", "coordinator")
    cor = town.enrol("cor")
    town.settle()
    return anna, cor, client


def open_it(town: Town, place: Place, client: str) -> None:
    """Open a dossier as the command line does."""
    central = asked_of(place.desk, lambda request: place.road.carry(town.central, request))
    reason = OpenReason(WHY["reason"])
    opening.open_dossier(place.desk, client, reason, WHY["text"], central=central)


def look(town: Town, place: Place, question: str, client: str) -> list[dict[str, Any]]:
    """Ask a question about an opened dossier."""
    return read(place.desk, question, client, lambda asked: place.road.carry(town.central, asked))


def test_an_opened_dossier_is_read_and_kept_nowhere(any_town: Town) -> None:
    anna, cor, client = office(any_town)
    assert opening.elsewhere(cor.desk, "barriers", client)
    open_it(any_town, cor, client)
    (found,) = look(any_town, cor, "client", client)
    assert (found["name"], found["phone"], found["contact_person"]) == (
        "Samira Aarts", "0612345678", "anna",
    )  # fmt: skip
    # No number that only a contact person needs, and nothing of health, addiction or justice.
    assert found["bsn"] is None
    assert [row["consequence"] for row in look(any_town, cor, "barriers", client)] == [MARK]
    (action,) = look(any_town, cor, "actions", client)
    assert (action["title"], action["barrier_domain"]) == ("Bellen", "schulden")
    # What the desk itself answers of its own dossiers has the same shape.
    for question in opening.READABLE:
        own, read_along = anna.ask(question, client=client), look(any_town, cor, question, client)
        assert all(set(own[0]) <= set(row) for row in read_along)
    assert "111222333" not in str(cor.road.messages("/ask"))
    assert "verslaving" not in str(cor.road.messages("/ask"))
    # A work note is of who works with the client (practice.md R10).
    assert NOTE in str(anna.ask("timeline", client=client))
    assert NOTE not in str(cor.road.messages("/ask"))
    assert "work_note" not in str(cor.road.messages("/ask"))
    for planted in (MARK, "Samira", "Aarts", "0612345678", "Bellen"):
        assert planted not in dump(cor)
    assert any_town.agrees()


def test_everybody_knows_that_it_was_opened(any_town: Town) -> None:
    anna, cor, client = office(any_town)
    open_it(any_town, cor, client)
    look(any_town, cor, "timeline", client)
    any_town.sync("anna")
    told = [line for line in anna.ask("inbox") if line["code"] == "dossier_opened"]
    assert [(line["client"], line["text"]) for line in told] == [
        (client, "cor: Huisuitzetting morgen")
    ]
    lines = cor.ask("audit", client=client)
    assert [(line["act"], line["capacity"], line["purpose"]) for line in lines] == [
        ("open_dossier", "break_glass", "contactpersoon_afwezig")
    ]
    with any_town.storage.snapshot() as tx:
        asked = text("SELECT body FROM audit_line WHERE device = 'central' ORDER BY n")
        said = [str(body) for body in tx.execute(asked).scalars()]
    assert [act for act in ("open_dossier", "read_dossier") if act in " ".join(said)] == [
        "open_dossier", "read_dossier",
    ]  # fmt: skip
    assert client in said[-1]
    assert any_town.people["cor"] in said[-1]


def test_it_ends_by_itself(town: Town) -> None:
    _anna, cor, client = office(town)
    open_it(town, cor, client)
    town.later(minutes=59)
    assert look(town, cor, "client", client)
    town.later(minutes=1)
    with pytest.raises(UserError) as refused:
        look(town, cor, "client", client)
    assert refused.value.code == "not_open"


def test_a_dossier_that_was_not_opened_is_not_read(town: Town) -> None:
    _anna, cor, client = office(town)
    with pytest.raises(UserError) as refused:
        look(town, cor, "client", client)
    assert refused.value.code == "not_open"
    with pytest.raises(OutsideTrouble) as refused:
        cor.do("open_dossier", client=client, **WHY)
    assert refused.value.code == "online_only"


@pytest.mark.parametrize(
    ("role", "area"), [("coordinator", "Feijenoord"), ("consultant", "Charlois"),
                       ("admin", "Charlois"), ("jobhunter", "Charlois")],
)  # fmt: skip
def test_nobody_but_the_coordinator_of_the_area_may(town: Town, role: str, area: str) -> None:
    anna, _cor, client = office(town)
    town.person("zoe", role, area=area)
    place = town.enrol("zoe")
    asked = {"open": {"client": client, "reason": "klacht", "text": ""}}
    answer = post(town, place, "/ask", asked)
    assert (answer.status, answer.message) == (403, {"code": "not_yours"})
    assert post(town, place, "/ask", {"read": client}).status == 403
    town.sync("anna")
    assert anna.ask("inbox") == []


@pytest.mark.parametrize(
    "asked",
    [None, [], {}, {"client": 5}, {"client": "x", "reason": "zomaar", "text": ""},
     {"client": "x", "reason": "klacht", "text": "x" * 4001}],
)  # fmt: skip
def test_what_is_no_request_is_refused(town: Town, asked: Any) -> None:
    _anna, cor, client = office(town)
    if isinstance(asked, dict) and asked.get("client") == "x":
        asked = {**asked, "client": client}
    assert post(town, cor, "/ask", {"open": asked}).status == 400

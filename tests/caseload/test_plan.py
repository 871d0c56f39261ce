"""The plan says what was agreed and nothing that does not belong on a kitchen table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from tests import desks
from wijkdesk import i18n
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.plan import plan_data
from wijkdesk.domain import Grant
from wijkdesk.domain.values import Capacity
from wijkdesk.errors import UserError
from wijkdesk.store import records

WORDS = i18n.words("nl")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk of Anna, a consultant."""
    desk = desks.make(tmp_path / "desk", desks.Clock(), "consultant")
    yield desk
    desk.close()


def test_it_says_what_was_agreed(desk: Desk) -> None:
    client = desks.client(desk, phone="0612345678")
    given = {"client": client, "domain": "schulden", "severity": "2", "consequence": "Post openen"}
    barrier = desks.do(desk, "record_barrier", **given)
    step = {"client": client, "title": "Bellen", "kind": "overig", "by": "klant"}
    desks.do(desk, "plan_action", **step, due="2026-12-01", barrier=barrier)
    data = plan_data(desk, WORDS, client)
    assert (data.client_name, data.phase) == ("Fatma Yılmaz", "intake")
    assert (data.organisation, data.printed_at) == ("Gemeente Voorbeeld", desks.NOW)
    [told] = data.barriers
    assert (told.domain, told.severity, told.consequence) == ("schulden", 2, "Post openen")
    [planned] = data.actions
    assert (planned.title, planned.by, planned.due) == ("Bellen", "klant", date(2026, 12, 1))


def test_it_leaves_out_numbers_talks_and_what_is_over(desk: Desk) -> None:
    client = desks.client(desk, phone="0612345678", postcode="3081AB")
    over = desks.do(desk, "record_barrier", client=client, domain="taal", severity="3")
    desks.do(desk, "close_barrier", barrier=over, result="Geslaagd")
    desks.do(desk, "record_contact", client=client, channel="gesprek", summary="Vertrouwelijk")
    desks.do(desk, "record_work_note", client=client, text="Zus Nora past op")
    told = str(asdict(plan_data(desk, WORDS, client)))
    for secret in ("0612345678", "3081AB", "Vertrouwelijk", "Geslaagd", "Nora"):
        assert secret not in told


def test_the_contact_person_is_who_central_says(desk: Desk) -> None:
    client = desks.client(desk)
    assert plan_data(desk, WORDS, client).consultant == "Anna Jansen"
    with desk.database.transaction() as tx:
        records.make(
            tx,
            Grant(
                organisation=desks.ORGANISATION, id="grant", client=client, person=desks.BILAL,
                capacity=Capacity.CONTACT_PERSON, starts=desks.NOW,
            ),
        )  # fmt: skip
    assert plan_data(desk, WORDS, client).consultant == "Bilal Öztürk"


def test_that_it_was_taken_out_is_in_the_log(desk: Desk) -> None:
    client = desks.client(desk)
    plan_data(desk, WORDS, client)
    assert desks.ask(desk, "audit", client=client)[0]["act"] == "report_plan"


def test_made_up_people_are_marked(desk: Desk) -> None:
    client = desks.client(desk)
    assert plan_data(desk, WORDS, client).marks == []
    desk.known["demo"] = "1"
    assert "verzonnen" in plan_data(desk, WORDS, client).marks[0]


def test_nobody_has_no_plan(desk: Desk) -> None:
    with pytest.raises(UserError, match="unknown_record") as refused:
        plan_data(desk, WORDS, "niemand")
    assert refused.value.field == "client"

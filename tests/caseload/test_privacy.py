"""Why a number is seen is written down, and a text that must go is out of sight at once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from tests.caseload.told import accept, logged, refuse, refused
from tests.desks import BILAL, ask, do
from wijkdesk.caseload import catalogue
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.change import Act
from wijkdesk.domain import Grant
from wijkdesk.domain.noun import ERASED
from wijkdesk.errors import UserError
from wijkdesk.store import outbox, records

WHY = {"reason": "gezondheid"}


def waits(desk: Desk) -> list[tuple[str, str | None, Any]]:
    """Return what is sent of every change that waits: act, field, value or values."""
    with desk.reading() as tx:
        found = outbox.find(tx, [line.n for line in outbox.waiting(tx)]).values()
        return [(change.act.value, change.field, change.value or change.values) for change in found]


@pytest.fixture
def debts(desk: Desk, fatma: str) -> str:
    """Record a barrier and return the id."""
    return do(desk, "record_barrier", client=fatma, domain="schulden", consequence="Diagnose")


def shown(desk: Desk, client: str) -> list[Any]:
    return [row["consequence"] for row in ask(desk, "barriers", client=client)]


def test_why_a_number_was_seen_is_in_the_log(desk: Desk, fatma: str) -> None:
    touched = catalogue.perform(desk, "show_bsn", {"client": fatma, "reason": "aanvraag"})
    assert touched.records == (("client", fatma),)
    line = logged(desk)
    assert (line["act"], line["client"], line["purpose"]) == ("show_bsn", fatma, "aanvraag")
    assert line["what"] == '{"fields": ["bsn"]}'
    (told, *_) = ask(desk, "audit", client=fatma)
    assert (told["purpose"], told["what"]) == ("aanvraag", {"fields": ["bsn"]})


@pytest.mark.parametrize("reason", ["", "zomaar", "gezondheid"])
def test_a_number_is_not_seen_without_a_reason_of_the_list(
    desk: Desk, fatma: str, reason: str
) -> None:
    show = {"client": fatma, "reason": reason}
    found = refused(desk, lambda: catalogue.perform(desk, "show_bsn", show))
    assert found == ("not_a_choice", "reason")


def test_an_unsent_text_is_gone_at_once(desk: Desk, fatma: str, debts: str) -> None:
    do(desk, "erase_text", client=fatma, record=debts, field="consequence", **WHY)
    assert shown(desk, fatma) == [None]
    assert "Diagnose" not in str(waits(desk))
    asked = {"record": debts, "field": "consequence", **WHY}
    assert waits(desk)[-1] == ("cmd", "erase_text", asked)
    line = logged(desk)
    assert (line["act"], line["purpose"], line["client"]) == ("erase_text", "gezondheid", fatma)
    assert "Diagnose" not in str(line)


def test_what_cannot_be_empty_is_a_dash(desk: Desk, fatma: str) -> None:
    step = do(desk, "plan_action", client=fatma, title="Diagnose", kind="overig", by="klant")
    do(desk, "erase_text", client=fatma, record=step, field="title", **WHY)
    assert [row["title"] for row in ask(desk, "actions", client=fatma)] == [ERASED]
    assert "Diagnose" not in str(waits(desk))


def test_a_confirmed_text_is_out_of_sight_and_comes_back_when_central_refuses(
    desk: Desk, fatma: str, debts: str
) -> None:
    accept(desk)
    do(desk, "erase_text", client=fatma, record=debts, field="consequence", **WHY)
    assert shown(desk, fatma) == [None]
    assert [act for act, _, _ in waits(desk)] == [Act.COMMAND.value]
    refuse(desk, "unknown")
    assert shown(desk, fatma) == ["Diagnose"]
    (told,) = ask(desk, "inbox")
    assert (told["code"], told["text"]) == ("unknown", "")


def test_once_central_did_it_nothing_waits_under_it(desk: Desk, fatma: str, debts: str) -> None:
    accept(desk)
    do(desk, "erase_text", client=fatma, record=debts, field="consequence", **WHY)
    accept(desk, 50)
    assert shown(desk, fatma) == [None]
    with desk.reading() as tx:
        assert tx.execute(text("SELECT count(*) FROM confirmed")).scalar() == 0


@pytest.mark.parametrize(
    ("field", "code"),
    [("severity", "not_a_text"), ("domain", "not_a_text"), ("recorded_by", "not_a_text"),
     ("owner", "not_a_text"), ("", "not_a_text")],
)  # fmt: skip
def test_only_free_text_is_erased(
    desk: Desk, fatma: str, debts: str, field: str, code: str
) -> None:
    asked = {"client": fatma, "record": debts, "field": field, **WHY}
    assert refused(desk, lambda: catalogue.perform(desk, "erase_text", asked)) == (code, "field")


def test_a_text_of_another_dossier_or_of_nobody_here_is_refused(
    desk: Desk, fatma: str, debts: str
) -> None:
    other = do(desk, "register_client", given_name="Joyce", family_name="Bos",
               neighbourhood="Tarwewijk")  # fmt: skip
    for client, record in ((other, debts), (fatma, "nothing"), ("nobody", debts)):
        asked = {"client": client, "record": record, "field": "consequence", **WHY}
        found = refused(desk, lambda asked=asked: catalogue.perform(desk, "erase_text", asked))
        assert found == ("unknown_record", "record")


def test_a_replacement_leaves_it_to_the_contact_person(desk: Desk, fatma: str, debts: str) -> None:
    held = {"client": fatma, "starts": desk.known_now().today}
    with desk.database.transaction() as tx:
        for at, (person, capacity) in enumerate(
            ((desk.person.id, "replacement"), (BILAL, "contact_person"))
        ):
            key = {"organisation": desk.organisation, "id": f"g{at}"}
            records.make(tx, Grant(**key, **held, person=person, capacity=capacity))
    asked = {"client": fatma, "record": debts, "field": "consequence", **WHY}
    with pytest.raises(UserError) as refusal:
        catalogue.perform(desk, "erase_text", asked)
    assert refusal.value.code == "not_yours"
    assert shown(desk, fatma) == ["Diagnose"]

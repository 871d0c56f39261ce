"""Recording, measuring and closing barriers; open first, the most serious on top."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import desks
from tests.caseload.told import accept, left, logged, refused
from tests.desks import ANNA, Clock, ask, do
from wijkdesk.caseload.barrier import record_barrier
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain.values import BarrierDomain

TODAY = date(2026, 11, 24)
DEBTS = {"domain": "schulden", "severity": "2", "consequence": "Beslag op loon"}


def test_a_barrier_is_kept_queued_and_logged_at_once(desk: Desk, fatma: str) -> None:
    touched = record_barrier(
        desk, fatma, BarrierDomain.SCHULDEN, severity=2, consequence=" Beslag\u202e op loon ",
        urgent_until=date(2026, 12, 1),
    )  # fmt: skip
    assert touched.records == (("barrier", touched.id),)
    (row,) = ask(desk, "barriers", client=fatma)
    assert row == {
        "id": touched.id, "client": fatma, "domain": "schulden", "severity": 2,
        "consequence": "Beslag op loon", "help_arranged": None,
        "urgent_until": date(2026, 12, 1), "measured_on": TODAY, "closed_on": None,
        "result": None, "recorded_at": desk.now(), "recorded_by": ANNA, "record_kind": "barrier",
        "recorded_by_name": "Anna Jansen", "waiting": True, "versions": 0,
    }  # fmt: skip
    change = left(desk).waits[-1]
    assert (change.kind, change.id, change.client, change.at) == (
        "barrier", touched.id, fatma, "2026-11-24T09:30:00Z",
    )  # fmt: skip
    assert change.values == {
        "domain": "schulden", "severity": 2, "consequence": "Beslag op loon",
        "urgent_until": "2026-12-01", "measured_on": "2026-11-24",
        "recorded_at": "2026-11-24T09:30:00Z", "recorded_by": ANNA,
    }  # fmt: skip
    line = logged(desk)
    assert (line["act"], line["kind"], line["record"], line["client"], line["person"]) == (
        "record_barrier", "barrier", touched.id, fatma, ANNA,
    )  # fmt: skip


def test_a_level_is_optional_and_then_nothing_was_measured(desk: Desk, fatma: str) -> None:
    do(desk, "record_barrier", client=fatma, domain="taal")
    (row,) = ask(desk, "barriers", client=fatma)
    assert (row["severity"], row["measured_on"]) == (None, None)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"severity": "6"}, "severity_out_of_range", "severity"),
        ({"severity": "0"}, "severity_out_of_range", "severity"),
        ({"severity": "abc"}, "not_a_number", "severity"),
        ({"severity": "9" * 5000}, "not_a_number", "severity"),
        ({"severity": "99999999999"}, "wrong_type", "severity"),
        ({"domain": "geldzorgen"}, "not_a_choice", "domain"),
        ({"domain": "justitie"}, "level_not_kept", "severity"),
        ({"domain": "justitie", "severity": ""}, "not_a_number", "severity"),
        ({"help_arranged": "ja"}, "not_yes_or_no", "help_arranged"),
        ({"urgent_until": "2026-13-01"}, "not_a_date", "urgent_until"),
        ({"consequence": "x" * 4001}, "too_long", "consequence"),
        ({"client": "nobody"}, "unknown_record", "client"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    desk: Desk, fatma: str, given: dict[str, str], code: str, field: str
) -> None:
    values = {"client": fatma, **DEBTS, **given}
    assert refused(desk, lambda: do(desk, "record_barrier", **values)) == (code, field)


def test_of_health_only_what_it_means_for_work_is_kept(desk: Desk, fatma: str) -> None:
    health = {"client": fatma, "domain": "psychische_gezondheid"}
    told = {**health, "consequence": "depressie"}
    assert refused(desk, lambda: do(desk, "record_barrier", **told)) == (
        "consequence_from_list", "consequence",
    )  # fmt: skip
    id_ = do(desk, "record_barrier", **health, consequence="rustige_werkplek", help_arranged="true")
    level = {"barrier": id_, "severity": "2"}
    assert refused(desk, lambda: do(desk, "measure_barrier", **level)) == (
        "level_not_kept", "severity",
    )  # fmt: skip
    do(desk, "close_barrier", barrier=id_, result="heeft nu een psycholoog")
    assert "psycholoog" not in str(left(desk))
    assert ask(desk, "barriers", client=fatma)[0]["closed_on"] == TODAY


def test_measuring_again_changes_level_and_day(desk: Desk, fatma: str, clock: Clock) -> None:
    id_ = do(desk, "record_barrier", client=fatma, **DEBTS)
    accept(desk)
    clock.later(days=10)
    do(desk, "measure_barrier", barrier=id_, severity="4", consequence="Regeling loopt")
    (row,) = ask(desk, "barriers", client=fatma)
    assert (row["severity"], row["measured_on"]) == (4, date(2026, 12, 4))
    assert {(c.field, c.value) for c in left(desk).waits} == {
        ("severity", 4), ("measured_on", "2026-12-04"), ("consequence", "Regeling loopt"),
    }  # fmt: skip
    assert logged(desk)["act"] == "measure_barrier"
    do(desk, "measure_barrier", barrier=id_, severity="5", on="2026-12-01")
    assert ask(desk, "barriers", client=fatma)[0]["measured_on"] == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"severity": "6"}, "severity_out_of_range", "severity"),
        ({"on": "2026-11-25"}, "day_in_future", "measured_on"),
        ({"barrier": "nothing"}, "unknown_record", "barrier"),
    ],
    ids=str,
)
def test_an_impossible_measure_is_refused(
    desk: Desk, fatma: str, given: dict[str, str], code: str, field: str
) -> None:
    id_ = do(desk, "record_barrier", client=fatma, **DEBTS)
    values = {"barrier": id_, "severity": "3", **given}
    assert refused(desk, lambda: do(desk, "measure_barrier", **values)) == (code, field)


def test_what_is_closed_stays_closed(desk: Desk, fatma: str) -> None:
    id_ = do(desk, "record_barrier", client=fatma, **DEBTS)
    do(desk, "close_barrier", barrier=id_, result="Schuldenvrij")
    (row,) = ask(desk, "barriers", client=fatma)
    assert (row["closed_on"], row["result"]) == (TODAY, "Schuldenvrij")
    for act, given in (("close_barrier", {"result": "x"}), ("measure_barrier", {"severity": "3"})):
        again = lambda act=act, given=given: do(desk, act, barrier=id_, **given)  # noqa: E731
        assert refused(desk, again) == ("already_closed", "barrier")
    gone = lambda: do(desk, "close_barrier", barrier="nothing", result="x")  # noqa: E731
    assert refused(desk, gone) == ("unknown_record", "barrier")


def test_open_comes_first_then_the_most_serious_then_the_most_urgent(
    desk: Desk, fatma: str, clock: Clock
) -> None:
    def record(domain: str, **given: str) -> str:
        clock.later(minutes=1)
        return do(desk, "record_barrier", client=fatma, domain=domain, **given)

    closed = record("vervoer", severity="1")
    do(desk, "close_barrier", barrier=closed, result="Fiets")
    unknown = record("taal")
    mild = record("opleiding", severity="4")
    serious = record("huisvesting", severity="1")
    urgent = record("schulden", severity="1", urgent_until="2026-12-01")
    sooner = record("zorgtaken", severity="1", urgent_until="2026-11-28")
    order = [row["id"] for row in ask(desk, "barriers", client=fatma)]
    assert order == [sooner, urgent, serious, mild, unknown, closed]


def test_a_question_about_nobody_is_refused(desk: Desk) -> None:
    nobody = lambda: ask(desk, "barriers", client="nobody")  # noqa: E731
    assert refused(desk, nobody) == ("unknown_record", "client")


def test_only_a_consultant_records(desk: Desk, fatma: str) -> None:
    for role in ("coordinator", "jobhunter", "desk", "admin"):
        desk.person.roles = [role]
        given: dict[str, Any] = {"client": fatma, **DEBTS}
        act = lambda given=given: do(desk, "record_barrier", **given)  # noqa: E731
        assert refused(desk, act) == ("not_yours", None)


def test_a_barrier_of_one_client_is_not_anothers(desk: Desk, fatma: str) -> None:
    joyce = desks.client(desk, "Joyce", "van der Velden")
    do(desk, "record_barrier", client=fatma, **DEBTS)
    assert ask(desk, "barriers", client=joyce) == []

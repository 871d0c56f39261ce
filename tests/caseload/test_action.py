"""Planning and finishing actions; open first, by day."""

from __future__ import annotations

from datetime import date

import pytest

from tests import desks
from tests.caseload.told import accept, left, logged, refused
from tests.desks import ANNA, Clock, ask, do
from wijkdesk.caseload.desk import Desk

TODAY = date(2026, 11, 24)
STEP = {"title": "Inschrijven taalles", "kind": "taalles", "by": "klant"}


def test_a_step_is_kept_queued_and_logged(desk: Desk, fatma: str) -> None:
    barrier = do(desk, "record_barrier", client=fatma, domain="taal")
    own = {**STEP, "due": "2026-12-01", "barrier": barrier, "partner": "Taalhuis"}
    id_ = do(desk, "plan_action", client=fatma, **own)
    (row,) = ask(desk, "actions", client=fatma)
    assert row == {
        "id": id_, "client": fatma, "barrier": barrier, "title": "Inschrijven taalles",
        "kind": "taalles", "by": "klant", "due": date(2026, 12, 1), "partner": "Taalhuis",
        "finished_on": None, "result": None, "recorded_at": desk.now(), "recorded_by": ANNA,
        "record_kind": "action", "recorded_by_name": "Anna Jansen", "waiting": True,
        "versions": 0, "barrier_domain": "taal",
    }  # fmt: skip
    assert left(desk).waits[-1].values is not None
    assert (logged(desk)["act"], logged(desk)["record"]) == ("plan_action", id_)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"title": " "}, "missing", "title"),
        ({"title": "x" * 201}, "too_long", "title"),
        ({"kind": "les"}, "not_a_choice", "kind"),
        ({"by": "iemand"}, "not_a_choice", "by"),
        ({"due": "morgen"}, "not_a_date", "due"),
        ({"barrier": "nothing"}, "unknown_record", "barrier"),
        ({"client": "nobody"}, "unknown_record", "client"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    desk: Desk, fatma: str, given: dict[str, str], code: str, field: str
) -> None:
    values = {"client": fatma, **STEP, **given}
    assert refused(desk, lambda: do(desk, "plan_action", **values)) == (code, field)


def test_a_barrier_of_another_client_is_refused(desk: Desk, fatma: str) -> None:
    joyce = desks.client(desk, "Joyce", "van der Velden")
    barrier = do(desk, "record_barrier", client=joyce, domain="taal")
    act = lambda: do(desk, "plan_action", client=fatma, barrier=barrier, **STEP)  # noqa: E731
    assert refused(desk, act) == ("other_client", "barrier")


def test_a_step_is_finished_once_with_what_it_brought(desk: Desk, fatma: str) -> None:
    id_ = do(desk, "plan_action", client=fatma, **STEP)
    accept(desk)
    do(desk, "finish_action", action=id_, result="Begint maandag")
    (row,) = ask(desk, "actions", client=fatma)
    assert (row["finished_on"], row["result"]) == (TODAY, "Begint maandag")
    assert {(c.field, c.value) for c in left(desk).waits} == {
        ("finished_on", "2026-11-24"), ("result", "Begint maandag"),
    }  # fmt: skip
    assert logged(desk)["act"] == "finish_action"
    again = lambda: do(desk, "finish_action", action=id_, result="x")  # noqa: E731
    assert refused(desk, again) == ("already_finished", "action")
    gone = lambda: do(desk, "finish_action", action="nothing", result="x")  # noqa: E731
    assert refused(desk, gone) == ("unknown_record", "action")


def test_open_comes_first_by_day(desk: Desk, fatma: str, clock: Clock) -> None:
    def plan(title: str, due: str = "") -> str:
        clock.later(minutes=1)
        when = {"due": due} if due else {}
        return do(desk, "plan_action", client=fatma, **{**STEP, "title": title}, **when)

    done = plan("done", "2026-11-01")
    do(desk, "finish_action", action=done, result="")
    some_day = plan("some day")
    late = plan("late", "2026-12-24")
    soon = plan("soon", "2026-11-26")
    assert [row["id"] for row in ask(desk, "actions", client=fatma)] == [
        soon, late, some_day, done,
    ]  # fmt: skip

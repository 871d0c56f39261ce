"""What a line shows beside a record's own fields."""

from __future__ import annotations

import pytest

from tests import desks
from tests.caseload.told import accept, left, logged
from tests.desks import Clock, ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import log_search, with_state
from wijkdesk.domain import Barrier, Person
from wijkdesk.store import records


def test_only_what_central_does_not_know_waits(desk: Desk, fatma: str) -> None:
    known = do(desk, "record_barrier", client=fatma, domain="taal")
    accept(desk)
    fresh = do(desk, "record_barrier", client=fatma, domain="vervoer")
    assert {row["id"]: row["waiting"] for row in with_state(desk, Barrier, fatma)} == {
        known: False, fresh: True,
    }  # fmt: skip
    do(desk, "measure_barrier", barrier=known, severity="2")
    assert all(row["waiting"] for row in with_state(desk, Barrier, fatma))


def test_a_colleague_who_is_not_known_has_no_name(desk: Desk, fatma: str) -> None:
    do(desk, "record_barrier", client=fatma, domain="taal")
    with desk.database.transaction() as tx:
        records.remove(tx, Person, desks.ANNA)
    assert ask(desk, "barriers", client=fatma)[0]["recorded_by_name"] == ""


@pytest.mark.parametrize("question", ["client", "barriers", "actions", "timeline"])
def test_whoever_looks_into_a_dossier_is_in_the_log_once_while_at_it(
    desk: Desk, fatma: str, clock: Clock, question: str
) -> None:
    clock.later(hours=1)
    before = len(left(desk).log)
    for _ in range(2):
        ask(desk, question, client=fatma)
    line = logged(desk)
    assert len(left(desk).log) == before + 1
    assert (line["act"], line["client"], line["purpose"]) == (
        "open_client", fatma, "arbeidsinschakeling",
    )  # fmt: skip
    clock.later(hours=1)
    ask(desk, question, client=fatma)
    assert len(left(desk).log) == before + 2


def test_a_search_is_in_the_log_without_what_was_typed(desk: Desk, fatma: str) -> None:
    log_search(desk, "name", len(ask(desk, "search", text="fat")))
    line = logged(desk)
    assert (line["act"], line["what"]) == ("search", '{"field": "name", "count": 1}')
    assert "client" not in line
    assert "fat" not in str(line)

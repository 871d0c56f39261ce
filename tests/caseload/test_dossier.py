"""What a line shows beside a record's own fields."""

from __future__ import annotations

from tests import desks
from tests.caseload.told import accept
from tests.desks import ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import with_state
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

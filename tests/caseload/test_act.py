"""An act is one transaction: the record, what waits and the log, or nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlcipher3.dbapi2 import IntegrityError

from tests.caseload.told import left
from tests.desks import ask, do
from wijkdesk.caseload.barrier import record_barrier
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.domain import Barrier
from wijkdesk.domain.values import BarrierDomain
from wijkdesk.errors import OutsideTrouble, UserError

NO_LOG = "CREATE TRIGGER no_log BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END"
NO_OUTBOX = "CREATE TRIGGER no_outbox BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END"


@pytest.mark.parametrize("trigger", [NO_LOG, NO_OUTBOX])
def test_without_its_line_in_the_log_or_the_outbox_nothing_is_kept(
    desk: Desk, fatma: str, trigger: str
) -> None:
    barrier = do(desk, "record_barrier", client=fatma, domain="taal", severity="2")
    before = left(desk)
    with desk.database.transaction() as tx:
        tx.execute(text(trigger))
    with pytest.raises(IntegrityError):
        record_barrier(desk, fatma, BarrierDomain.SCHULDEN)
    assert left(desk) == before
    if trigger is NO_LOG:
        with pytest.raises(IntegrityError):
            do(desk, "measure_barrier", barrier=barrier, severity="3")
        assert left(desk) == before


def test_a_full_disk_is_said_and_nothing_of_the_act_is_kept(desk: Desk, fatma: str) -> None:
    before = left(desk)
    pages = desk.database.connection.execute("PRAGMA page_count").fetchone()[0]
    desk.database.connection.execute(f"PRAGMA max_page_count = {pages}")
    told = []
    for _ in range(200):
        try:
            do(desk, "record_contact", client=fatma, channel="email", summary="x" * 4000)
        except OutsideTrouble as trouble:
            told.append(trouble.code)
            break
    assert told == ["disk_full"]
    after = left(desk)
    assert len(after.waits) - len(before.waits) == len(after.log) - len(before.log)
    assert len(after.waits) == 1 + len(after.rows["contact_moment"])
    desk.database.connection.execute(f"PRAGMA max_page_count = {pages * 100}")
    do(desk, "record_contact", client=fatma, channel="email", summary="x")
    assert wrong_with(desk) == []


def test_a_refusal_in_the_middle_of_an_act_undoes_its_beginning(desk: Desk, fatma: str) -> None:
    before = left(desk)

    def half() -> None:
        with desk.act("record_barrier") as act:
            act.record(Barrier, fatma, domain="taal")
            raise UserError("missing")

    with pytest.raises(UserError):
        half()
    assert left(desk) == before


def test_nothing_changed_is_still_a_line_in_the_log(desk: Desk, fatma: str) -> None:
    before = left(desk)
    do(desk, "change_client", client=fatma, given_name="Fatma")
    after = left(desk)
    assert (after.rows, after.waits) == (before.rows, before.waits)
    assert [line["act"] for line in after.log[len(before.log) :]] == ["change_client"]


def test_who_has_no_role_does_nothing(desk: Desk, fatma: str) -> None:
    desk.person.roles = []
    with pytest.raises(UserError) as refused:
        do(desk, "change_client", client=fatma, phone="06")
    assert refused.value.code == "not_yours"
    assert ask(desk, "client", client=fatma)[0]["phone"] is None

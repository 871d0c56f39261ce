"""Dossiers whose time is over are told, and stay as long as something runs."""

from __future__ import annotations

import pytest

from tests.caseload.told import accept, refused
from tests.desks import Clock, ask, do
from wijkdesk.caseload import catalogue
from wijkdesk.caseload.desk import Desk
from wijkdesk.policy.retention import rule
from wijkdesk.store import meta, outbox


@pytest.fixture
def old(desk: Desk, fatma: str, clock: Clock) -> str:
    """Return a client to whom nothing happened for ten years, on a desk that kept syncing."""
    do(desk, "record_contact", client=fatma, channel="gesprek", summary="Hallo")
    accept(desk)
    clock.later(days=3653)
    with desk.database.transaction() as tx:
        meta.keep(tx, last_sync=clock().isoformat())
    desk.look_again()
    return fatma


def test_whose_time_is_over_is_told_with_the_source(desk: Desk, old: str) -> None:
    (row,) = ask(desk, "retention")
    assert (row["id"], row["held"], row["source"]) == (old, None, rule("client").source)
    assert (row["over_on"].year - row["last"].year, row["over_on"].month) == (
        10, row["last"].month,
    )  # fmt: skip


def test_a_proposal_is_asked_of_central(desk: Desk, old: str) -> None:
    do(desk, "propose_purge", client=old)
    with desk.reading() as tx:
        (line,) = outbox.waiting(tx)
    assert (line.field, line.client) == ("propose_purge", old)
    assert [row["id"] for row in ask(desk, "retention")] == [old]


def test_what_runs_holds_a_dossier(desk: Desk, old: str) -> None:
    do(desk, "hold_dossier", client=old, reason="klacht")
    assert [row["held"] for row in ask(desk, "retention")] == ["klacht"]
    propose = {"client": old}
    found = refused(desk, lambda: catalogue.perform(desk, "propose_purge", propose))
    assert found == ("purge_held", "client")
    do(desk, "release_dossier", client=old)
    do(desk, "propose_purge", client=old)


def test_what_happened_since_keeps_a_dossier(desk: Desk, old: str) -> None:
    do(desk, "record_contact", client=old, channel="telefoon", summary="Hij belde")
    assert ask(desk, "retention") == []
    propose = {"client": old}
    found = refused(desk, lambda: catalogue.perform(desk, "propose_purge", propose))
    assert found == ("not_due", "client")

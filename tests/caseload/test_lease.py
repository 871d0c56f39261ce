"""A desk that did not sync for too long only syncs, and so does one whose clock was set back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from tests import desks
from tests.desks import ANNA, NOW, Clock
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.lease import Lease, LeaseState, synced
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.domain import Person
from wijkdesk.errors import UserError
from wijkdesk.store import meta

# Every question about dossiers, with what it is asked of.
OF_A_DOSSIER = ("client", "barriers", "actions", "timeline", "audit")


def sync_at(desk: Desk, central: datetime) -> None:
    """Let a desk have synced when it was this late at central, and now on its own clock."""
    with desk.database.transaction() as tx:
        behind = round((central - desk.now()).total_seconds())
        meta.keep(tx, **synced(central, behind))
    desk.look_again()


def away(desk: Desk, since: date, back: date) -> None:
    """Let central have said that Anna is away."""
    person = Person.__table__  # type: ignore[attr-defined]
    with desk.database.transaction() as tx:
        days = {"absent_from": since, "absent_until": back}
        tx.execute(update(person).where(person.c.id == ANNA).values(days))
    desk.look_again()


@pytest.mark.parametrize(("days", "state", "left", "warning"), [
    (0, "open", 30, None), (22, "open", 8, None), (23, "warn", 7, 7), (26, "warn", 4, 7),
    (27, "warn", 3, 3), (28, "warn", 2, 3), (29, "warn", 1, 1), (30, "over", 0, 1),
    (400, "over", -370, 1),
])  # fmt: skip
def test_it_warns_before_it_ends(
    desk: Desk, clock: Clock, days: int, state: str, left: int, warning: int | None
) -> None:
    sync_at(desk, NOW)
    clock.later(days=days)
    lease = Lease(desk)
    assert (lease.state, lease.days_left, lease.warning) == (state, left, warning)
    assert lease.until == date(2026, 12, 24)


def test_before_the_first_sync_it_counts_from_the_making_of_the_desk(desk: Desk) -> None:
    assert Lease(desk).until == date(2026, 12, 20)


def test_what_is_over_refuses_acts_and_dossiers_and_nothing_else(
    desk: Desk, fatma: str, clock: Clock
) -> None:
    desk.keep_draft("contact", {"text": "Halverwege"})
    clock.later(days=30)
    for question in OF_A_DOSSIER:
        with pytest.raises(UserError, match="lease_over"):
            desks.ask(desk, question, client=fatma)
    for question in ("caseload", "versions", "people"):
        with pytest.raises(UserError, match="lease_over"):
            desks.ask(desk, question)
    with pytest.raises(UserError, match="lease_over"):
        desks.client(desk)
    assert [row["client_name"] for row in desks.ask(desk, "waiting")] == ["Fatma Yılmaz"]
    assert desks.ask(desk, "inbox") == []
    assert desk.draft("contact") == {"text": "Halverwege"}
    assert (desk.status()["waiting"], wrong_with(desk)) == (1, [])
    sync_at(desk, clock())
    assert desks.ask(desk, "client", client=fatma)


@pytest.mark.parametrize(("since", "back", "until"), [
    (date(2026, 12, 1), date(2026, 12, 22), date(2027, 1, 14)),  # three weeks
    (date(2026, 12, 24), date(2026, 12, 31), date(2026, 12, 31)),  # on the first day without
    (date(2026, 11, 1), date(2026, 11, 27), date(2026, 12, 27)),  # back after the sync
    (date(2026, 11, 1), date(2026, 11, 24), date(2026, 12, 24)),  # back before it
    (date(2026, 12, 25), date(2027, 1, 8), date(2026, 12, 24)),  # only when it was over
])  # fmt: skip
def test_days_away_are_not_counted(desk: Desk, since: date, back: date, until: date) -> None:
    sync_at(desk, NOW)
    away(desk, since, back)
    assert Lease(desk).until == until


# --- The clock -----------------------------------------------------------------------------------


def test_a_clock_that_was_set_back_waits_for_a_sync(desk: Desk, fatma: str, clock: Clock) -> None:
    clock.later(days=3)
    desks.do(desk, "change_client", client=fatma, phone="06 1")
    clock.later(hours=-1)
    assert Lease(desk).state is LeaseState.OPEN  # an hour is not looked at
    clock.later(hours=-25)
    with pytest.raises(UserError, match="clock_back") as refused:
        desks.ask(desk, "client", client=fatma)
    assert refused.value.values["hours"] == 26
    with pytest.raises(UserError, match="clock_back"):
        desks.do(desk, "change_client", client=fatma, phone="06 2")
    sync_at(desk, clock())
    assert desks.ask(desk, "client", client=fatma)[0]["phone"] == "06 1"


def test_the_latest_time_outlives_the_process(desk: Desk, fatma: str, clock: Clock) -> None:
    clock.later(days=3)
    desks.do(desk, "change_client", client=fatma, phone="06 1")
    desk.close()
    clock.later(days=-2)
    again = Desk.open_with_key(desk.folder, bytearray(desks.SECRET), now=clock)
    assert Lease(again).state is LeaseState.CLOCK_BACK
    again.close()


def test_a_refused_act_is_no_time_that_was_seen(desk: Desk, fatma: str, clock: Clock) -> None:
    sync_at(desk, NOW)
    clock.later(days=5)
    with pytest.raises(UserError, match="not_an_email"):
        desks.do(desk, "change_client", client=fatma, email="geen")
    clock.later(days=-5)
    assert Lease(desk).state is LeaseState.OPEN


@pytest.mark.parametrize("years", [-2, 2])
def test_a_clock_that_is_years_off_works_after_a_sync(
    desk: Desk, fatma: str, clock: Clock, years: int
) -> None:
    right = NOW + timedelta(days=1)
    clock.at = NOW + timedelta(days=365 * years)
    with pytest.raises(UserError):
        desks.ask(desk, "client", client=fatma)
    sync_at(desk, right)
    assert Lease(desk).until == date(2026, 12, 25)
    assert Lease(desk).state is LeaseState.OPEN
    clock.later(days=23)
    assert Lease(desk).warning == 7


def test_whole_days_are_those_of_rotterdam(desk: Desk, clock: Clock) -> None:
    clock.at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    sync_at(desk, clock())
    clock.at = datetime(2026, 12, 23, 22, 59, tzinfo=UTC)
    assert Lease(desk).days_left == 1
    clock.later(minutes=1)
    assert Lease(desk).state is LeaseState.OVER

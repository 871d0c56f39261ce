"""Of a text that central erased nothing lies beside its row any more."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.desks import NOW, ORGANISATION
from tests.store.people import DEBTS, barrier, change, client, make, see
from tests.store.test_confirmed import KEYS, news, take_in, whole
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.store import draft, erase, inbox, outbox
from wijkdesk.store.database import Database

GONE = [["barrier", DEBTS, "consequence"]]


@pytest.fixture
def known(database: Database) -> Database:
    """Return a desk with a client and a barrier that central confirmed."""
    with database.transaction() as tx:
        take_in(tx, {}, whole(client(), 1), whole(barrier(), 2))
    return database


def test_what_was_typed_on_it_goes_and_the_number_stays(known: Database) -> None:
    with known.transaction() as tx:
        change(tx, barrier(), consequence="Beslag op loon en meer", severity=4)
        arrives = news(barrier(), 2, {"consequence": 9}, consequence=None)
        take_in(tx, {}, arrives)
        taken = erase.forget(tx, ORGANISATION, KEYS, GONE)
        found = see(tx, barrier())
        assert (found.consequence, found.severity) == (None, 4)
        assert taken.touched == {("barrier", DEBTS)}
        sent = outbox.take(tx, 100, 1 << 19)
        assert [(c.field, c.value) for c in sent] == [("consequence", None), ("severity", 4)]
        under = tx.execute(text("SELECT field FROM confirmed")).scalars().all()
    assert under == ["severity"]


def test_what_somebody_wrote_since_stands(known: Database) -> None:
    with known.transaction() as tx:
        take_in(tx, {}, news(barrier(), 2, {"consequence": 12}, consequence="Nieuw"))
        assert erase.forget(tx, ORGANISATION, KEYS, GONE).difference == 0
        assert see(tx, barrier()).consequence == "Nieuw"


def test_drafts_and_answers_with_it_go(known: Database) -> None:
    with known.transaction() as tx:
        draft.keep(tx, "contact", NOW, {"summary": 'Zij zei: "Beslag op loon", 100%_'})
        draft.keep(tx, "plan", NOW, {"title": "Bellen"})
        typed = Change(3, Act.SET, "barrier", DEBTS, client().id, "2026-11-24T09:30:00Z",
                       field="consequence", value="Beslag op loon en meer")  # fmt: skip
        inbox.tell(tx, NOW, typed, Outcome(State.CONFLICT, 9))
        erase.forget_drafts(tx, ORGANISATION, GONE)
        erase.forget(tx, ORGANISATION, KEYS, GONE)
        assert (draft.find(tx, "contact"), draft.find(tx, "plan")) == (None, {"title": "Bellen"})
        assert inbox.everything(tx)[0]["text"] == ""


def test_what_this_version_does_not_know_is_passed_by(known: Database) -> None:
    with known.transaction() as tx:
        later = [["parcel", "p", "text"], ["barrier", DEBTS, "colour"], ["barrier", "no", "result"]]
        erase.forget_drafts(tx, ORGANISATION, later)
        assert erase.forget(tx, ORGANISATION, KEYS, later).difference == 0
        assert see(tx, barrier()).consequence == "Beslag op loon"


def test_what_is_withdrawn_keeps_its_number_and_asks_for_nothing(database: Database) -> None:
    with database.transaction() as tx:
        make(tx, client(), barrier())
        outbox.withdraw(tx, ["nobody"])
        first, second = outbox.take(tx, 1, 1 << 19), outbox.find(tx, [2])[2]
        assert (first[0].act, second.act) == (Act.NEW, Act.NEW)
        outbox.withdraw(tx, [client().id])
        # What may have been sent stays as it is; central answers it by its number.
        sent, empty = outbox.take(tx, 100, 1 << 19)
    assert (sent.act, sent.values) == (Act.NEW, client().travelled())
    assert (empty.n, empty.act, empty.field, empty.value) == (2, Act.COMMAND, "nothing", {})

"""Records for the tests of the store, made and changed as an act does it."""

from __future__ import annotations

from typing import Any

from tests.desks import ANNA, NOW, ORGANISATION
from wijkdesk.domain import Barrier, Client, Noun
from wijkdesk.store import outbox, records
from wijkdesk.store.database import Transaction

AT = "2026-11-24T09:30:00Z"
FATMA = "11111111-1111-4111-8111-111111111111"
JOYCE = "22222222-2222-4222-8222-222222222222"
DEBTS = "33333333-3333-4333-8333-333333333333"


def client(id_: str = FATMA, given: str = "Fatma", family: str = "Yılmaz", **own: Any) -> Client:
    """Return a client."""
    named = {"given_name": given, "family_name": family, "neighbourhood": "Tarwewijk"}
    return Client(organisation=ORGANISATION, id=id_, **{**named, **own})


def barrier(id_: str = DEBTS, of: str = FATMA, **own: Any) -> Barrier:
    """Return a barrier of a client."""
    written = {"recorded_at": NOW, "recorded_by": ANNA}
    sound = {"domain": "schulden", "severity": 2, "consequence": "Beslag op loon"}
    return Barrier(organisation=ORGANISATION, id=id_, client=of, **{**written, **sound, **own})


def make(tx: Transaction, *made: Noun) -> None:
    """Make records and queue them."""
    for record in made:
        records.make(tx, record)
        outbox.queue_new(tx, record, AT)


def change(tx: Transaction, record: Noun, *, seen: tuple[str, ...] = (), **values: Any) -> None:
    """Set fields of a record that is there and queue them."""
    for field, value in values.items():
        found = records.find(tx, type(record), record.id)
        assert found is not None
        outbox.queue_set(tx, found, field, value, AT, seen)
        records.put(tx, type(record), record.id, {field: value})


def see(tx: Transaction, record: Noun) -> Any:
    """Return a record as the person sees it now, or None."""
    return records.find(tx, type(record), record.id)

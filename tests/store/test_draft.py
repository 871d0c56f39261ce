"""What somebody was typing: one a place, until it is sent or let go."""

from __future__ import annotations

from tests.desks import NOW
from wijkdesk.store import draft
from wijkdesk.store.database import Database

CLIENT, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def test_the_last_words_at_a_place_are_kept(database: Database) -> None:
    with database.transaction() as tx:
        assert draft.find(tx, "contact") is None
        draft.keep(tx, "contact", NOW, {"summary": "Kan din", "channel": "telefoon"})
        draft.keep(tx, "contact", NOW, {"summary": "Kan dinsdag “10:00” 🎉"})
        draft.keep(tx, "barrier", NOW, {})
        assert draft.find(tx, "contact") == {"summary": "Kan dinsdag “10:00” 🎉"}
        draft.drop(tx, "contact")
        draft.drop(tx, "contact")
        assert draft.find(tx, "contact") is None
        assert draft.find(tx, "barrier") == {}


def test_what_was_typed_about_a_client_goes_with_the_client(database: Database) -> None:
    with database.transaction() as tx:
        draft.keep(tx, f"contact:{CLIENT}", NOW, {"summary": "a"})
        draft.keep(tx, "window", NOW, {"screen": "client", "client": CLIENT})
        draft.keep(tx, f"contact:{OTHER}", NOW, {"summary": "b"})
        draft.drop_about(tx, [CLIENT])
        assert draft.find(tx, f"contact:{CLIENT}") is None
        assert draft.find(tx, "window") is None
        assert draft.find(tx, f"contact:{OTHER}") == {"summary": "b"}

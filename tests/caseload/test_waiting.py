"""What waits, the oldest first, and answers a person must see."""

from __future__ import annotations

import pytest

from tests.caseload.told import accept, left, logged, refuse, refused
from tests.desks import Clock, ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain.values import Role
from wijkdesk.store import outbox

TALK = {"channel": "telefoon", "summary": "Kan dinsdag."}


def test_what_waits_is_listed_with_the_client(desk: Desk, fatma: str, clock: Clock) -> None:
    registered = clock()
    clock.later(minutes=5)
    contact = do(desk, "record_contact", client=fatma, **TALK)
    with desk.database.transaction() as tx:
        outbox.take(tx, 1, 1 << 19)
    assert ask(desk, "waiting") == [
        {"id": fatma, "number": 1, "kind": "client", "client": fatma,
         "client_name": "Fatma Yılmaz", "what": "new", "since": registered, "state": "sent"},
        {"id": contact, "number": 2, "kind": "contact_moment", "client": fatma,
         "client_name": "Fatma Yılmaz", "what": "new", "since": clock(), "state": "waiting"},
    ]  # fmt: skip
    assert desk.status()["waiting"] == 2
    accept(desk)
    do(desk, "change_client", client=fatma, phone="06")
    assert [(row["what"], row["kind"]) for row in ask(desk, "waiting")] == [("phone", "client")]


def test_a_refusal_keeps_what_was_written_until_it_was_seen(desk: Desk, fatma: str) -> None:
    accept(desk)
    do(desk, "record_contact", client=fatma, **TALK)
    refuse(desk, "unknown")
    assert ask(desk, "timeline", client=fatma) == []
    (answer,) = ask(desk, "inbox")
    assert (answer["code"], answer["client"], answer["client_name"], answer["kind"]) == (
        "unknown", fatma, "Fatma Yılmaz", "contact_moment",
    )  # fmt: skip
    assert "Kan dinsdag." in answer["text"]
    assert desk.status()["inbox"] == 1
    do(desk, "dismiss_answer", answer=answer["id"])
    assert ask(desk, "inbox") == []
    assert logged(desk)["act"] == "dismiss_answer"
    assert left(desk).waits == []
    again = lambda: do(desk, "dismiss_answer", answer=answer["id"])  # noqa: E731
    assert refused(desk, again) == ("unknown_record", "answer")


@pytest.mark.parametrize("role", Role)
def test_everybody_may_say_they_saw_an_answer(desk: Desk, fatma: str, role: Role) -> None:
    refuse(desk, "unknown")
    desk.person.roles = [role.value]
    do(desk, "dismiss_answer", answer=ask(desk, "inbox")[0]["id"])
    assert ask(desk, "inbox") == []

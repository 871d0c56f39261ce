"""Recording contact, and one line of time with each record once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.caseload.told import left, logged, refused
from tests.desks import Clock, ask, do
from wijkdesk.caseload.desk import Desk

TALK = {"channel": "telefoon", "summary": "Kan dinsdag.\nLiefst ’s ochtends 🙂"}


def test_a_contact_is_kept_queued_and_logged(desk: Desk, fatma: str) -> None:
    id_ = do(desk, "record_contact", client=fatma, **TALK, at="2026-11-23T14:30+01:00")
    (row,) = ask(desk, "timeline", client=fatma)
    assert row == {
        "id": id_, "kind": "contact_moment", "at": datetime(2026, 11, 23, 13, 30, tzinfo=UTC),
        "title": "telefoon", "text": TALK["summary"], "channel": "telefoon",
        "expires": None, "about_others": None,
        "by_name": "Anna Jansen", "waiting": True,
    }  # fmt: skip
    change = left(desk).waits[-1]
    assert change.values is not None
    assert change.values["at"] == "2026-11-23T13:30:00Z"
    assert (logged(desk)["act"], logged(desk)["record"]) == ("record_contact", id_)


def test_without_a_moment_it_was_now(desk: Desk, fatma: str) -> None:
    do(desk, "record_contact", client=fatma, **TALK)
    assert ask(desk, "timeline", client=fatma)[0]["at"] == desk.now()


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"summary": " \n"}, "missing", "summary"),
        ({"summary": "x" * 4001}, "too_long", "summary"),
        ({"channel": "duif"}, "not_a_choice", "channel"),
        ({"at": "2026-11-25T10:00+01:00"}, "day_in_future", "at"),
        ({"at": "2026-11-24T10:00"}, "not_a_moment", "at"),
        ({"at": "gisteren"}, "not_a_moment", "at"),
        ({"at": "9999-12-31T23:59:59-14:00"}, "not_a_moment", "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "not_a_moment", "at"),
        ({"client": "nobody"}, "unknown_record", "client"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    desk: Desk, fatma: str, given: dict[str, str], code: str, field: str
) -> None:
    values = {"client": fatma, **TALK, **given}
    assert refused(desk, lambda: do(desk, "record_contact", **values)) == (code, field)


def test_the_line_of_time_has_each_record_once_the_newest_first(
    desk: Desk, fatma: str, clock: Clock
) -> None:
    barrier = do(desk, "record_barrier", client=fatma, domain="schulden", consequence="Beslag")
    clock.later(days=1)
    step = {"title": "Bellen", "kind": "overig", "by": "consulent", "barrier": barrier}
    action = do(desk, "plan_action", client=fatma, **step)
    clock.later(days=1)
    contact = do(desk, "record_contact", client=fatma, **TALK)
    clock.later(days=1)
    do(desk, "finish_action", action=action, result="Gebeld, komt goed")
    do(desk, "measure_barrier", barrier=barrier, severity="4", consequence="Regeling")
    rows = ask(desk, "timeline", client=fatma)
    assert [(row["id"], row["kind"], row["title"]) for row in rows] == [
        (contact, "contact_moment", "telefoon"),
        (action, "action", "overig"),
        (barrier, "barrier", "schulden"),
    ]
    assert [row["text"] for row in rows] == [
        TALK["summary"], "Bellen\nGebeld, komt goed", "Regeling",
    ]  # fmt: skip
    nobody = lambda: ask(desk, "timeline", client="nobody")  # noqa: E731
    assert refused(desk, nobody) == ("unknown_record", "client")

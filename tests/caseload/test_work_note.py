"""A work note stays for a while, unless a contact moment is made of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.caseload.told import accept, left, logged, refused
from tests.desks import Clock, ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.change import Act
from wijkdesk.policy.retention import over_on
from wijkdesk.store import meta

TEXT = "Zus Nora past op dinsdag op.\nVraag of dat zo blijft."
UNKNOWN = ("unknown_record", "work_note")


@pytest.fixture
def note(desk: Desk, fatma: str) -> str:
    """Record a work note that is about somebody else too, and return its id."""
    return do(desk, "record_work_note", client=fatma, text=TEXT, about_others="true")


def later(desk: Desk, clock: Clock, **by: int) -> None:
    """Let time pass on a desk that goes on syncing."""
    clock.later(**by)
    with desk.database.transaction() as tx:
        meta.keep(tx, last_sync=clock().isoformat())
    desk.look_again()


def test_a_note_is_kept_queued_and_logged_without_its_text(
    desk: Desk, fatma: str, note: str
) -> None:
    (row,) = ask(desk, "work_notes", client=fatma)
    assert (row["id"], row["text"], row["about_others"], row["waiting"]) == (note, TEXT, True, True)
    assert row["expires"] == over_on("work_note", desk.now().date())
    change = left(desk).waits[-1]
    assert change.values is not None
    assert (change.values["about_others"], change.values["text"]) == (True, TEXT)
    line = logged(desk)
    assert (line["act"], line["record"]) == ("record_work_note", note)
    assert TEXT not in str(line)


def test_unless_said_otherwise_it_is_about_the_client_alone(desk: Desk, fatma: str) -> None:
    do(desk, "record_work_note", client=fatma, text=TEXT)
    assert [row["about_others"] for row in ask(desk, "work_notes", client=fatma)] == [False]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"text": " \n"}, "missing", "text"),
        ({"text": "x" * 4001}, "too_long", "text"),
        ({"client": "nobody"}, "unknown_record", "client"),
        ({"about_others": "ja"}, "not_yes_or_no", "about_others"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(
    desk: Desk, fatma: str, given: dict[str, str], code: str, field: str
) -> None:
    values = {"client": fatma, "text": TEXT, **given}
    assert refused(desk, lambda: do(desk, "record_work_note", **values)) == (code, field)


def test_it_stands_on_the_line_of_time_as_what_it_is(desk: Desk, fatma: str, note: str) -> None:
    (row,) = ask(desk, "timeline", client=fatma)
    assert row == {
        "id": note, "kind": "work_note", "at": desk.now(), "title": "werkaantekening",
        "text": TEXT, "channel": None, "by_name": "Anna Jansen", "waiting": True,
        "expires": over_on("work_note", desk.now().date()), "about_others": True,
    }  # fmt: skip


def test_the_newest_stands_first(desk: Desk, fatma: str, note: str, clock: Clock) -> None:
    same = do(desk, "record_work_note", client=fatma, text="In dezelfde seconde")
    clock.later(days=1)
    last = do(desk, "record_work_note", client=fatma, text="Een dag later")
    for question in ("work_notes", "timeline"):
        found = [row["id"] for row in ask(desk, question, client=fatma)]
        assert found == [last, same, note], question


def test_after_its_time_it_is_not_there(desk: Desk, fatma: str, note: str, clock: Clock) -> None:
    accept(desk)
    days = (over_on("work_note", clock().date()) - clock().date()) // timedelta(days=1)
    later(desk, clock, days=days - 1)
    assert [row["id"] for row in ask(desk, "work_notes", client=fatma)] == [note]
    later(desk, clock, days=1)
    assert ask(desk, "work_notes", client=fatma) == ask(desk, "timeline", client=fatma) == []
    keep = {"work_note": note, "channel": "gesprek"}
    assert refused(desk, lambda: do(desk, "keep_work_note", **keep)) == (
        "unknown_record",
        "work_note",
    )


def test_a_contact_moment_is_made_of_it_and_it_is_let_go(
    desk: Desk, fatma: str, note: str, clock: Clock
) -> None:
    written = desk.now()
    accept(desk)
    later(desk, clock, days=3)
    contact = do(desk, "keep_work_note", work_note=note, channel="telefoon")
    assert ask(desk, "work_notes", client=fatma) == []
    (row,) = ask(desk, "timeline", client=fatma)
    assert (row["id"], row["kind"], row["title"]) == (contact, "contact_moment", "telefoon")
    assert (row["text"], row["at"], row["expires"]) == (TEXT, written, None)
    made, asked = left(desk).waits
    assert (made.act, made.kind, made.id) == (Act.NEW, "contact_moment", contact)
    assert (asked.act, asked.kind, asked.id, asked.field) == (
        Act.COMMAND, "work_note", note, "withdraw_record",
    )  # fmt: skip
    assert asked.value == {"reason": "bewaard_als_contact"}
    line = logged(desk)
    assert (line["act"], line["record"], line["client"]) == ("keep_work_note", contact, fatma)
    assert note in line["what"]
    assert TEXT not in str(line)


def test_the_contact_may_have_been_on_another_moment(desk: Desk, fatma: str, note: str) -> None:
    at = "2026-11-23T14:30+01:00"
    do(desk, "keep_work_note", work_note=note, channel="gesprek", at=at)
    (row,) = ask(desk, "timeline", client=fatma)
    assert row["at"] == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)


def test_of_a_note_that_was_never_sent_only_the_contact_is_sent(
    desk: Desk, fatma: str, note: str
) -> None:
    contact = do(desk, "keep_work_note", work_note=note, channel="gesprek")
    assert [row["id"] for row in ask(desk, "timeline", client=fatma)] == [contact]
    assert TEXT not in str([change for change in left(desk).waits if change.kind == "work_note"])


def test_of_one_note_one_contact_is_made(desk: Desk, fatma: str, note: str) -> None:
    do(desk, "keep_work_note", work_note=note, channel="gesprek")
    again = {"work_note": note, "channel": "gesprek"}
    assert refused(desk, lambda: do(desk, "keep_work_note", **again)) == (
        "unknown_record",
        "work_note",
    )
    nobody = {"work_note": "nobody", "channel": "gesprek"}
    assert refused(desk, lambda: do(desk, "keep_work_note", **nobody)) == (
        "unknown_record",
        "work_note",
    )
    assert len(ask(desk, "timeline", client=fatma)) == 1


def test_a_note_is_no_contact_and_found_by_no_search(desk: Desk, fatma: str, note: str) -> None:
    (row,) = ask(desk, "caseload")
    assert row["last_contact"] is None
    assert ask(desk, "search", text="Nora") == []
    assert "Nora" not in str(row)

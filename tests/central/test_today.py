"""What a new day brings at central, once: notes whose time is over go, from every desk."""

from __future__ import annotations

import pytest

from tests.central.search import found_at
from tests.central.test_handover import register, told
from tests.town.town import Place, Town

TEXT = "Maakt zich zorgen om de huur"


@pytest.fixture
def anna(any_town: Town) -> Place:
    """Anna's desk with a client that Bart holds too, and a work note of hers."""
    place = any_town.desk("anna")
    client = register(any_town, place)
    any_town.give(client, "bart")
    any_town.enrol("bart")
    place.do("record_work_note", client=client, text=TEXT)
    any_town.settle()
    return place


def pass_weeks(town: Town, weeks: int) -> None:
    """Let weeks pass in which everybody syncs."""
    for _ in range(weeks):
        town.later(days=7)
        town.settle()


def notes(place: Place) -> list[str]:
    """Return the work notes of the one client at a desk."""
    (client,) = [row["id"] for row in place.ask("caseload")]
    return [row["text"] for row in place.ask("work_notes", client=client)]


def test_a_note_goes_everywhere_after_its_time(any_town: Town, anna: Place) -> None:
    bart = any_town.desk("bart")
    pass_weeks(any_town, 11)
    assert (notes(anna), notes(bart)) == ([TEXT], [TEXT])
    pass_weeks(any_town, 1)
    assert (notes(anna), notes(bart)) == ([], [])
    assert found_at(any_town, TEXT) == set()
    assert (told(anna), told(bart)) == ([], [])
    assert any_town.agrees()


def test_while_a_dossier_is_held_nothing_goes(any_town: Town, anna: Place) -> None:
    (client,) = [row["id"] for row in anna.ask("caseload")]
    anna.do("hold_dossier", client=client, reason="klacht")
    pass_weeks(any_town, 13)
    assert found_at(any_town, TEXT) != set()
    anna.do("release_dossier", client=client)
    pass_weeks(any_town, 2)
    assert found_at(any_town, TEXT) == set()
    assert any_town.agrees()


def test_a_note_that_became_a_contact_is_gone_and_the_contact_stays(
    any_town: Town, anna: Place
) -> None:
    (client,) = [row["id"] for row in anna.ask("caseload")]
    (note,) = [row["id"] for row in anna.ask("work_notes", client=client)]
    anna.do("keep_work_note", work_note=note, channel="gesprek")
    any_town.settle()
    for name in ("anna", "bart"):
        place = any_town.desk(name)
        rows = place.ask("timeline", client=client)
        assert [row["kind"] for row in rows if row["text"] == TEXT] == ["contact_moment"]
        assert told(place) == []
    assert any_town.agrees()


def test_a_note_whose_contact_did_not_arrive_stays(any_town: Town, anna: Place) -> None:
    (client,) = [row["id"] for row in anna.ask("caseload")]
    (note,) = [row["id"] for row in anna.ask("work_notes", client=client)]
    anna.clock.wrong = anna.clock.wrong.__class__(days=2)
    anna.do("keep_work_note", work_note=note, channel="gesprek", at="2026-11-25T09:00:00Z")
    anna.clock.wrong = anna.clock.wrong.__class__(0)
    any_town.settle()
    assert sorted(told(anna)) == ["day_in_future", "not_kept_as_contact"]
    assert notes(anna) == [TEXT]
    assert any_town.agrees()


def test_a_day_begins_once(any_town: Town, anna: Place) -> None:
    any_town.later(days=1)
    any_town.settle()
    with any_town.storage.snapshot() as tx:
        before = tx.exec_driver_sql("SELECT value FROM sequence").scalar()
    any_town.settle()
    with any_town.storage.snapshot() as tx:
        assert tx.exec_driver_sql("SELECT value FROM sequence").scalar() == before

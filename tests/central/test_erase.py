"""A text that should never have been written is nowhere any more: at central, at any desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.central.forge import dump, send
from tests.central.search import found_at
from tests.store.pages import decrypted
from tests.town.town import MORNING, Place, Town
from wijkdesk.central import notices
from wijkdesk.domain.noun import ERASED

MARK = "Kwarkappelmoes"
ERASE = {"field": "consequence", "reason": "gezondheid"}


def barriers(place: Place, client: str) -> list[str | None]:
    return [row["consequence"] for row in place.ask("barriers", client=client)]


def shared(town: Town) -> tuple[Place, Place, str, str]:
    """Return two desks that hold one client, with a marked text in every place a text can be."""
    anna, bart = town.desk("anna"), town.desk("bart")
    client = anna.do("register_client", given_name="Samira", family_name="Aarts",
                     neighbourhood="Tarwewijk")  # fmt: skip
    barrier = anna.do("record_barrier", client=client, domain="schulden", severity="2",
                      consequence=f"een {MARK} twee drie vier vijf zes")  # fmt: skip
    town.sync("anna")
    town.give(client, "bart")
    town.settle()
    # Merged words, then a second version beside the first.
    merged = (f"een {MARK} twee drie vier vijf zeven", f"nul {MARK} twee drie vier vijf zes")
    for mine, theirs in (merged, (f"acht {MARK}", f"negen {MARK}")):
        for place, said in ((anna, mine), (bart, theirs)):
            place.do("measure_barrier", barrier=barrier, severity="3", consequence=said)
        town.settle()
    # Typed on and never sent; typed and never kept; told to somebody.
    bart.do("measure_barrier", barrier=barrier, severity="4", consequence=f"tien {MARK}")
    for place in (anna, bart):
        place.desk.keep_draft(f"contact {client}", {"summary": f"negen {MARK}"})
    told = (town.organisation(), [town.people["bart"]], "left_behind", "barrier", barrier, client)
    with town.storage.transaction() as tx:
        notices.tell(tx, *told, f"elf {MARK}", MORNING)
    town.sync("anna")
    return anna, bart, client, barrier


def test_an_erased_text_is_nowhere_any_more(any_town: Town) -> None:
    anna, bart, client, barrier = shared(any_town)
    assert {"barrier", "row_state", "text_history", "operation", "notice"} <= found_at(
        any_town, MARK
    )
    assert MARK in dump(bart)
    assert MARK.encode() in decrypted(bart.folder, bart.secret)
    anna.do("erase_text", client=client, record=barrier, **ERASE)
    assert barriers(anna, client) == [None]
    any_town.settle()
    assert found_at(any_town, MARK) == set()
    for place in (anna, bart):
        assert barriers(place, client) == [None]
        assert place.ask("versions") == []
        assert MARK not in dump(place)
        assert MARK.encode() not in decrypted(place.folder, place.secret)
    assert any_town.agrees()
    assert "text_erased" in {line["code"] for line in bart.ask("inbox")}


def test_no_page_of_the_database_holds_it(town: Town) -> None:
    anna, _bart, client, barrier = shared(town)
    anna.do("erase_text", client=client, record=barrier, **ERASE)
    town.settle()
    town.storage.forget_log()
    files = list(Path(town.url.removeprefix("sqlite:///")).parent.glob("central.db*"))
    assert files
    assert not [file.name for file in files if MARK.encode() in file.read_bytes()]


@pytest.mark.parametrize(
    ("verb", "given", "field"),
    [
        ("record_contact", {"channel": "gesprek"}, "summary"),
        ("record_work_note", {"about_others": "true"}, "text"),
    ],
)
def test_a_note_keeps_that_it_was_and_loses_what_it_said(
    any_town: Town, verb: str, given: dict[str, str], field: str
) -> None:
    anna = any_town.desk("anna")
    client = anna.do("register_client", given_name="Samira", family_name="Aarts",
                     neighbourhood="Tarwewijk")  # fmt: skip
    note = anna.do(verb, client=client, **given, **{field: f"een {MARK}"})
    # Sent in one request, so that the text and its end arrive together.
    anna.do("erase_text", client=client, record=note, field=field, reason="over_een_ander")
    assert MARK not in dump(anna)
    any_town.settle()
    assert [row["text"] for row in anna.ask("timeline", client=client)] == [ERASED]
    assert found_at(any_town, MARK) == set()
    assert any_town.agrees()


def test_a_desk_that_sends_it_again_is_answered_and_brings_nothing_back(town: Town) -> None:
    anna, bart, client, barrier = shared(town)
    town.fail("bart", "drop_answer")
    town.try_sync("bart")
    anna.do("erase_text", client=client, record=barrier, **ERASE)
    town.settle()
    assert found_at(town, MARK) == set()
    assert MARK not in dump(bart)
    assert bart.ask("waiting") == []
    assert town.agrees()


def test_what_is_written_after_it_stands(town: Town) -> None:
    anna, bart, client, barrier = shared(town)
    anna.do("erase_text", client=client, record=barrier, **ERASE)
    town.settle()
    bart.do("measure_barrier", barrier=barrier, severity="3", consequence="Betalingsregeling")
    town.settle()
    assert barriers(anna, client) == ["Betalingsregeling"]


def test_who_hears_of_it_late_gets_what_was_written_since(town: Town) -> None:
    anna, bart, client, barrier = shared(town)
    zoe = town.desk("zoe")
    town.give(client, "zoe")
    town.settle()
    zoe.do("measure_barrier", barrier=barrier, severity="4", consequence=f"twaalf {MARK}")
    anna.do("erase_text", client=client, record=barrier, **ERASE)
    town.sync("anna")
    town.sync("bart")
    bart.do("measure_barrier", barrier=barrier, severity="3", consequence="Betalingsregeling")
    town.sync("bart")
    zoe.road.clear()
    town.sync("zoe")
    assert barriers(zoe, client) == ["Betalingsregeling"]
    assert zoe.road.paths == {"/sync": 1}
    assert MARK not in dump(zoe)
    assert found_at(town, MARK) == set()
    refused = [line for line in zoe.ask("inbox") if line["code"] == "text_was_erased"]
    assert [(line["record"], line["text"]) for line in refused] == [(barrier, "")]
    town.settle()
    assert town.agrees()


def test_a_coordinator_of_the_area_may_and_the_contact_person_is_told(any_town: Town) -> None:
    anna, bart, client, barrier = shared(any_town)
    any_town.person("cor", "coordinator")
    cor = any_town.enrol("cor")
    cor.do("erase_text", client=client, record=barrier, **ERASE)
    any_town.sync("cor")
    any_town.settle()
    assert found_at(any_town, MARK) == set()
    assert MARK not in dump(anna) + dump(bart)
    told = [line for line in anna.ask("inbox") if line["code"] == "text_erased"]
    assert [(line["record"], line["text"]) for line in told] == [(barrier, "")]


@pytest.mark.parametrize("who", ["replacement", "elsewhere", "nobody"])
def test_nobody_else_may(town: Town, who: str) -> None:
    _anna, bart, client, barrier = shared(town)
    town.settle()
    place = bart
    if who == "elsewhere":
        town.person("cor", "coordinator", area="Feijenoord")
        place = town.enrol("cor")
    elif who == "nobody":
        place = town.desk("zoe")
    with place.desk.reading() as tx:
        n = int(tx.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM sqlite_sequence"
                                   " WHERE name = 'outbox'").scalar() or 0) + 1  # fmt: skip
    asked = {"n": n, "t": "cmd", "k": "barrier", "id": barrier, "c": client,
             "at": "2026-11-23T09:00:00Z", "f": "erase_text",
             "v": {"record": barrier, **ERASE}}  # fmt: skip
    ((_, said),) = send(town, place, asked)
    assert said["st"] == "rejected"
    assert said["why"] == "unknown"
    assert "text_history" in found_at(town, MARK)

"""A central that was put back from a backup: what it lost is sent again, and nothing is lost."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy import text

from tests.central.test_handover import clients, coordinator, register, told
from tests.town.fixtures import MakeTown
from tests.town.standby import Pair
from tests.town.town import Place, Town
from wijkdesk.central import setup
from wijkdesk.store import meta


@pytest.fixture
def town(make_town: MakeTown, sqlite_url: str) -> Town:
    """A town on SQLite in which Anna and Bart share a client, and everybody is up to date."""
    made = make_town(sqlite_url)
    anna = made.desk("anna")
    client = register(made, anna, phone="06 0")
    made.give(client, "bart")
    made.enrol("bart")
    made.settle()
    return made


def back_up(town: Town) -> Callable[[], None]:
    """Make a backup of central; return what puts it back, as IT does."""
    file = town.url.removeprefix("sqlite:///")
    copy = f"{file}.backup"
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("VACUUM INTO ?", (copy,))

    def put_back() -> None:
        town.storage.close()
        for beside in ("-wal", "-shm"):
            town.folder.joinpath(f"{file}{beside}").unlink(missing_ok=True)
        shutil.copy(copy, file)
        town.restart_central()
        setup.restored(town.storage, town.clock())

    return put_back


def dossier(place: Place) -> str:
    """Return the id of the one client at a desk."""
    (client,) = clients(place)
    return client


def talk(place: Place, summary: str) -> str:
    """Record a contact in the one dossier."""
    return place.do("record_contact", client=dossier(place), channel="telefoon", summary=summary)


def said(place: Place) -> set[str]:
    """Return all that was said in the one dossier."""
    return {row["text"] for row in place.ask("timeline", client=dossier(place)) if row["text"]}


def test_what_central_lost_is_sent_again(town: Town) -> None:
    anna, bart = town.desk("anna"), town.desk("bart")
    put_back = back_up(town)
    talk(anna, "Na de kopie, van Anna")
    talk(bart, "Na de kopie, van Bart")
    anna.do("change_client", client=dossier(anna), phone="06 1")
    town.settle()
    put_back()
    town.settle()
    for place in (anna, bart):
        assert said(place) == {"Na de kopie, van Anna", "Na de kopie, van Bart"}
        assert place.ask("client", client=dossier(place))[0]["phone"] == "06 1"
        assert told(place) == []
        assert place.ask("waiting") == []
        assert place.ask("versions") == []
    assert town.agrees()


def test_own_changes_that_build_on_each_other_stay_one_hand(town: Town) -> None:
    anna = town.desk("anna")
    client = dossier(anna)
    put_back = back_up(town)
    barrier = anna.do("record_barrier", client=client, domain="taal", severity="3")
    town.sync("anna")
    for phone, severity in (("06 1", "4"), ("06 2", "5")):
        anna.do("change_client", client=client, phone=phone)
        anna.do("measure_barrier", barrier=barrier, severity=severity)
        town.sync("anna")
    anna.do("change_client", client=client, phone="06 3")
    put_back()
    town.settle()
    assert anna.ask("versions") == []
    assert anna.ask("client", client=client)[0]["phone"] == "06 3"
    assert {row["severity"] for row in anna.ask("barriers", client=client)} == {2, 5}
    assert town.agrees()


def test_two_hands_that_saw_each_other_may_stand_beside_each_other(town: Town) -> None:
    """Who sends again first is first; nothing of the other is lost."""
    anna, bart = town.desk("anna"), town.desk("bart")
    client = dossier(anna)
    put_back = back_up(town)
    anna.do("change_client", client=client, phone="06 1")
    town.settle()
    bart.do("change_client", client=client, phone="06 2")
    town.settle()
    put_back()
    town.sync("bart")
    town.settle()
    (double,) = anna.ask("versions")
    assert {version["value"] for version in double["values"]} == {"06 1", "06 2"}
    assert town.agrees()


def test_a_text_that_was_erased_after_the_backup_is_erased_again(town: Town) -> None:
    anna, bart = town.desk("anna"), town.desk("bart")
    client = dossier(anna)
    record = talk(anna, "Dit had er nooit mogen staan")
    town.settle()
    put_back = back_up(town)
    anna.do("erase_text", client=client, record=record, field="summary", reason="niet_nodig")
    gone = talk(anna, "Verkeerd dossier")
    town.sync("anna")
    anna.do("withdraw_record", record=gone)
    town.settle()
    put_back()
    town.settle()
    town.settle()
    for place in (anna, bart):
        assert said(place) == {"–"}
    assert town.agrees()


def test_a_client_handed_over_after_the_backup_is_handed_over_again(town: Town) -> None:
    anna, cora = town.desk("anna"), coordinator(town)
    client = register(town, town.desk("carla"), "Cevik")
    put_back = back_up(town)
    cora.do("assign", client=client, to=town.people["anna"])
    town.settle()
    assert client in clients(anna)
    put_back()
    town.settle()
    town.settle()
    assert client in clients(anna)
    assert client not in clients(town.desk("carla"))
    assert town.agrees()


def test_of_a_client_that_went_nothing_is_kept_to_send(town: Town) -> None:
    anna, cora = town.desk("anna"), coordinator(town)
    client = dossier(anna)
    talk(anna, "ZEER GEHEIM")
    town.settle()
    town.desk("dirk")
    cora.do("assign", client=client, to=town.people["dirk"])
    town.settle()
    with anna.desk.reading() as tx:
        lines = tx.execute(text("SELECT * FROM sent")).all()
    assert lines
    assert client not in str(lines)
    assert "GEHEIM" not in str(lines)


def test_after_thirty_days_nothing_is_sent_again_and_numbers_go_on(town: Town) -> None:
    anna = town.desk("anna")
    put_back = back_up(town)
    talk(anna, "Lang geleden")
    town.settle()
    for days in (29, 2):
        town.later(days=days)
        town.settle()
    anna.do("change_client", client=dossier(anna), phone="06 9")
    town.settle()
    with anna.desk.reading() as tx:
        assert len(tx.execute(text("SELECT n FROM sent")).all()) == 1
    put_back()
    town.settle()
    assert town.agrees()
    assert anna.ask("client", client=dossier(anna))[0]["phone"] == "06 9"
    talk(anna, "Het gaat door")
    town.settle()
    assert said(anna) == {"Het gaat door"}


def test_what_is_typed_meanwhile_waits_and_is_kept(town: Town) -> None:
    anna = town.desk("anna")
    put_back = back_up(town)
    talk(anna, "Was bevestigd")
    town.settle()
    put_back()
    talk(anna, "Nog niet verstuurd")
    for fault in ("drop_answer", "drop_request", "drop_answer"):
        town.fail("anna", fault)
        town.try_sync("anna")
        assert said(anna) == {"Was bevestigd", "Nog niet verstuurd"}
    town.settle()
    assert said(town.desk("bart")) == {"Was bevestigd", "Nog niet verstuurd"}
    assert town.agrees()


def test_a_central_that_does_not_say_it_was_put_back_is_found_out(town: Town) -> None:
    """Whoever forgets to say so: the numbers of changes tell."""
    anna = town.desk("anna")
    put_back = back_up(town)
    talk(anna, "Eerste")
    town.settle()
    put_back()
    with town.storage.transaction() as tx, anna.desk.reading() as at_desk:
        kept = meta.read(at_desk)["epoch"]
        tx.execute(text("UPDATE organisation SET epoch = :e"), {"e": kept})
    talk(anna, "Tweede")
    town.settle()
    assert said(anna) == {"Eerste", "Tweede"}
    assert town.agrees()


def test_the_log_goes_on_where_central_is(town: Town) -> None:
    anna = town.desk("anna")
    put_back = back_up(town)
    talk(anna, "Na de kopie")
    town.settle()
    put_back()
    town.settle()
    with town.storage.snapshot() as tx, anna.desk.reading() as at_desk:
        asked = text("SELECT max(n) FROM audit_line WHERE device = :d")
        there = tx.execute(asked, {"d": anna.desk.known["device"]}).scalar()
        assert there == int(meta.read(at_desk)["log_sent"])
    town.later(days=1, hours=1)
    town.settle()
    assert town.agrees()


def test_a_replica_that_missed_the_last_seconds_gets_them_again(
    pair: Pair, make_town: MakeTown
) -> None:
    town = make_town(pair.url)
    anna = town.desk("anna")
    client = register(town, anna, phone="06 0")
    town.give(client, "bart")
    bart = town.enrol("bart")
    town.settle()
    pair.cut()
    talk(anna, "In de laatste seconden")
    bart.do("change_client", client=client, phone="06 1")
    town.settle()
    town.move_central(pair.fail_over())
    talk(bart, "Daarna")
    town.settle()
    town.settle()
    for place in (anna, bart):
        assert said(place) == {"In de laatste seconden", "Daarna"}
        assert place.ask("client", client=client)[0]["phone"] == "06 1"
        assert told(place) == []
    assert town.agrees()

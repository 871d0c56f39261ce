"""A desk that was put back or copied is noticed, and nothing is sent twice or lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.sync.test_round import client_of
from tests.town.road import Fault, Road
from tests.town.town import LaptopClock, Place, Town
from wijkdesk.central import devices
from wijkdesk.central.audit import lines
from wijkdesk.errors import OutsideTrouble
from wijkdesk.store import audit, meta
from wijkdesk.sync.round import Result


def copied(place: Place, folder: Path) -> Path:
    """Copy the folder of a desk as it lies on the disk now."""
    place.restart()
    shutil.copytree(place.folder, folder)
    return folder


def put_back(place: Place, backup: Path) -> None:
    """Put an earlier copy of the folder in the place of the desk."""
    place.restart()
    shutil.rmtree(place.folder)
    shutil.copytree(backup, place.folder)


def clone(town: Town, place: Place, name: str) -> Place:
    """Let a copy of a desk live on beside it, under another name."""
    folder = copied(place, place.folder.with_name(name))
    made = Place(name, folder, place.secret, Road(), LaptopClock(town.clock))
    town.settle_in(made)
    return made


def contacts(town: Town) -> list[str]:
    """Return the words of every contact at central."""
    with town.storage.snapshot() as tx:
        asked = "SELECT summary FROM contact_moment ORDER BY summary"
        return [str(words) for words in tx.exec_driver_sql(asked).scalars()]


def acts(town: Town) -> list[str]:
    """Return what was done at central, as its log tells."""
    return [str(line["act"]) for line in lines(town.storage)]


def write(place: Place, client: str, words: str) -> None:
    """Record a contact."""
    place.do("record_contact", client=client, channel="gesprek", summary=words)


@pytest.fixture
def admin(any_town: Town) -> Place:
    """The desk of an administrator."""
    any_town.person("ine", "admin")
    return any_town.desk("ine")


def test_a_desk_that_was_put_back_goes_on_and_sends_nothing_twice(
    any_town: Town, admin: Place, tmp_path: Path
) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    any_town.sync("anna")
    write(anna, client, "een")
    write(anna, client, "twee")
    backup = copied(anna, tmp_path / "backup")
    any_town.sync("anna")
    write(anna, client, "drie")
    any_town.sync("anna")
    device = anna.desk.known["device"]
    put_back(anna, backup)
    assert len(anna.ask("waiting")) == 2
    write(anna, client, "vier")
    done = any_town.sync("anna")
    assert (done.sent, done.refused) == (1, 0)
    assert contacts(any_town) == ["drie", "een", "twee", "vier"]
    assert anna.desk.known["device"] != device
    assert (anna.ask("waiting"), anna.ask("inbox")) == ([], [])
    assert len(anna.ask("timeline", client=client)) == 4
    any_town.settle()
    assert any_town.differences() == []
    assert [(row["code"], row["text"]) for row in admin.ask("inbox")] == [("desk_put_back", "anna")]
    assert any_town.sync("anna").requests == 1
    told = {row["id"]: row for row in devices.devices(any_town.storage) if row["name"] == "anna"}
    assert told[anna.desk.known["device"]]["succeeds"] == device
    assert all(row["put_back_at"] for row in told.values())


def test_work_on_what_was_answered_before_builds_on_that_answer(
    any_town: Town, tmp_path: Path
) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    any_town.sync("anna")
    anna.do("change_client", client=client, phone="06 1")
    any_town.fail("anna", "drop_request")
    any_town.try_sync("anna")
    anna.do("change_client", client=client, phone="06 2")  # names the change that may be there
    backup = copied(anna, tmp_path / "backup")
    any_town.fail("anna", "drop_answer")
    any_town.try_sync("anna")
    put_back(anna, backup)
    done = any_town.sync("anna")
    assert (done.refused, done.versions) == (0, 0)
    assert anna.ask("client", client=client)[0]["phone"] == "06 2"
    any_town.settle()
    assert any_town.differences() == []


def test_after_it_numbers_begin_anew_and_name_each_other(any_town: Town, tmp_path: Path) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    any_town.sync("anna")
    backup = copied(anna, tmp_path / "backup")
    for _ in range(2):
        any_town.sync("anna")
    put_back(anna, backup)
    anna.do("change_client", client=client, phone="06 1")
    any_town.fail("anna", "drop_request")
    any_town.try_sync("anna")
    anna.do("change_client", client=client, phone="06 2")
    any_town.fail("anna", "drop_answer", at=3)  # of what was sent under the new number
    assert isinstance(any_town.try_sync("anna"), OutsideTrouble)
    anna.do("change_client", client=client, phone="06 3")
    done = any_town.sync("anna")
    assert (done.refused, done.versions) == (0, 0)
    write(anna, client, "later")
    assert any_town.sync("anna").sent == 1
    assert anna.ask("client", client=client)[0]["phone"] == "06 3"
    any_town.settle()
    assert any_town.differences() == []


def test_of_two_copies_one_goes_on_and_the_other_is_refused(any_town: Town, admin: Place) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    write(anna, client, "samen")
    other = clone(any_town, anna, "copy")
    write(anna, client, "van anna")
    any_town.sync("anna")
    write(other, client, "van de kopie")
    any_town.sync("copy")
    assert contacts(any_town) == ["samen", "van anna", "van de kopie"]
    write(anna, client, "te laat")
    for _ in range(2):
        with pytest.raises(OutsideTrouble, match="same_desk_twice"):
            any_town.sync("anna")
    assert len(anna.ask("waiting")) == 1  # what waits stays
    any_town.sync("copy")
    any_town.sync("ine")
    assert len(admin.ask("inbox")) == 1
    assert acts(any_town).count("desk_put_back") == 1
    assert contacts(any_town) == ["samen", "van anna", "van de kopie"]


def test_revoking_one_number_of_a_key_revokes_all(any_town: Town) -> None:
    anna = any_town.desk("anna")
    other = clone(any_town, anna, "copy")
    any_town.sync("anna")
    any_town.sync("copy")
    first = devices.devices(any_town.storage)[0]["id"]
    devices.revoke(any_town.storage, first, "lost", any_town.clock())
    for place in (anna, other):
        with pytest.raises(OutsideTrouble, match="desk_destroyed"):
            any_town.sync(place.name)
        place.open = None


@pytest.mark.parametrize("fault", ["drop_request", "drop_answer", 500])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_whatever_gets_lost_on_the_way_it_takes_one_number(
    any_town: Town, tmp_path: Path, fault: Fault, at: int
) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    write(anna, client, "een")
    backup = copied(anna, tmp_path / "backup")
    any_town.sync("anna")
    any_town.sync("anna")
    put_back(anna, backup)
    write(anna, client, "twee")
    any_town.fail("anna", fault, at)
    assert isinstance(any_town.try_sync("anna"), OutsideTrouble)
    any_town.sync("anna")
    assert contacts(any_town) == ["een", "twee"]
    assert acts(any_town).count("desk_put_back") == 1
    assert len(devices.devices(any_town.storage)) == 2
    any_town.settle()
    assert any_town.differences() == []


# --- How it is noticed ---------------------------------------------------------------------------


def rise(place: Place) -> None:
    """Let the counter of a copy be above that of the other, as after tries without a network."""
    with place.desk.database.transaction() as tx:
        meta.keep(tx, counter=1000)


def test_a_number_that_holds_another_change_is_noticed(any_town: Town, tmp_path: Path) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    any_town.sync("anna")
    backup = copied(anna, tmp_path / "backup")
    write(anna, client, "een")
    any_town.sync("anna")
    put_back(anna, backup)
    rise(anna)
    write(anna, client, "twee")
    any_town.sync("anna")
    assert contacts(any_town) == ["een", "twee"]
    assert acts(any_town).count("desk_put_back") == 1


def cut_off(place: Place) -> None:
    """Take the last lines of the log away, as who has the passphrase can."""
    with place.desk.database.transaction() as tx:
        tx.exec_driver_sql("DROP TRIGGER audit_is_kept")
        tx.exec_driver_sql("DELETE FROM audit WHERE n > 1")


def rewrite(place: Place) -> None:
    """Change a line of the log that was sent, and chain all of it anew."""
    with place.desk.database.transaction() as tx:
        kept = audit.after(tx, 0, 1000)
        tx.exec_driver_sql("DROP TRIGGER audit_is_kept")
        tx.exec_driver_sql("DELETE FROM audit")
        for line in kept[:-1]:
            audit.add(tx, place.desk.now(), line["person"], "", line["act"])


@pytest.mark.parametrize("change", [cut_off, rewrite])
def test_a_log_that_does_not_go_on_is_noticed_and_kept_whole_from_then(
    any_town: Town, admin: Place, change: Callable[[Place], None]
) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    write(anna, client, "een")
    any_town.sync("anna")
    change(anna)
    write(anna, client, "drie")
    write(anna, client, "twee")
    any_town.sync("anna")
    any_town.sync("ine")
    assert [row["code"] for row in admin.ask("inbox")] == ["desk_put_back"]
    assert contacts(any_town) == ["drie", "een", "twee"]
    with any_town.storage.snapshot() as tx:
        asked = text("SELECT hash FROM audit_line WHERE device = :device ORDER BY n")
        kept = list(tx.execute(asked, {"device": anna.desk.known["device"]}).scalars())
    with anna.desk.database.transaction() as tx:
        assert kept == [line["hash"] for line in audit.after(tx, 0, 1000)]


def test_a_log_that_is_broken_within_is_said_once_and_work_goes_on(
    any_town: Town, admin: Place
) -> None:
    anna = any_town.desk("anna")
    client = client_of(anna)
    with anna.desk.database.transaction() as tx:
        tx.exec_driver_sql("DROP TRIGGER audit_stays")
        tx.exec_driver_sql("UPDATE audit SET act = 'other' WHERE n = 1")
    for words in ("een", "twee", "drie"):
        write(anna, client, words)
        assert isinstance(any_town.sync("anna"), Result)
    any_town.sync("ine")
    assert len(admin.ask("inbox")) == 1
    assert contacts(any_town) == ["drie", "een", "twee"]

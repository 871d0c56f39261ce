"""Opening, locking and looking after a desk; what cannot be opened is said in one word."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import desks
from tests.desks import KNOWN, NOW, SECRET, Clock, ask, do
from wijkdesk.caseload import desk as rooms
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.errors import Trouble, UserError
from wijkdesk.store import key, meta
from wijkdesk.store.header import Header, read_header, write_header

PASSPHRASE = "vier woorden, één café"
CHEAP = key.MEMORY_STEPS[0]


def typed(words: str = PASSPHRASE) -> bytearray:
    return bytearray(words.encode())


@pytest.fixture(scope="module")
def vault() -> Header:
    """Return a header for desks with the key of these tests; made once, since it is dear."""
    return key.new_vault(bytearray(SECRET), typed(), CHEAP)


@pytest.fixture
def folder(made: Path, vault: Header, tmp_path: Path) -> Path:
    """Return the folder of a closed desk with a header."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    (folder / FILE).write_bytes((made / FILE).read_bytes())
    write_header(vault, folder / HEADER)
    return folder


def trouble_of(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as trouble:
        act()
    return trouble.value.code


def test_a_passphrase_opens_a_desk_and_is_overwritten(folder: Path) -> None:
    passphrase = typed()
    desk = Desk.open(folder, passphrase, now=Clock())
    assert passphrase == bytes(len(passphrase))
    assert (desk.person.name, desk.person.roles) == ("Anna Jansen", ["consultant"])
    assert (desk.organisation, desk.organisation_name, desk.demo) == (
        "0599", "Gemeente Voorbeeld", False,
    )  # fmt: skip
    assert trouble_of(lambda: Desk.open(folder, typed())) == "desk_in_use"
    desk.close()
    Desk.open(folder, typed()).close()


def test_a_wrong_passphrase_is_overwritten_too_and_leaves_the_desk_free(folder: Path) -> None:
    wrong = typed("vier andere woorden")
    assert trouble_of(lambda: Desk.open(folder, wrong)) == "wrong_passphrase"
    assert wrong == bytes(len(wrong))
    Desk.open(folder, typed()).close()


def test_every_unlock_is_in_the_log(folder: Path) -> None:
    for openings in (1, 2):
        desk = Desk.open(folder, typed(), now=Clock())
        with desk.reading() as tx:
            asked = text("SELECT count(*) FROM audit WHERE act = 'unlock'")
            assert tx.execute(asked).scalar() == openings
        desk.close()


def break_header(folder: Path) -> None:
    (folder / HEADER).write_text("{")


def foreign_header(folder: Path) -> None:
    other = key.new_vault(key.new_key(), typed(), CHEAP)
    write_header(other, folder / HEADER)


def later_header(folder: Path) -> None:
    told = json.loads((folder / HEADER).read_text())
    (folder / HEADER).write_text(json.dumps({**told, "format": told["format"] + 1}))


def costs(folder: Path, memory: int) -> None:
    header = read_header(folder / HEADER)
    slot = replace(header.slots[0], memory=memory)
    write_header(replace(header, slots=(slot,)), folder / HEADER)


def dear_header(folder: Path) -> None:
    costs(folder, 60 << 20)


def cheap_header(folder: Path) -> None:
    costs(folder, 8)


def empty_file(folder: Path) -> None:
    (folder / FILE).write_bytes(b"")


def plain_file(folder: Path) -> None:
    (folder / FILE).write_bytes(b"SQLite format 3\x00" + bytes(4080))


def no_file(folder: Path) -> None:
    (folder / FILE).unlink()


def no_header(folder: Path) -> None:
    (folder / HEADER).unlink()


def open_to_others(folder: Path) -> None:
    folder.chmod(0o750)


def later_tables(folder: Path) -> None:
    desk = Desk.open_with_key(folder, bytearray(SECRET))
    desk.database.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('z', 'z', 'z')"
    )
    desk.close()


def never_enrolled(folder: Path) -> None:
    desk = Desk.open_with_key(folder, bytearray(SECRET))
    with desk.database.transaction() as tx:
        tx.execute(text("DELETE FROM meta WHERE name = 'person'"))
    desk.close()


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (break_header, "damaged"),
        (foreign_header, "damaged"),
        (later_header, "newer_desk"),
        (dear_header, "damaged"),
        (cheap_header, "damaged"),
        (empty_file, "damaged"),
        (plain_file, "damaged"),
        (no_file, "damaged"),
        (no_header, "no_desk"),
        (open_to_others, "not_private"),
        (later_tables, "newer_desk"),
        (never_enrolled, "no_desk"),
    ],
)
def test_what_cannot_be_opened_is_said_and_left_as_it_was(
    folder: Path, happens: Callable[[Path], None], code: str
) -> None:
    happens(folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    for _ in range(2):  # a failed opening keeps no lock
        passphrase = typed()
        assert trouble_of(lambda typed=passphrase: Desk.open(folder, typed)) == code
        assert not any(passphrase)
    after = {file.name: file.read_bytes() for file in folder.iterdir()}
    after.pop("desk.lock", None)
    before.pop("desk.lock", None)
    assert after == before


def test_a_folder_that_is_not_there_has_no_desk(tmp_path: Path) -> None:
    assert trouble_of(lambda: Desk.open(tmp_path / "nowhere", typed())) == "no_desk"
    assert not (tmp_path / "nowhere").exists()


def test_a_new_desk_is_private_and_its_key_is_overwritten(tmp_path: Path) -> None:
    secret = bytearray(SECRET)
    folder = tmp_path / "new" / "desk"
    desk = Desk.make(folder, secret, dict(KNOWN), now=Clock())
    assert secret == bytes(len(secret))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert trouble_of(lambda: Desk.make(folder, bytearray(SECRET), dict(KNOWN))) == "desk_in_use"
    desk.close()
    again = lambda: Desk.make(folder, bytearray(SECRET), dict(KNOWN))  # noqa: E731
    assert trouble_of(again) == "desk_exists"


def test_somebody_central_did_not_name_yet_may_do_nothing(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path / "desk", bytearray(SECRET), dict(KNOWN), now=Clock())
    assert (desk.person.name, desk.person.roles) == ("", [])
    with pytest.raises(UserError, match="not_yours"):
        desks.client(desk)
    desk.close()


def test_status_says_who_what_waits_and_how_fresh_it_is(desk: Desk, fatma: str) -> None:
    status = desk.status()
    assert set(status) == {
        "person", "role", "enrolled", "waiting", "inbox", "versions", "last_sync", "lease_until",
        "schema",
    }  # fmt: skip
    assert (status["person"], status["role"], status["waiting"]) == (
        "Anna Jansen", ["consultant"], 1,
    )  # fmt: skip
    assert (status["last_sync"], status["lease_until"]) == (None, date(2026, 12, 20))
    with desk.database.transaction() as tx:
        meta.keep(tx, last_sync="2026-11-23T23:30:00Z")
    status = desk.status()
    assert status["last_sync"] == NOW.replace(day=23, hour=23, minute=30)
    assert status["lease_until"] == date(2026, 11, 24) + timedelta(days=30)


def test_a_sound_desk_verifies_and_a_changed_log_does_not(desk: Desk, fatma: str) -> None:
    assert wrong_with(desk) == []
    with desk.database.transaction() as tx:
        tx.execute(text("DROP TRIGGER audit_stays"))
        tx.execute(text("UPDATE audit SET act = 'nothing' WHERE n = 2"))
    assert wrong_with(desk) == ["audit 2"]


def test_a_damaged_page_is_found(folder: Path) -> None:
    desk = Desk.open_with_key(folder, bytearray(SECRET))
    desks.client(desk)
    desk.close()
    whole = (folder / FILE).read_bytes()
    middle = len(whole) - 2000
    (folder / FILE).write_bytes(whole[:middle] + b"\x00" + whole[middle + 1 :])
    try:
        desk = Desk.open_with_key(folder, bytearray(SECRET))
    except Trouble as trouble:
        found = [trouble.code]
    else:
        found = wrong_with(desk)
        desk.close()
    assert found


def test_drafts_survive_a_lock(folder: Path) -> None:
    desk = Desk.open_with_key(folder, bytearray(SECRET))
    desk.keep_draft("contact", {"summary": "half een zi"})
    desk.keep_draft("barrier", {"domain": "taal"})
    desk.drop_draft("barrier")
    desk.close()
    desk = Desk.open_with_key(folder, bytearray(SECRET))
    assert desk.draft("contact") == {"summary": "half een zi"}
    assert desk.draft("barrier") is None
    desk.close()


def test_what_central_changed_about_the_person_is_seen_after_looking_again(desk: Desk) -> None:
    with desk.database.transaction() as tx:
        tx.execute(text("UPDATE person SET roles = '[\"coordinator\"]'"))
        tx.execute(text("DELETE FROM neighbourhood WHERE name = 'Tarwewijk'"))
    desk.look_again()
    assert desk.person.roles == ["coordinator"]
    assert "Tarwewijk" not in desk.places


def test_a_coordinator_looks_but_does_not_record(of_a_coordinator: Path, tmp_path: Path) -> None:
    desk = desks.copy(of_a_coordinator, tmp_path / "desk", Clock())
    with pytest.raises(UserError, match="not_yours"):
        desks.client(desk)
    assert ask(desk, "caseload") == []
    assert len(ask(desk, "people")) == 2
    desk.close()


def test_the_day_is_that_of_rotterdam(desk: Desk, fatma: str, clock: Clock) -> None:
    clock.at = clock.at.replace(hour=23, minute=30)
    id_ = do(desk, "record_barrier", client=fatma, domain="taal", severity="3")
    row = next(row for row in ask(desk, "barriers", client=fatma) if row["id"] == id_)
    assert row["measured_on"] == date(2026, 11, 25)


def test_a_killed_program_loses_nothing_it_confirmed(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from tests import desks\n"
        "from wijkdesk.caseload.desk import Desk\n"
        "desk = Desk.open_with_key(Path(sys.argv[1]), bytearray(desks.SECRET))\n"
        "while True: os.write(1, desks.client(desk).encode() + b'\\n')\n"
    )
    line = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        confirmed = [process.stdout.readline().strip() for _ in range(5)]
        time.sleep(0.1)
        process.kill()
        confirmed += [said for said in process.stdout.read().split("\n")[:-1] if said]
    desk = Desk.open_with_key(folder, bytearray(SECRET))
    assert set(confirmed) <= {row["id"] for row in ask(desk, "caseload")}
    assert wrong_with(desk) == []
    with desk.reading() as tx:
        for table in ("client", "outbox"):
            kept = tx.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            acts = text("SELECT count(*) FROM audit WHERE act = 'register_client'")
            assert kept == tx.execute(acts).scalar()
    desk.close()


def test_files_of_others_are_told_apart_from_private_ones(tmp_path: Path) -> None:
    file = tmp_path / "words"
    file.write_text("x")
    file.chmod(0o600)
    rooms.check_private(file)
    rooms.check_private(tmp_path / "nothing")
    for mode in (0o640, 0o604, 0o660):
        file.chmod(mode)
        assert trouble_of(lambda: rooms.check_private(file)) == "not_private"

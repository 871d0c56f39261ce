"""The encrypted file: what opens it, what does not, and that a full disk loses nothing."""

from __future__ import annotations

import itertools
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.desks import SECRET
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.store import database as rooms
from wijkdesk.store import meta
from wijkdesk.store.database import Database

PAGE = 4096
MARKER = "Beslag op loon van Fatma"


def trouble_of(file: Path, secret: bytes = SECRET) -> str:
    with pytest.raises(OutsideTrouble) as trouble:
        Database.open(file, bytearray(secret))
    return trouble.value.code


def fill(database: Database, pages: int) -> None:
    with database.transaction() as tx:
        for n in range(pages * 4):
            meta.keep(tx, **{f"name{n}": f"{MARKER} {n} " + "x" * 900})


def test_what_was_kept_is_there_after_opening_again(file: Path) -> None:
    for n in range(3):
        database = Database.open(file, bytearray(SECRET))
        with database.transaction() as tx:
            meta.keep(tx, **{f"opening{n}": n})
            assert meta.read(tx) == {f"opening{m}": str(m) for m in range(n + 1)}
        database.close()


def test_every_setting_of_the_connection_took(database: Database) -> None:
    said = {
        name: database.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("temp_store", "secure_delete", "journal_mode", "synchronous", "foreign_keys",
                     "recursive_triggers", "trusted_schema", "cell_size_check", "cipher_status",
                     "cipher_use_hmac", "application_id")
    }  # fmt: skip
    assert said == {
        "temp_store": 2, "secure_delete": 1, "journal_mode": "wal", "synchronous": 2,
        "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0, "cell_size_check": 1,
        "cipher_status": "1", "cipher_use_hmac": "1", "application_id": rooms.APPLICATION_ID,
    }  # fmt: skip


def test_nothing_readable_lies_beside_the_program(file: Path) -> None:
    database = Database.open(file, bytearray(SECRET))
    fill(database, 20)
    for name in ("desk.db", "desk.db-wal", "desk.db-shm"):
        beside = file.with_name(name)
        assert beside.stat().st_mode & 0o777 == 0o600
        assert MARKER.encode() not in beside.read_bytes()
        assert b"SQLite format" not in beside.read_bytes()
    database.close()
    assert MARKER.encode() not in file.read_bytes()
    assert [found.name for found in file.parent.iterdir()] == ["desk.db"]


def test_a_new_file_is_private_and_never_takes_the_place_of_another(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    Database.create(file, bytearray(SECRET)).close()
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    with pytest.raises(UserError) as refused:
        Database.create(file, bytearray(SECRET))
    assert refused.value.code == "desk_exists"
    assert file.read_bytes() == before


def test_the_key_itself_is_used_and_not_a_passphrase_made_of_it(file: Path) -> None:
    raw = sqlcipher.connect(str(file))
    raw.set_key(bytearray(b"x'" + SECRET.hex().encode() + b"'"))
    assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 10
    raw.close()
    for length in (31, 33, 0):
        with pytest.raises(AssertionError):
            Database.open(file, bytearray(length))


def test_a_missing_an_empty_a_plain_and_a_foreign_file_are_refused(
    file: Path, tmp_path: Path
) -> None:
    assert trouble_of(tmp_path / "missing.db") == "damaged"
    assert not (tmp_path / "missing.db").exists()
    empty = tmp_path / "empty.db"
    empty.touch()
    assert trouble_of(empty) == "damaged"
    assert empty.stat().st_size == 0
    plain = tmp_path / "plain.db"
    connection = sqlite3.connect(plain)
    connection.execute("CREATE TABLE meta (name, value)")
    connection.execute(f"PRAGMA application_id = {rooms.APPLICATION_ID}")
    connection.close()
    assert trouble_of(plain) == "damaged"
    foreign = tmp_path / "foreign.db"
    raw = sqlcipher.connect(str(foreign))
    raw.set_key(bytearray(b"x'" + SECRET.hex().encode() + b"'"))
    raw.execute("CREATE TABLE meta (name, value)")
    raw.close()
    assert trouble_of(foreign) == "damaged"
    assert trouble_of(file, bytes(32)) == "damaged"


def test_a_wrong_key_says_nothing_on_the_error_stream(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from wijkdesk.store.database import Database\n"
        "from wijkdesk.errors import Trouble\n"
        "try: Database.open(Path(sys.argv[1]), bytearray(32))\n"
        "except Trouble as trouble: print(trouble.code)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True)
    assert (said.stdout, said.stderr, said.returncode) == ("damaged\n", "", 0)


def test_damage_anywhere_is_said_at_opening_or_found_by_looking(database: Database) -> None:
    file = Path(database.connection.execute("PRAGMA database_list").fetchone()[2])
    fill(database, 8)
    database.close()
    sound = file.read_bytes()
    dice = random.Random(7)
    # The first 16 bytes are the salt; every page is sealed, so some places stand for all.
    places = [0, 15, 16, 100, PAGE - 1, *(dice.randrange(len(sound)) for _ in range(40))]
    for place in places:
        file.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        assert wrong_with(file) not in ([], ["disk_trouble"]), place
    for length in (1, 511, 512, PAGE, len(sound) - PAGE, len(sound) - 1):
        file.write_bytes(sound[:length])
        assert wrong_with(file), length
    file.write_bytes(sound + dice.randbytes(PAGE))
    assert wrong_with(file)
    file.write_bytes(sound)
    assert wrong_with(file) == []


def wrong_with(file: Path) -> list[str]:
    """Return what opening or looking says is wrong; never anything but trouble."""
    try:
        database = Database.open(file, bytearray(SECRET))
        with closing(database):
            return database.problems()
    except Trouble as trouble:
        return [trouble.code]


def test_a_full_disk_is_said_and_what_was_there_is_there(database: Database) -> None:
    fill(database, 2)
    with database.transaction() as tx:
        before = meta.read(tx)
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(OutsideTrouble) as trouble:
        fill(database, 40)
    assert trouble.value.code == "disk_full"
    with database.transaction() as tx:
        assert meta.read(tx) == before
    database.connection.execute(f"PRAGMA max_page_count = {pages * 100}")
    fill(database, 40)
    assert database.problems() == []


def test_all_or_nothing(database: Database) -> None:
    def half_done() -> None:
        with database.transaction() as tx:
            meta.keep(tx, one=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    with database.transaction() as tx:
        assert meta.read(tx) == {}


def test_an_error_does_not_say_what_was_kept(database: Database) -> None:
    twice = [{"told": MARKER}] * 2
    with pytest.raises(IntegrityError) as wrong, database.transaction() as tx:
        tx.execute(text("INSERT INTO meta VALUES ('one', :told)"), twice)
    assert MARKER not in str(wrong.value)


def test_a_desk_on_a_damaged_disk_still_closes(file: Path) -> None:
    database = Database.open(file, bytearray(SECRET))
    fill(database, 8)
    wal = file.with_name("desk.db-wal")
    wal.write_bytes(b"\x00" * wal.stat().st_size)
    file.write_bytes(file.read_bytes()[:PAGE])
    database.close()
    assert database.connection is None


def test_a_killed_program_loses_nothing_it_confirmed(file: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from wijkdesk.store import meta\n"
        "from wijkdesk.store.database import Database\n"
        "database = Database.open(Path(sys.argv[1]), bytearray.fromhex(sys.argv[2]))\n"
        "for n in range(1000):\n"
        "    with database.transaction() as tx: meta.keep(tx, **{f'n{n}': n})\n"
        "    os.write(1, b'%d\\n' % n)\n"
    )
    line = [sys.executable, "-c", code, str(file), SECRET.hex()]
    with subprocess.Popen(line, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        confirmed = [int(said) for said in itertools.islice(process.stdout, 25)]
        process.kill()
        confirmed += [int(said) for said in process.stdout.read().split()]
    database = Database.open(file, bytearray(SECRET))
    with database.transaction() as tx:
        kept = meta.read(tx)
    assert {f"n{n}" for n in confirmed} <= set(kept)
    assert database.problems() == []
    database.close()


def test_the_program_says_which_sqlcipher_it_has() -> None:
    assert rooms.check().startswith("4.")


def test_another_key_opens_it_and_the_one_before_does_not(file: Path) -> None:
    other = bytearray(range(1, 33))
    database = Database.open(file, bytearray(SECRET))
    fill(database, 8)
    database.change_key(file, bytearray(SECRET), other)
    fill(database, 4)  # it just goes on
    rooms.check_key(file, other)  # also while it is open
    with pytest.raises(OutsideTrouble, match="damaged"):
        rooms.check_key(file, bytearray(SECRET))
    database.close()
    assert trouble_of(file) == "damaged"
    again = Database.open(file, other)
    with again.transaction() as tx:
        assert len(meta.read(tx)) == 32
    assert again.problems() == []
    again.close()


def test_a_key_changes_for_no_file_with_a_damaged_page(file: Path) -> None:
    database = Database.open(file, bytearray(SECRET))
    fill(database, 30)
    database.close()
    body = bytearray(file.read_bytes())
    body[20 * PAGE + 100] ^= 1
    file.write_bytes(body)
    database = Database.open(file, bytearray(SECRET))
    with pytest.raises(OutsideTrouble, match="damaged"):
        database.change_key(file, bytearray(SECRET), bytearray(32))
    database.close()
    rooms.check_key(file, bytearray(SECRET))


def test_a_change_that_finds_no_room_leaves_a_file_and_a_connection_that_go_on(
    file: Path,
) -> None:
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from wijkdesk.errors import OutsideTrouble\nfrom wijkdesk.store import meta\n"
        "from wijkdesk.store.database import Database\n"
        "file, key = Path(sys.argv[1]), bytearray.fromhex(sys.argv[2])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "database = Database.open(file, key)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size // 2, -1))\n"
        "try: database.change_key(file, key, bytearray(32))\n"
        "except OutsideTrouble as trouble: print(trouble.code)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))\n"
        "with database.transaction() as tx: meta.keep(tx, after='1')\n"
        "database.close()\n"
    )
    database = Database.open(file, bytearray(SECRET))
    fill(database, 30)
    database.close()
    line = [sys.executable, "-c", code, str(file), SECRET.hex()]
    said = subprocess.run(line, capture_output=True, text=True)
    assert (said.stdout, said.stderr) == ("disk_trouble\n", "")
    database = Database.open(file, bytearray(SECRET))
    with database.transaction() as tx:
        assert meta.read(tx)["after"] == "1"
    assert database.problems() == []
    database.close()

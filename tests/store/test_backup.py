"""A backup is one file in one form; anything else that is offered as one is refused."""

from __future__ import annotations

import io
import os
import random
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desks import SECRET
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.store import backup as backups
from wijkdesk.store import meta
from wijkdesk.store.database import Database

MARKER = "Beslag op loon van Fatma"
Part = tuple[tarfile.TarInfo, bytes]


@pytest.fixture
def header(file: Path) -> Path:
    """A header beside the encrypted file; what stands in it, only its owner knows."""
    header = file.with_name(backups.HEADER)
    header.write_bytes(b'{"format": 2}')
    return header


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    """The encrypted file, open, with something in it."""
    database = Database.open(file, bytearray(SECRET))
    with database.transaction() as tx:
        meta.keep(tx, **{f"name{n}": MARKER for n in range(400)})
    yield database
    database.close()


@pytest.fixture
def made(database: Database, header: Path, tmp_path: Path) -> Path:
    """A backup."""
    target = tmp_path / "backup.tar"
    backups.backup(database, header, target)
    return target


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises((OutsideTrouble, UserError)) as trouble:
        act()
    return trouble.value.code


def unpacked(source: Path) -> Path:
    folder = backups.fresh_folder(source.with_name("unpacked"))
    backups.unpack(source, folder)
    return folder


def tar(file: Path, *parts: Part, form: int = tarfile.USTAR_FORMAT, kind: str = "w:") -> Path:
    """Write a tar with these parts, as somebody else would."""
    with tarfile.open(file, kind, format=form) as out:  # type: ignore[call-overload]
        for info, body in parts:
            out.addfile(info, io.BytesIO(body))
    return file


def part(name: str, body: bytes = b"x" * 600, **own: object) -> Part:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    for known, value in own.items():
        setattr(info, known, value)
    return info, body


def test_it_holds_the_desk_as_it_was(made: Path, header: Path) -> None:
    folder = unpacked(made)
    assert (folder / backups.HEADER).read_bytes() == header.read_bytes()
    copy = Database.open(folder / backups.FILE, bytearray(SECRET))
    with copy.transaction() as tx:
        assert len(meta.read(tx)) == 400
    assert copy.problems() == []
    copy.close()


def test_it_is_private_and_nothing_in_it_is_readable(made: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o600
    body = made.read_bytes()
    assert MARKER.encode() not in body
    assert b"SQLite format" not in body


def test_nothing_else_is_left(made: Path, header: Path, database: Database) -> None:
    beside = {path.name for path in made.parent.rglob("*") if path.is_file()}
    assert beside == {"backup.tar", "vault.json", "desk.db", "desk.db-wal", "desk.db-shm"}


def test_an_existing_file_is_not_touched(made: Path, database: Database, header: Path) -> None:
    before = made.read_bytes()
    assert refusal(lambda: backups.backup(database, header, made)) == "file_exists"
    assert made.read_bytes() == before


def test_what_a_crash_left_is_in_nobodys_way(
    database: Database, header: Path, tmp_path: Path
) -> None:
    left = header.with_name("backup.part")
    left.mkdir()
    (left / backups.FILE).write_bytes(b"half")
    assert backups.backup(database, header, tmp_path / "b") == (tmp_path / "b").stat().st_size
    assert not left.exists()


def test_a_damaged_desk_makes_no_backup(file: Path, header: Path, tmp_path: Path) -> None:
    database = Database.open(file, bytearray(SECRET))
    with database.transaction() as tx:
        meta.keep(tx, **{f"name{n}": MARKER for n in range(4000)})
    database.close()
    with file.open("r+b") as body:
        body.seek(-4096 * 3, os.SEEK_END)
        body.write(bytes(64))
    database = Database.open(file, bytearray(SECRET))
    target = tmp_path / "backup.tar"
    assert refusal(lambda: backups.backup(database, header, target)) == "damaged"
    database.close()
    assert not target.exists()
    assert not header.with_name("backup.part").exists()


class WornDisk(Database):
    """A database on a disk that keeps another byte than it was given."""

    def copy_to(self, file: Path) -> None:
        super().copy_to(file)
        body = bytearray(file.read_bytes())
        body[-100] ^= 1
        file.write_bytes(body)


def test_a_copy_that_did_not_come_out_whole_gets_no_name(
    file: Path, header: Path, tmp_path: Path
) -> None:
    database, target = WornDisk.open(file, bytearray(SECRET)), tmp_path / "backup.tar"
    assert refusal(lambda: backups.backup(database, header, target)) in {"damaged", "disk_trouble"}
    database.close()
    assert not target.exists()


def test_a_copy_under_another_key_is_no_copy(database: Database, tmp_path: Path) -> None:
    Database.create(tmp_path / "other.db", bytearray(32)).close()
    assert refusal(lambda: database.problems_of(tmp_path / "other.db")) == "damaged"
    assert refusal(lambda: database.problems_of(tmp_path / "weg.db")) == "disk_trouble"
    assert not (tmp_path / "weg.db").exists()
    assert database.problems() == []


def test_a_place_that_is_not_there_is_trouble(
    database: Database, header: Path, tmp_path: Path
) -> None:
    target = tmp_path / "weg" / "backup.tar"
    assert refusal(lambda: backups.backup(database, header, target)) == "file_not_written"


def test_a_backup_cut_off_anywhere_is_refused(made: Path, tmp_path: Path) -> None:
    body = made.read_bytes()
    whole = body.rstrip(b"\0")
    cut = tmp_path / "cut.tar"
    dice = random.Random(7)
    for length in (0, 1, 511, 512, 513, 1024, *(dice.randrange(len(whole)) for _ in range(20))):
        cut.write_bytes(body[:length])
        assert refusal(lambda: unpacked(cut)) == "not_a_backup", length


STRANGE: dict[str, tuple[Part, ...]] = {
    "nothing": (),
    "another file": (part("brief.txt"),),
    "a path up": (part("../vault.json"), part("desk.db")),
    "an absolute path": (part("/etc/passwd"), part("desk.db")),
    "a folder before it": (part("desk/vault.json"), part("desk/desk.db")),
    "a dot before it": (part("./vault.json"), part("./desk.db")),
    "a link": (part("vault.json", type=tarfile.SYMTYPE, linkname="/etc/passwd"), part("desk.db")),
    "a hard link": (part("vault.json", type=tarfile.LNKTYPE, linkname="x"), part("desk.db")),
    "a folder": (part("vault.json", type=tarfile.DIRTYPE), part("desk.db")),
    "a pipe": (part("vault.json", type=tarfile.FIFOTYPE), part("desk.db")),
    "a device": (part("vault.json", type=tarfile.CHRTYPE), part("desk.db")),
    "a hole": (part("vault.json", type=tarfile.GNUTYPE_SPARSE), part("desk.db")),
    "the other order": (part("desk.db"), part("vault.json")),
    "the header alone": (part("vault.json"),),
    "the header twice": (part("vault.json"), part("vault.json")),
    "one file more": (part("vault.json"), part("desk.db"), part("desk.db-wal")),
    "an empty file": (part("vault.json"), part("desk.db", b"")),
    "a header too large": (part("vault.json", b"x" * (1 << 17)), part("desk.db")),
}


@pytest.mark.parametrize("parts", STRANGE.values(), ids=STRANGE)
def test_a_strange_tar_is_refused(tmp_path: Path, parts: tuple[Part, ...]) -> None:
    strange = tar(tmp_path / "strange.tar", *parts)
    assert refusal(lambda: unpacked(strange)) == "not_a_backup"
    inside = {path.name for path in (tmp_path / "unpacked").iterdir()}
    assert inside <= set(backups.PARTS)


def test_a_size_larger_than_the_file_is_refused(tmp_path: Path) -> None:
    strange = tar(tmp_path / "strange.tar", part("vault.json"), part("desk.db"))
    body = bytearray(strange.read_bytes())
    huge, _ = part("desk.db", size=3 << 30)
    body[1536:2048] = huge.tobuf(tarfile.USTAR_FORMAT)
    strange.write_bytes(body)
    assert refusal(lambda: unpacked(strange)) == "not_a_backup"
    more, _ = part("desk.db", size=1 << 40)
    body[1536:2048] = more.tobuf(tarfile.GNU_FORMAT)
    strange.write_bytes(body)
    assert refusal(lambda: unpacked(strange)) == "not_a_backup"


@pytest.mark.parametrize("body", [b"", b"PK\3\4" * 500, b"\0" * 20480, b"<html>" * 500], ids=len)
def test_what_is_no_tar_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "file").write_bytes(body)
    assert refusal(lambda: unpacked(tmp_path / "file")) == "not_a_backup"


def test_a_compressed_one_or_one_of_another_kind_is_refused(tmp_path: Path) -> None:
    parts = part("vault.json"), part("desk.db")
    assert refusal(lambda: unpacked(tar(tmp_path / "a", *parts, kind="w:gz"))) == "not_a_backup"
    long = part("vault.json", pax_headers={"comment": "x"}), part("desk.db")
    pax = tar(tmp_path / "b", *long, form=tarfile.PAX_FORMAT)
    assert refusal(lambda: unpacked(pax)) == "not_a_backup"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert refusal(lambda: unpacked(tmp_path / "weg")) == "file_not_readable"
    (tmp_path / "folder").mkdir()
    assert refusal(lambda: unpacked(tmp_path / "folder")) == "file_not_readable"
    os.mkfifo(tmp_path / "pipe")
    assert refusal(lambda: unpacked(tmp_path / "pipe")) == "not_a_backup"

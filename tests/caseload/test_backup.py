"""A backup becomes the desk it was made of, with the passphrase of then, or nothing changes."""

from __future__ import annotations

import random
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desks import SECRET, Clock, ask, client, make
from wijkdesk.caseload.backup import backup, restore
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.errors import OutsideTrouble, Trouble
from wijkdesk.store import audit, key
from wijkdesk.store import backup as form
from wijkdesk.store.header import write_header
from wijkdesk.store.lock import Lock

PASSPHRASE, LATER = "een lange zin die niemand raadt", "een heel andere lange zin"
CHEAPEST = 64 << 10  # KiB, the least a vault may ask


def typed(text: str = PASSPHRASE) -> bytearray:
    return bytearray(text.encode())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a passphrase and two clients, and a backup of it from before the second."""
    folder = tmp_path_factory.mktemp("made")
    make(folder / "desk", Clock(), "consultant").close()
    vault = key.new_vault(bytearray(SECRET), typed(), CHEAPEST)
    write_header(vault, folder / "desk" / HEADER)
    desk = Desk.open(folder / "desk", typed(), now=Clock())
    client(desk, "Fatma", "Yılmaz")
    backup(desk, folder / "backup.tar")
    client(desk, "Bo", "Aalders")
    desk.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A desk of this test alone, which went on after its backup."""
    return Path(shutil.copytree(made / "desk", tmp_path / "desk"))


@pytest.fixture
def copy(made: Path) -> Path:
    """The backup."""
    return made / "backup.tar"


def names(folder: Path, passphrase: str = PASSPHRASE) -> list[str]:
    """Return the clients of a desk, which must be whole."""
    desk = Desk.open(folder, typed(passphrase), now=Clock())
    try:
        assert wrong_with(desk) == []
        return [row["given_name"] for row in ask(desk, "caseload")]
    finally:
        desk.close()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "desk.lock"}


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as trouble:
        act()
    return trouble.value.code


def test_a_restored_desk_has_what_was_there_then(copy: Path, tmp_path: Path) -> None:
    status = restore(copy, tmp_path / "deep" / "new", typed(), now=Clock())
    assert (status["person"], status["waiting"]) == ("Anna Jansen", 1)
    assert names(tmp_path / "deep" / "new") == ["Fatma"]
    assert (tmp_path / "deep" / "new").stat().st_mode & 0o777 == 0o700
    assert set(files(tmp_path / "deep" / "new")) == {FILE, HEADER}


def test_the_log_tells_of_both(copy: Path, folder: Path) -> None:
    restore(copy, folder, typed(), replace=True, now=Clock())
    desk = Desk.open(folder, typed(), now=Clock())
    with desk.reading() as tx:
        acts = [line["act"] for line in audit.after(tx, 0, 100)]
    desk.close()
    assert acts[-4:] == ["backup", "unlock", "restore", "unlock"]


def test_a_desk_is_only_replaced_when_that_is_asked(copy: Path, folder: Path) -> None:
    before = files(folder)
    secret = typed()
    assert refusal(lambda: restore(copy, folder, secret, now=Clock())) == "desk_exists"
    assert files(folder) == before
    (folder / "desk.db-wal").write_bytes(b"of the old one")
    (folder / "settings.json").write_text("{}")
    restore(copy, folder, typed(), replace=True, now=Clock())
    assert set(files(folder)) == {FILE, HEADER, "settings.json"}
    assert names(folder) == ["Fatma"]


def test_it_opens_with_the_passphrase_of_then(copy: Path, folder: Path) -> None:
    desk = Desk.open(folder, typed(), now=Clock())
    desk.change_passphrase(typed(), typed(LATER), memory=CHEAPEST)
    desk.close()
    before = files(folder)
    wrong = typed(LATER)
    assert refusal(lambda: restore(copy, folder, wrong, replace=True, now=Clock())) == (
        "wrong_passphrase"
    )
    assert wrong == bytes(len(wrong))
    assert files(folder) == before
    restore(copy, folder, typed(), replace=True, now=Clock())
    assert names(folder) == ["Fatma"]


def test_a_backup_of_after_the_change_has_the_new_passphrase(folder: Path, tmp_path: Path) -> None:
    desk = Desk.open(folder, typed(), now=Clock())
    desk.change_passphrase(typed(), typed(LATER), memory=CHEAPEST)
    backup(desk, tmp_path / "b.tar")
    desk.close()
    new = tmp_path / "new"
    assert refusal(lambda: restore(tmp_path / "b.tar", new, typed())) == "wrong_passphrase"
    restore(tmp_path / "b.tar", new, typed(LATER), now=Clock())
    assert names(new, LATER) == ["Bo", "Fatma"]


def test_a_desk_that_is_open_is_not_replaced(copy: Path, folder: Path) -> None:
    lock = Lock(folder)
    assert refusal(lambda: restore(copy, folder, typed(), replace=True)) == "desk_in_use"
    lock.release()
    assert names(folder) == ["Bo", "Fatma"]


def test_a_damaged_backup_changes_nothing(copy: Path, folder: Path, tmp_path: Path) -> None:
    body, before = copy.read_bytes(), files(folder)
    header = 512 + body[512:].index(b'"checksum"')
    dice = random.Random(7)
    places = [0, header, 3000, *(dice.randrange(3000, len(body) - 10240) for _ in range(12))]
    damaged = tmp_path / "damaged.tar"
    for place in places:
        damaged.write_bytes(body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])
        said = refusal(lambda: restore(damaged, folder, typed(), replace=True, now=Clock()))
        assert said == "not_a_backup", place
        assert files(folder) == before


def test_a_backup_put_together_of_two_desks_is_refused(copy: Path, tmp_path: Path) -> None:
    part = form.fresh_folder(tmp_path / "part")
    form.unpack(copy, part)
    other = key.new_vault(key.new_key(), typed(), CHEAPEST)
    write_header(other, part / HEADER)
    mixed = tmp_path / "mixed.tar"
    with tarfile.open(mixed, "w:", format=tarfile.USTAR_FORMAT) as out:
        for name in (HEADER, FILE):
            out.add(part / name, name)
    assert refusal(lambda: restore(mixed, tmp_path / "new", typed())) == "not_a_backup"
    assert not (tmp_path / "new").exists()


def test_a_refusal_leaves_no_folder_behind(copy: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert refusal(lambda: restore(tmp_path / "weg.tar", new, typed())) == "file_not_readable"
    assert not new.exists()
    assert refusal(lambda: restore(copy, new, typed(LATER))) == "wrong_passphrase"
    assert not new.exists()


def test_a_folder_that_others_can_read_is_refused(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert refusal(lambda: restore(copy, tmp_path / "open", typed())) == "not_private"
    assert list((tmp_path / "open").iterdir()) == []


def test_what_a_crash_while_restoring_left_is_in_nobodys_way(copy: Path, folder: Path) -> None:
    left = folder / "restore.part"
    left.mkdir()
    (left / FILE).write_bytes(b"half")
    # Killed between the old desk and the new one: there is no desk, and the backup makes it.
    (folder / HEADER).unlink()
    restore(copy, folder, typed(), now=Clock())
    assert names(folder) == ["Fatma"]
    assert not left.exists()


def test_a_backup_of_a_desk_whose_header_was_swapped_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    desk = Desk.open(folder, typed(), now=Clock())
    write_header(key.new_vault(key.new_key(), typed(), CHEAPEST), folder / HEADER)
    assert refusal(lambda: backup(desk, tmp_path / "b.tar")) == "damaged"
    assert wrong_with(desk) == ["header of another desk"]
    (folder / HEADER).write_bytes(b"{")
    assert wrong_with(desk) == ["header damaged"]
    desk.close()
    assert not (tmp_path / "b.tar").exists()


def test_an_existing_file_is_not_overwritten(folder: Path, copy: Path) -> None:
    desk = Desk.open(folder, typed(), now=Clock())
    with pytest.raises(Trouble, match="file_exists"):
        backup(desk, copy)
    with desk.reading() as tx:
        assert [line["act"] for line in audit.after(tx, 0, 100)].count("backup") == 1
    desk.close()


def test_a_disk_without_room_is_said(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutsideTrouble, match="disk_trouble"):
        restore(copy, tmp_path / "file" / "new", typed())

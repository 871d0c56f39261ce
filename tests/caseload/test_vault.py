"""Another passphrase is another key, and at every moment exactly one passphrase opens the desk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests import desks
from tests.data.desks.make import PASSPHRASE
from tests.desks import SECRET, Clock, ask
from wijkdesk.caseload import vault
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.changes import seal
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.config.settings import Settings
from wijkdesk.errors import Trouble, UserError
from wijkdesk.store import attempts, key, meta
from wijkdesk.store.database import Database
from wijkdesk.store.header import FORMAT, Header, ToCode, ToKey, read_header, write_header

OLD, NEW = "vier woorden, één café", "vijf andere woorden, ook goed"
CHEAP = key.MEMORY_STEPS[0]
RELEASED = Path(__file__).parents[1] / "data" / "desks" / "0.1.0"


def typed(words: str) -> bytearray:
    return bytearray(words.encode())


@pytest.fixture(scope="module")
def header() -> Header:
    """Return a header for desks with the key of these tests; made once, since it is dear."""
    return key.new_vault(bytearray(SECRET), typed(OLD), CHEAP)


@pytest.fixture
def folder(made: Path, header: Header, tmp_path: Path) -> Path:
    """Return the folder of a closed desk with a header."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    shutil.copyfile(made / FILE, folder / FILE)
    write_header(header, folder / HEADER)
    return folder


def opens(folder: Path, words: str, clock: Clock | None = None) -> str:
    """Return "" when these words open the desk, else why not; a wrong one is forgotten again."""
    try:
        Desk.open(folder, typed(words), now=clock or Clock()).close()
    except Trouble as trouble:
        attempts.clear(folder)
        return trouble.code
    return ""


def acts(desk: Desk, act: str) -> list[str | None]:
    """Return what the lines of this act in the log are about, in their order."""
    with desk.database.transaction() as tx:
        asked = "SELECT what FROM audit WHERE act = ? ORDER BY n"
        return list(tx.exec_driver_sql(asked, (act,)).scalars())


def trouble_of(act: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as trouble:
        act()
    return trouble.value


def test_a_passphrase_and_the_key_change_together(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "older", copy_function=shutil.copy2)
    desk = Desk.open(folder, typed(OLD), now=Clock())
    fatma = desks.client(desk)
    old, new = typed(OLD), typed(NEW)
    desk.change_passphrase(old, new, memory=CHEAP)
    assert (old, new) == (bytes(len(old)), bytes(len(new)))
    bilal = desks.client(desk, "Bilal")  # the desk just goes on
    assert len(acts(desk, "change_passphrase")) == 1
    desk.close()
    assert (opens(folder, OLD), opens(folder, NEW)) == ("wrong_passphrase", "")
    desk = Desk.open(folder, typed(NEW), now=Clock())
    assert {row["id"] for row in ask(desk, "caseload")} == {fatma, bilal}
    assert wrong_with(desk) == []
    desk.close()
    # Who kept the older header and its passphrase has nothing of what is there now.
    shutil.copyfile(tmp_path / "older" / HEADER, folder / HEADER)
    assert opens(folder, OLD) == "damaged"
    (tmp_path / "older").chmod(0o700)
    assert opens(tmp_path / "older", OLD) == ""


def test_a_code_comes_with_every_new_passphrase_and_the_older_one_ends(folder: Path) -> None:
    desk = Desk.open(folder, typed(OLD), now=Clock())
    first = desk.change_passphrase(typed(OLD), typed(NEW), memory=CHEAP)
    second = desk.change_passphrase(typed(NEW), typed(OLD), memory=CHEAP)
    desk.close()
    kept = read_header(folder / HEADER)
    assert isinstance(kept.slots[0].recovery, ToCode)
    assert trouble_of(lambda: key.unwrap_code(kept, first)).code == "wrong_code"
    assert len(key.unwrap_code(kept, second)) == 1


def test_with_a_recovery_key_it_is_sealed_to_that(folder: Path) -> None:
    _private, public = seal.recovery_pair()
    desk = Desk.open(folder, typed(OLD), now=Clock())
    with desk.database.transaction() as tx:
        meta.keep(tx, recovery_key=seal.to_text(public))
    desk.look_again()
    assert desk.change_passphrase(typed(OLD), typed(NEW), memory=CHEAP) == ""
    desk.close()
    recovery = read_header(folder / HEADER).slots[0].recovery
    assert isinstance(recovery, ToKey)
    assert recovery.fingerprint == seal.fingerprint(public)


@pytest.mark.parametrize(("old", "new", "code"), [
    (NEW, NEW, "wrong_passphrase"), (OLD, "te kort", "passphrase_too_short"),
    (OLD, "x" * ((1 << 20) + 1), "passphrase_too_long"),
])  # fmt: skip
def test_a_change_that_is_refused_changes_nothing(
    folder: Path, old: str, new: str, code: str
) -> None:
    desk = Desk.open(folder, typed(OLD), now=Clock())
    before = (folder / HEADER).read_bytes()
    words = typed(new)
    assert trouble_of(lambda: desk.change_passphrase(typed(old), words)).code == code
    assert not any(words)
    assert (folder / HEADER).read_bytes() == before
    desk.close()
    assert opens(folder, OLD) == ""


def test_a_header_put_in_the_place_of_ours_is_not_changed(folder: Path, header: Header) -> None:
    desk = Desk.open(folder, typed(OLD), now=Clock())
    for strange in (
        key.new_vault(key.new_key(), typed(OLD), CHEAP),
        key.new_vault(bytearray(SECRET), typed(OLD), CHEAP),
    ):
        write_header(strange, folder / HEADER)
        change = lambda: desk.change_passphrase(typed(OLD), typed(NEW), memory=CHEAP)  # noqa: E731
        assert trouble_of(change).code == "damaged"
        assert read_header(folder / HEADER) == strange
    write_header(header, folder / HEADER)
    desk.close()
    assert opens(folder, OLD) == ""


@pytest.fixture
def halfway(folder: Path, header: Header) -> bytearray:
    """Leave the header as it is while the passphrase changes; return the key that comes next."""
    opens(folder, OLD)
    header, secret = read_header(folder / HEADER), key.new_key()
    fresh = key.wrap(header, secret, typed(NEW), CHEAP)
    write_header(replace(header, slots=(*header.slots, fresh)), folder / HEADER)
    return secret


def test_killed_before_the_key_changed_the_old_passphrase_opens(
    folder: Path, halfway: bytearray
) -> None:
    assert opens(folder, NEW) == "wrong_passphrase"
    assert len(read_header(folder / HEADER).slots) == 2
    assert opens(folder, OLD) == ""
    assert len(read_header(folder / HEADER).slots) == 1
    assert (opens(folder, NEW), opens(folder, OLD)) == ("wrong_passphrase", "")


def test_killed_after_the_key_changed_the_new_passphrase_opens(
    folder: Path, halfway: bytearray
) -> None:
    database = Database.open(folder / FILE, bytearray(SECRET))
    database.change_key(folder / FILE, bytearray(SECRET), halfway)
    database.close()
    assert opens(folder, OLD) == "wrong_passphrase"
    assert opens(folder, NEW) == ""
    assert len(read_header(folder / HEADER).slots) == 1
    assert (opens(folder, OLD), opens(folder, NEW)) == ("wrong_passphrase", "")


def test_the_same_words_may_be_chosen_again_also_when_that_was_cut_off(
    folder: Path, header: Header
) -> None:
    opens(folder, OLD)
    header, secret = read_header(folder / HEADER), key.new_key()
    fresh = key.wrap(header, secret, typed(OLD), CHEAP)
    write_header(replace(header, slots=(*header.slots, fresh)), folder / HEADER)
    database = Database.open(folder / FILE, bytearray(SECRET))
    database.change_key(folder / FILE, bytearray(SECRET), secret)
    database.close()
    assert opens(folder, OLD) == ""
    assert read_header(folder / HEADER).slots == (fresh,)


def test_a_change_goes_on_from_the_true_slot(folder: Path, halfway: bytearray) -> None:
    desk = Desk.open_with_key(folder, bytearray(SECRET), now=Clock())
    change = lambda: desk.change_passphrase(typed(NEW), typed(NEW), memory=CHEAP)  # noqa: E731
    assert trouble_of(change).code == "wrong_passphrase"
    desk.change_passphrase(typed(OLD), typed(NEW), memory=CHEAP)
    desk.close()
    assert (opens(folder, OLD), opens(folder, NEW)) == ("wrong_passphrase", "")


def test_damage_is_told_apart_when_no_passphrase_can_help(folder: Path, halfway: bytearray) -> None:
    (folder / FILE).write_bytes(bytes(8192))
    both = read_header(folder / HEADER)
    write_header(replace(both, slots=both.slots[:1]), folder / HEADER)
    assert opens(folder, OLD) == "damaged"


def test_a_desk_of_the_first_release_gets_the_header_of_now(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    for name in (FILE, HEADER):
        shutil.copyfile(RELEASED / name, folder / name)
    before = read_header(folder / HEADER)
    assert opens(folder, "een andere wachtzin") == "wrong_passphrase"
    assert read_header(folder / HEADER) == before
    assert opens(folder, PASSPHRASE) == ""
    after = read_header(folder / HEADER)
    assert (after.format, after.vault, after.person) == (FORMAT, before.vault, "Anna Jansen")
    desk = Desk.open(folder, typed(PASSPHRASE), now=Clock())
    assert desk.known["vault"] == before.vault
    desk.change_passphrase(typed(PASSPHRASE), typed(NEW), memory=CHEAP)
    desk.close()
    assert opens(folder, NEW) == ""


def test_its_passphrase_may_change_before_its_header_did(tmp_path: Path, made: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    for name in (FILE, HEADER):
        shutil.copyfile(RELEASED / name, folder / name)
    desk = Desk.open_with_key(folder, bytearray(SECRET), now=Clock())
    desk.change_passphrase(typed(PASSPHRASE), typed(NEW), memory=CHEAP)
    desk.close()
    assert (opens(folder, PASSPHRASE), opens(folder, NEW)) == ("wrong_passphrase", "")


def test_a_header_of_another_vault_with_the_same_key_is_damage(folder: Path) -> None:
    assert opens(folder, OLD) == ""
    write_header(key.new_vault(bytearray(SECRET), typed(OLD), CHEAP), folder / HEADER)
    before = (folder / FILE).read_bytes()
    assert opens(folder, OLD) == "damaged"
    assert (folder / FILE).read_bytes() == before


def test_the_header_says_whose_desk_it_is(folder: Path) -> None:
    assert opens(folder, OLD) == ""
    assert json.loads((folder / HEADER).read_text())["person"] == "Anna Jansen"
    vault.name(folder, "x" * 500)
    assert read_header(folder / HEADER).person == "x" * 200


def test_wrong_passphrases_wait_and_are_in_the_log_at_the_next_right_one(folder: Path) -> None:
    clock = Clock()
    for _ in range(6):
        wrong = lambda: Desk.open(folder, typed(NEW), now=clock)  # noqa: E731
        assert trouble_of(wrong).code == "wrong_passphrase"
    for words in (NEW, OLD):  # also the right one waits
        waits = trouble_of(lambda said=words: Desk.open(folder, typed(said), now=clock))
        assert (waits.code, waits.field, waits.values) == ("wait", "passphrase", {"seconds": 2})
    clock.later(seconds=2)
    desk = Desk.open(folder, typed(OLD), now=clock)
    assert acts(desk, "unlock_failed") == ['{"count": 6}']
    assert trouble_of(lambda: desk.change_passphrase(typed("x"), typed(NEW))).code == (
        "wrong_passphrase"
    )
    desk.change_passphrase(typed(OLD), typed(NEW), memory=CHEAP)
    assert acts(desk, "unlock_failed") == ['{"count": 6}', '{"count": 1}']
    assert wrong_with(desk) == []
    desk.close()
    assert not (folder / attempts.FILE).exists()


def test_a_destroyed_desk_says_so(folder: Path) -> None:
    write_header(key.destroy(read_header(folder / HEADER), recovery=True), folder / HEADER)
    assert opens(folder, OLD) == "desk_destroyed"


def test_it_may_decide_how_long_a_passphrase_is() -> None:
    vault.check_length(Settings({}, {}), typed("veertien tekens"))
    with pytest.raises(UserError) as refused:
        vault.check_length(Settings({"passphrase_length": 20}, {}), typed("veertien tekens"))
    assert (refused.value.code, refused.value.values) == ("passphrase_too_short", {"shortest": 20})

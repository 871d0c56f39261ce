"""A copy of the whole desk in one file, and a desk made of such a copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from wijkdesk.caseload.desk import Desk, check_private
from wijkdesk.caseload.forget import erase
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.errors import OutsideTrouble, UserError, of_disk
from wijkdesk.i18n.calendar import utc_now
from wijkdesk.reports.file import check_new
from wijkdesk.store import audit, key
from wijkdesk.store import backup as file_of
from wijkdesk.store.header import read_header
from wijkdesk.store.lock import Lock


def backup(desk: Desk, file: Path) -> int:
    """Write a copy of an open desk to a file that is not there yet, and return its size.

    It keeps the passphrase that the desk has now. Raises what `store.backup.backup` raises, and
    OutsideTrouble("damaged") when the header is not that of this desk.
    """
    check_new(file)
    header = desk.folder / HEADER
    if read_header(header).vault != desk.known.get("vault"):
        raise OutsideTrouble("damaged")
    # Noted first: a note without a copy is better than a copy without a note.
    with desk.database.transaction() as tx:
        audit.add(tx, desk.now(), desk.person.id, "", "backup")
    return file_of.backup(desk.database, header, file)


def restore(
    file: Path,
    folder: Path,
    passphrase: bytearray,
    *,
    replace: bool = False,
    now: Callable[[], datetime] = utc_now,
) -> dict[str, Any]:
    """Make the desk in `folder` what it was in a backup, and return its status.

    It has the passphrase of that moment, which is overwritten here. What was in the folder goes
    when the copy has been opened and found whole, and not before. Raises UserError: desk_exists
    unless it may `replace` one, file_not_readable, and what `Desk.open` raises; OutsideTrouble:
    not_a_backup, disk_full, and what `Desk.open` raises.
    """
    check_room(folder, replace=replace)
    with _disk(), _held(folder), ExitStack() as undo:
        undo.callback(key.wipe, passphrase)
        part = file_of.fresh_folder(folder / "restore.part")
        undo.callback(shutil.rmtree, part, ignore_errors=True)
        file_of.unpack(file, part)
        status = _looked_at(part, passphrase, now)
        erase(folder)
        # The header last: a desk without one does not exist yet.
        for name in (FILE, HEADER):
            (part / name).replace(folder / name)
            _settle(folder)
    return status


def check_room(folder: Path, *, replace: bool) -> None:
    """Raise UserError("desk_exists") when there is a desk that may not be replaced."""
    if (folder / HEADER).exists() and not replace:
        raise UserError("desk_exists")


def _looked_at(part: Path, passphrase: bytearray, now: Callable[[], datetime]) -> dict[str, Any]:
    """Open a copy, note that it was put back, and return its status when it is whole."""
    try:
        desk = Desk.open(part, passphrase, now=now)
    except OutsideTrouble as trouble:
        raise _of_a_backup(trouble) from trouble
    try:
        if wrong_with(desk):
            raise OutsideTrouble("not_a_backup")
        with desk.database.transaction() as tx:
            audit.add(tx, now(), desk.person.id, "", "restore")
        return desk.status()
    finally:
        desk.close()


def _of_a_backup(trouble: OutsideTrouble) -> OutsideTrouble:
    damaged = trouble.code in ("damaged", "no_desk")
    return OutsideTrouble("not_a_backup") if damaged else trouble


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder, made when it is not there, so that no desk is opened in it meanwhile."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_private(folder)
    lock = Lock(folder)
    try:
        yield
    finally:
        lock.release()
        if made and not (folder / HEADER).exists():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise of_disk(error) from error


def _settle(folder: Path) -> None:
    """Have what was renamed last through a power cut."""
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

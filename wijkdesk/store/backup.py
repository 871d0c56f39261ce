"""A backup: the header and the encrypted file of a desk, as they were at one moment, in one tar.

Both are in it as they lie on the disk, under the passphrase of that moment. Only the very form that
is written here is read back, so that no name, link or size in a strange tar is ever followed.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path
from typing import BinaryIO

from wijkdesk.config.desks import FILE, HEADER, LARGEST_HEADER
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.reports.file import writing_new
from wijkdesk.store.database import Database

# In this order, each with the most bytes it may have.
PARTS = {HEADER: LARGEST_HEADER, FILE: 4 << 30}
_PRIVATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_AT_ONCE = 1 << 20  # bytes


def backup(database: Database, header: Path, target: Path) -> int:
    """Write a backup to a file that is not there yet, and return its size.

    It gets its name when it has been read back, opened with the key of the desk and found whole.
    Raises UserError("file_exists"), OutsideTrouble: disk_full, disk_trouble, file_not_written, and
    damaged when the desk itself is.
    """
    with writing_new(target) as out:
        part = fresh_folder(header.with_name("backup.part"))
        try:
            shutil.copyfile(header, part / HEADER)
            database.copy_to(part / FILE)
            _pack(part, out)
            for name in PARTS:
                (part / name).unlink()
            out.seek(0)
            _unpack(out, part)
            if database.problems_of(part / FILE):
                raise OutsideTrouble("damaged")
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return out.seek(0, os.SEEK_END)


def unpack(source: Path, folder: Path) -> None:
    """Take a backup apart into a folder.

    Raises UserError("file_not_readable"), and OutsideTrouble: not_a_backup for anything but what
    `backup` wrote, disk_full or disk_trouble.
    """
    try:
        opened = open(source, "rb", opener=_without_waiting)  # noqa: SIM115
    except OSError as error:
        raise UserError("file_not_readable", field="file", file=str(source)) from error
    with opened:
        _unpack(opened, folder)


def fresh_folder(folder: Path) -> Path:
    """Make an empty folder for nobody else; what a crash left in it goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody writes to is empty."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _pack(folder: Path, out: BinaryIO) -> None:
    with tarfile.open(fileobj=out, mode="w:", format=tarfile.USTAR_FORMAT) as tar:
        for name in PARTS:
            part = tarfile.TarInfo(name)
            part.size, part.mode = (folder / name).stat().st_size, 0o600
            with (folder / name).open("rb") as body:
                tar.addfile(part, body)


def _unpack(source: BinaryIO, folder: Path) -> None:
    try:
        for name, most in PARTS.items():
            part = tarfile.TarInfo.frombuf(source.read(tarfile.BLOCKSIZE), "ascii", "strict")
            if part.name != name or part.type != tarfile.REGTYPE or not 0 < part.size <= most:
                raise tarfile.ReadError(name)
            with os.fdopen(os.open(folder / name, _PRIVATE, 0o600), "wb") as out:
                _copy(source, out, part.size)
            source.read(-part.size % tarfile.BLOCKSIZE)
        if source.read(tarfile.RECORDSIZE + 1).strip(b"\0"):
            raise tarfile.ReadError("more than a backup")
    except (tarfile.TarError, ValueError) as error:
        raise OutsideTrouble("not_a_backup") from error


def _copy(source: BinaryIO, out: BinaryIO, size: int) -> None:
    while size:
        body = source.read(min(size, _AT_ONCE))
        if not body:
            raise tarfile.ReadError("truncated")
        out.write(body)
        size -= len(body)

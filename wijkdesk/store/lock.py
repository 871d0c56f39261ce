"""The lock on a desk: the system's own, so that it dies with its process."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from wijkdesk.errors import OutsideTrouble

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """Held from opening a desk to closing it; OutsideTrouble("desk_in_use") when another has it.

    Raises OutsideTrouble("disk_trouble") where no file can be made.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._file: IO[bytes] = open(folder / "desk.lock", "ab", opener=_private)  # noqa: SIM115
        except OSError as error:
            raise OutsideTrouble("disk_trouble") from error
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            raise OutsideTrouble("desk_in_use") from error

    def release(self) -> None:
        """Let another process have the desk."""
        self._file.close()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""The lock on a desk: the system's own, so that it dies with its process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from wijkdesk.errors import OutsideTrouble

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lock:
    """Held from opening a desk to closing it; OutsideTrouble("desk_in_use") when another has it."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = (folder / "desk.lock").open("ab")
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            raise OutsideTrouble("desk_in_use") from error

    def release(self) -> None:
        """Let another process have the desk."""
        self._file.close()


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

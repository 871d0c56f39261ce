"""This process as the system sees it: no copy of its memory on the disk, no look into it."""

from __future__ import annotations

import sys

from wijkdesk.errors import OutsideTrouble

if sys.platform != "win32":
    import resource

_NOT = 0
_GET_DUMPABLE, _SET_DUMPABLE = 3, 4  # prctl(2)


def harden() -> None:
    """Leave no core dump, and let no other program of this user read our memory (Linux).

    Windows keeps a dump only where an administrator asked for one.
    """
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (_NOT, _NOT))
    if sys.platform == "linux":
        _control(_SET_DUMPABLE, _NOT)


def check() -> str:
    """Tell how this process is kept; OutsideTrouble("memory_not_private") when it is not."""
    if sys.platform == "win32":
        return "-"
    limits = resource.getrlimit(resource.RLIMIT_CORE)
    readable = sys.platform == "linux" and _control(_GET_DUMPABLE, _NOT) != _NOT
    if limits != (_NOT, _NOT) or readable:
        raise OutsideTrouble("memory_not_private")
    return "core 0"


def _control(what: int, value: int) -> int:
    """Call prctl(2); every argument as wide as the kernel reads it."""
    # Brought here: the way in is painted before anybody asks the system for anything.
    import ctypes

    wide = [ctypes.c_ulong(number) for number in (value, _NOT, _NOT, _NOT)]
    return int(ctypes.CDLL(None).prctl(what, *wide))

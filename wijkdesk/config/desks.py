"""The desks on this machine: where each lies, whose it is, and which way back it has.

Read from the header beside the encrypted file, without opening anything and without what opening
needs: the way in shows this before it is painted. Whether a header is sound is judged by whoever
unwraps its key.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path

HEADER, FILE = "vault.json", "desk.db"  # what makes a folder a desk
LARGEST_HEADER = 1 << 16
_NAME = re.compile(r"desk(?:-([1-9][0-9]{0,2}))?")


@dataclass(frozen=True)
class Found:
    """A desk as its header tells it; `person` may be "".

    `recovery` is the way back without the passphrase: "key" (the administrator's), "code" or "".
    A desk is `destroyed` when no passphrase opens it any more.
    """

    folder: Path
    person: str = ""
    recovery: str = ""
    destroyed: bool = False


def look_at(folder: Path) -> Found | None:
    """Return the desk in this folder; None when there is none."""
    try:
        with (folder / HEADER).open("rb") as file:
            header = json.loads(file.read(LARGEST_HEADER))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        # Something is there; opening it says what is the matter.
        return Found(folder)
    return _told(folder, header if isinstance(header, dict) else {})


def beside(folder: Path) -> list[Found]:
    """Return the desk in this folder and those of colleagues beside it, the first made first.

    Only folders named as we name them count: desk, desk-2 and so on.
    """
    if not _NAME.fullmatch(folder.name):
        found = look_at(folder)
        return [found] if found else []
    try:
        there = [one for one in folder.parent.iterdir() if _NAME.fullmatch(one.name)]
    except OSError:
        return []
    return [desk for one in sorted(there, key=_number) if (desk := look_at(one)) is not None]


def room_for_another(folder: Path) -> Path | None:
    """Return the folder beside this one for the desk of one more colleague.

    None when this folder is not named as we name them: then nothing is said of its neighbours.
    """
    if not _NAME.fullmatch(folder.name):
        return None
    tried = (folder.parent / ("desk" if n == 1 else f"desk-{n}") for n in count(1))
    return next(one for one in tried if not (one / HEADER).exists())


def _told(folder: Path, header: dict[str, object]) -> Found:
    found = header.get("slots")
    slots = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    # Until the first change of the passphrase, an older header is one slot by itself.
    slots = slots or [header]
    ways = [one["recovery"] for one in slots if isinstance(one.get("recovery"), dict)]
    kinds = [str(way.get("kind", "")) for way in ways]
    person = header.get("person")
    return Found(
        folder,
        person if isinstance(person, str) else "",
        kinds[0] if kinds else "",
        all(one.get("wrapped") == "" for one in slots),
    )


def _number(folder: Path) -> int:
    found = _NAME.fullmatch(folder.name)
    return int(found[1]) if found and found[1] else 1

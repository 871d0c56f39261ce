"""Wrong passphrases since the last right one, and how long the next try waits for them.

They are noted outside the vault, where whoever has the laptop can take them away: the wait keeps
somebody from trying at the keyboard, and the derivation keeps out the rest. Nobody is ever locked
out; a note that cannot be read, or is of a moment to come, says nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.store.header import write_whole

FILE = "attempts.json"
FREE = 5
LONGEST_WAIT = 60  # seconds
_LARGEST = 1 << 10
_MOST = 1_000_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Attempts:
    """How many tries failed, and when the last one did."""

    failed: int = 0
    last: datetime = _LONG_AGO

    def wait(self, now: datetime) -> int:
        """Return for how many whole seconds the next try is refused."""
        if self.failed <= FREE or now < self.last:
            return 0
        seconds = min(2 ** min(self.failed - FREE, 10), LONGEST_WAIT)
        left = self.last + timedelta(seconds=seconds) - now
        return max(0, ceil(left.total_seconds()))


def check(folder: Path, now: datetime) -> None:
    """Raise UserError("wait") with the seconds when the next try comes too soon."""
    seconds = _read(folder).wait(now)
    if seconds:
        raise UserError("wait", field="passphrase", seconds=seconds)


def failed(folder: Path, now: datetime) -> None:
    """Note a wrong passphrase; where the disk does not want, it is a free one."""
    note = {"failed": min(_read(folder).failed + 1, _MOST), "last": now.isoformat()}
    try:
        write_whole(folder / FILE, json.dumps(note).encode())
    except OutsideTrouble:
        return


def clear(folder: Path) -> int:
    """Forget them after a right one; return how many there were."""
    tries = _read(folder).failed
    (folder / FILE).unlink(missing_ok=True)
    return tries


def _read(folder: Path) -> Attempts:
    try:
        with (folder / FILE).open("rb") as file:
            found = json.loads(file.read(_LARGEST))
        noted, last = found["failed"], datetime.fromisoformat(found["last"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Attempts()
    if type(noted) is not int or not 0 <= noted <= _MOST or last.tzinfo is None:
        return Attempts()
    return Attempts(noted, last)

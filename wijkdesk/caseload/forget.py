"""Take a desk off this laptop: the header first, without which nothing opens the rest."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.recovery import PAIR
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.config.settings import CHOSEN
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.store import attempts, outbox

_HEADERS = (HEADER, "vault.new")  # the second only where a crash left it
_OF_THE_DESK = (
    FILE, f"{FILE}-wal", f"{FILE}-shm", attempts.FILE, "attempts.new", PAIR, "recovery.new",
    "vault.new",
)  # fmt: skip
_OF_THE_PERSON = (CHOSEN, "settings.new", "desk.lock")


def forget(desk: Desk, *, anyway: bool = False) -> None:
    """Destroy an open desk, and everything of it in its folder.

    Raises UserError("work_waits") when something was never sent, unless it may go `anyway`, and
    OutsideTrouble("disk_trouble").
    """
    with desk.database.transaction() as tx:
        waiting = outbox.how_many(tx)
    if waiting and not anyway:
        raise UserError("work_waits", waiting=waiting)
    try:
        # Held until its key is gone: nobody opens it meanwhile.
        erase_header(desk.folder)
        desk.close()
        erase(desk.folder)
        for name in _OF_THE_PERSON:
            (desk.folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise OutsideTrouble("disk_trouble") from error
    with suppress(OSError):  # something else lies there, which is not ours
        desk.folder.rmdir()


def erase(folder: Path) -> None:
    """Destroy what makes a folder a desk: its header, and then the files that it opened."""
    erase_header(folder)
    for name in _OF_THE_DESK:
        (folder / name).unlink(missing_ok=True)


def erase_header(folder: Path) -> None:
    """Overwrite the header, which holds the only way to the key, and take it away."""
    for header in (folder / name for name in _HEADERS):
        if header.exists():
            with header.open("r+b") as file:
                file.write(bytes(header.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            header.unlink()

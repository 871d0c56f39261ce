"""Destroy the keys of a desk: what is left of it is a file that nobody opens.

A disk, the spare blocks of an SSD and copies of the folder may keep the old header.
"""

from __future__ import annotations

from pathlib import Path

from wijkdesk.config.desks import HEADER
from wijkdesk.store import key, meta
from wijkdesk.store.database import Database
from wijkdesk.store.header import read_header, write_header


def destroy(folder: Path, database: Database, *, recovery: bool) -> None:
    """Take away what the passphrase opens and the key of the device.

    What is sealed to the recovery key stays, so that IT can bring back unsent work, unless
    `recovery` is to go as well. The header goes first: without it the rest cannot be read.
    """
    file = folder / HEADER
    if file.exists():  # a desk that was opened with its key alone has none
        write_header(key.destroy(read_header(file), recovery=recovery), file)
    with database.transaction() as tx:
        meta.keep(tx, private_key="")

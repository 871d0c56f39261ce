"""Look whether a desk is whole: its file, its header, its records and its log."""

from __future__ import annotations

from wijkdesk.caseload.desk import Desk
from wijkdesk.changes import digest
from wijkdesk.config.desks import HEADER
from wijkdesk.errors import Trouble
from wijkdesk.store import audit, confirmed, meta
from wijkdesk.store.database import Transaction
from wijkdesk.store.header import read_header


def wrong_with(desk: Desk) -> list[str]:
    """Return what is wrong with an open desk. Empty: nothing."""
    found = [*desk.database.problems(), *_wrong_header(desk)]
    if found:
        return found
    with desk.database.transaction() as tx:
        broken = audit.broken_at(tx)
        log = [f"audit {broken}"] if broken is not None else []
        return log if _as_central_knows(desk, tx) else [*log, "digest"]


def _wrong_header(desk: Desk) -> list[str]:
    file = desk.folder / HEADER
    if not file.exists():  # opened with its key alone
        return []
    try:
        vault = read_header(file).vault
    except Trouble as trouble:
        return [f"header {trouble.code}"]
    return [] if vault == desk.known.get("vault", vault) else ["header of another desk"]


def _as_central_knows(desk: Desk, tx: Transaction) -> bool:
    """Say whether what central confirmed still adds up to the digest that was kept with it."""
    keys = confirmed.Keys.of(desk.known)
    total = sum(confirmed.hashes(tx, desk.organisation, keys).values())
    return meta.read(tx).get("digest", "0") == digest.add("0", total)

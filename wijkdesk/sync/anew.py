"""Go on with a central that was put back: it gets again what it lacks, and tells all it has.

Nothing that was typed here is touched: what central had confirmed and lost waits once more, and
what it knows comes whole, so that both ends hold the same in the end.
"""

from __future__ import annotations

from typing import Any

from wijkdesk.changes import digest
from wijkdesk.domain import NOUNS
from wijkdesk.store import confirmed, meta, outbox, records, sent
from wijkdesk.store.confirmed import Keys, Taken
from wijkdesk.store.database import Transaction


def begin(tx: Transaction, organisation: str, keys: Keys, told: dict[str, Any]) -> Taken:
    """Begin anew with what central told: {epoch, last_n, log}."""
    again = sent.again(tx, int(told["last_n"]))
    taken = confirmed.doubt(tx, organisation, keys, again.made)
    made = set(again.made)
    for kind, id_, name in again.fields:
        record = records.find(tx, NOUNS[kind], id_) if kind in NOUNS else None
        if record is not None and (kind, id_) not in made:
            outbox.remember_confirmed(tx, record, name)
    known = meta.read(tx)
    meta.keep(
        tx, since=0, after=0, after_id="", epoch=told.get("epoch", known["epoch"]),
        log_sent=told.get("log", known.get("log_sent", 0)),
        digest=digest.add(known.get("digest", "0"), taken.difference),
    )  # fmt: skip
    return taken

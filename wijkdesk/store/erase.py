"""Leave nothing of a text that central erased, in any table of this desk.

The news that comes with it has made the row itself as it is now, and may already hold what somebody
wrote since; this is for what lies beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete

from wijkdesk.changes.ledger import Ledger
from wijkdesk.domain import NOUNS
from wijkdesk.domain.noun import ERASED, erased
from wijkdesk.store import draft, inbox, outbox, records
from wijkdesk.store.confirmed import Taken, underneath
from wijkdesk.store.tables import Confirmed

_CONFIRMED = Confirmed.__table__  # type: ignore[attr-defined]


def forget_drafts(tx: Connection, organisation: str, texts: Iterable[list[str]]) -> None:
    """Forget what was being typed with these texts in it, given as [kind, id, field].

    This comes first: afterwards nothing here knows what they said.
    """
    found: list[object] = []
    for kind, id_, name in _known(texts):
        record = records.find(tx, NOUNS[kind], id_)
        found.append(getattr(record, name, None))
        ledger = Ledger(tx, organisation, underneath(tx))
        ledger.load([(kind, id_)])
        row = ledger.find(kind, id_)
        if row is not None:
            found += [row.values.get(name), *(other["v"] for other in row.others(name))]
    words = [word for word in found if isinstance(word, str) and word not in ("", ERASED)]
    draft.drop_with(tx, words)


def forget(tx: Connection, organisation: str, texts: Iterable[list[str]]) -> Taken:
    """Forget what was typed on and not sent, and what was answered, given as [kind, id, field]."""
    taken = Taken()
    for kind, id_, name in _known(texts):
        ledger = Ledger(tx, organisation, underneath(tx))
        ledger.load([(kind, id_)])
        ledger.release(kind, id_, name)
        ledger.write()
        own = _CONFIRMED.c.kind == kind, _CONFIRMED.c.id == id_, _CONFIRMED.c.field == name
        tx.execute(delete(_CONFIRMED).where(*own))
        left: Any = erased(NOUNS[kind], name)
        outbox.forget_text(tx, kind, id_, name, left)
        inbox.forget_text(tx, id_, name)
        taken.touched.add((kind, id_))
    return taken


def _known(texts: Iterable[list[str]]) -> list[list[str]]:
    """Return the texts of fields that this version has; others lie in no table of their own."""
    return [
        [kind, id_, name]
        for kind, id_, name in texts
        if kind in NOUNS and name in NOUNS[kind].facts()
    ]

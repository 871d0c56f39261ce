"""Leave nothing of a text or record that central erased, in any table of this desk.

The news that comes with it has made the row itself as it is now, and may already hold what somebody
wrote since; this is for what lies beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete

from wijkdesk.changes.ledger import Ledger
from wijkdesk.domain import NOUNS
from wijkdesk.domain.noun import ERASED, LONG, erased
from wijkdesk.store import confirmed, draft, inbox, outbox, records, sent
from wijkdesk.store.confirmed import Keys, Taken, underneath
from wijkdesk.store.tables import Confirmed

_CONFIRMED = Confirmed.__table__  # type: ignore[attr-defined]
WHOLE = ""  # instead of the name of a field: the record was taken out of its dossier


def forget_drafts(tx: Connection, organisation: str, gone: Iterable[list[str]]) -> None:
    """Forget what was being typed with what is gone in it, given as [kind, id, field].

    Without a field it is a whole record. This comes first: afterwards nothing here knows what they
    said.
    """
    found: list[object] = []
    for kind, id_, name in _known(gone):
        record = records.find(tx, NOUNS[kind], id_)
        ledger = Ledger(tx, organisation, underneath(tx))
        ledger.load([(kind, id_)])
        row = ledger.find(kind, id_)
        for field in [name] if name != WHOLE else _texts(kind):
            found.append(getattr(record, field, None))
            if row is not None:
                found += [row.values.get(field), *(other["v"] for other in row.others(field))]
    words = [word for word in found if isinstance(word, str) and word not in ("", ERASED)]
    draft.drop_with(tx, words)


def forget(tx: Connection, organisation: str, keys: Keys, gone: Iterable[list[str]]) -> Taken:
    """Forget what was typed on and not sent, and what was answered, given as [kind, id, field]."""
    taken = Taken()
    for kind, id_, name in _known(gone):
        taken.touched.add((kind, id_))
        if name == WHOLE:
            taken.add(confirmed.forget(tx, organisation, keys, [(kind, id_)]))
            outbox.withdraw_record(tx, kind, id_)
            sent.forget_record(tx, kind, id_)
            inbox.forget_record(tx, id_)
            continue
        ledger = Ledger(tx, organisation, underneath(tx))
        ledger.load([(kind, id_)])
        ledger.release(kind, id_, name)
        ledger.write()
        own = _CONFIRMED.c.kind == kind, _CONFIRMED.c.id == id_, _CONFIRMED.c.field == name
        tx.execute(delete(_CONFIRMED).where(*own))
        left: Any = erased(NOUNS[kind], name)
        outbox.forget_text(tx, kind, id_, name, left)
        sent.forget_text(tx, kind, id_, name, left)
        inbox.forget_text(tx, id_, name)
    return taken


def _texts(kind: str) -> list[str]:
    """Return the fields of a kind that hold sentences, which somebody may be typing on."""
    facts = NOUNS[kind].facts()
    return [name for name, known in facts.items() if known.longest == LONG or known.merges]


def _known(gone: Iterable[list[str]]) -> list[list[str]]:
    """Return what this version knows; other kinds and fields lie in no table of their own."""
    return [
        [kind, id_, name]
        for kind, id_, name in gone
        if kind in NOUNS and (name == WHOLE or name in NOUNS[kind].facts())
    ]

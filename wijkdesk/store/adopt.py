"""Give what central sent to an older version of the program its place, now that it has one.

A desk keeps fields and kinds of record it does not know beside their versions, so that its digest
is right; after an update of the program they go where screens look.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select, update

from wijkdesk.domain import NOUNS
from wijkdesk.domain.noun import Noun, typed
from wijkdesk.domain.state import RowState
from wijkdesk.store import records
from wijkdesk.store.outbox import as_body

_STATE = RowState.__table__  # type: ignore[attr-defined]


def adopt(tx: Connection) -> None:
    """Move every field that this version knows into the table of its noun."""
    asked = select(_STATE).where(_STATE.c.extra != "{}", _STATE.c.kind.in_(list(NOUNS)))
    for line in tx.execute(asked).all():
        noun, extra = NOUNS[line.kind], json.loads(line.extra)
        known = {name: value for name, value in extra.items() if name in noun.fields()}
        if not known:
            continue
        _put(tx, noun, line, {name: typed(noun, name, value) for name, value in known.items()})
        left = {name: value for name, value in extra.items() if name not in known}
        own = (_STATE.c.kind == line.kind) & (_STATE.c.id == line.id)
        tx.execute(update(_STATE).where(own).values(extra=as_body(left)))


def _put(tx: Connection, noun: type[Noun], line: Any, values: dict[str, Any]) -> None:
    if records.has(tx, noun, line.id):
        records.put(tx, noun, line.id, values)
        return
    about = {} if noun.dossier_field in (None, "id") else {str(noun.dossier_field): line.client}
    kept = {**noun.defaults(), **values, **about}
    records.make(tx, noun(organisation=line.organisation, id=line.id, **kept))

"""A municipality to measure in: made-up dossiers in central's database, and real desks of it.

A desk's file is encrypted and opened with its raw key, so that Argon2 is nobody's figure here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from tests.town.town import ask_in
from wijkdesk.caseload.desk import Desk
from wijkdesk.central import people, setup
from wijkdesk.central.grants import conclude
from wijkdesk.central.seed import Town, seed
from wijkdesk.central.storage import Storage, take_versions
from wijkdesk.central.texts import Texts
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.domain import Grant
from wijkdesk.domain.state import RowState
from wijkdesk.domain.values import Capacity
from wijkdesk.i18n.calendar import utc_now
from wijkdesk.store import key
from wijkdesk.sync.http import Answer, Request

_STATE = RowState.__table__  # type: ignore[attr-defined]
_GRANT = Grant.__table__  # type: ignore[attr-defined]
_MADE_UP = 2  # the seed of what is added, another than that of the municipality


def found(url: str, clients: int, consultants: int, rows: int = 0) -> list[str]:
    """Make a municipality of so many clients; return its consultants.

    With `rows`, dossiers are added to until there are so many records in them.
    """
    setup.init(url, "Gemeente Voorbeeld", utc_now())
    with closing(Storage.open(url)) as storage:
        seeded = seed(storage, clients, consultants, 1, utc_now())
        _grow(storage, rows)
    return [person["id"] for person in seeded["people"] if person["role"] == ["consultant"]]


def new_desk(
    folder: Path, storage: Storage, person: str, server: str, post: Callable[[Request], Answer]
) -> Desk:
    """Return a new, empty desk of a colleague, enrolled with a real invitation."""
    code = people.invite(storage, person, utc_now()).code
    known = ask_in(post, code, server, utc_now())
    return Desk.make(folder, bytearray(key.new_key()), known)


def _grow(storage: Storage, rows: int) -> None:
    """Let everybody write on in the dossiers of their clients until there are so many records."""
    organisation, town = storage.organisation().id, Town(_MADE_UP, utc_now())
    in_dossiers = _STATE.c.client.is_not(None)
    with storage.transaction() as tx:
        there = tx.execute(select(func.count()).where(in_dossiers)).scalar_one()
        held = tx.execute(
            select(_GRANT.c.client, _GRANT.c.person)
            .where(_GRANT.c.capacity == Capacity.CONTACT_PERSON)
            .order_by(_GRANT.c.id)
        ).all()
        written: list[Row] = []
        while held and there + len(written) < rows:
            client, person = held[len(written) % len(held)]
            written += [
                Row(kind, town.id(), client, 0, values) for kind, values in town.dossier(1, person)
            ]
        ledger, texts = Ledger(tx, organisation), Texts(tx, organisation)
        written = written[: max(0, rows - there)]
        for version, row in enumerate(written, take_versions(tx, organisation, len(written))):
            row.made = version
            ledger.add(row)
            texts.remember_all(row)
        conclude(ledger, {}, row.made if written else 0, utc_now())
        texts.keep()

"""Make a central, and bring the tables of an older one to this version."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any
from uuid import uuid4

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, update

from wijkdesk.central import epoch, rights, schema
from wijkdesk.central.feeds import publish
from wijkdesk.central.storage import Storage, connect, take_versions
from wijkdesk.central.tables import Organisation, Sequence
from wijkdesk.changes import seal
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.domain import Neighbourhood
from wijkdesk.domain.neighbourhood import place_id
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.places import places

LOCK_SECONDS = 5.0  # how long a step waits for a table that others use


def init(url: str, organisation_name: str, now: datetime, *, demo: bool = False) -> dict[str, Any]:
    """Make a central for a municipality, with the wijken of the city.

    Raises UserError("central_exists") when there is one.
    """
    migrate(url)
    storage = Storage(connect(url))
    organisation = str(uuid4())
    try:
        with storage.transaction() as tx:
            if tx.execute(select(Organisation.__table__)).first():  # type: ignore[attr-defined]
                raise UserError("central_exists")
            _make_organisation(tx, organisation, organisation_name, now, demo)
            load_places(tx, organisation)
            epoch.follow(tx, now)
    finally:
        storage.close()
    return {
        "organisation": organisation,
        "name": organisation_name,
        "neighbourhoods": len(places()),
    }


def migrate(
    url: str,
    service_role: str | None = None,
    directory: ScriptDirectory | None = None,
    lock_seconds: float = LOCK_SECONDS,
) -> dict[str, Any]:
    """Bring the tables to this version; a live older version goes on working beside them.

    Returns {schema}. `service_role` gets what the service needs in PostgreSQL, and nothing more;
    `directory` holds other steps than this program's. Raises OutsideTrouble("database_busy") when
    somebody holds on to a table for longer than `lock_seconds`, since who waits for it keeps all
    others waiting too, and what `rights.grant` and, for a newer database, `schema.goes_with` raise.
    """
    steps = directory or schema.scripts()
    storage = Storage(connect(url))
    try:
        with storage.transaction() as tx:
            if tx.dialect.name == "postgresql":
                tx.exec_driver_sql(f"SET LOCAL lock_timeout = {int(lock_seconds * 1000)}")
            if (schema.at(tx) or "") > schema.newest_of(steps):
                schema.goes_with(tx, schema.newest_of(steps))
            else:
                upgrade(tx, steps)
                schema.keep_steps(tx, steps)
            _give_keys(tx)
            if service_role is not None:
                rights.grant(tx, service_role)
            return {"schema": schema.at(tx)}
    finally:
        storage.close()


def upgrade(tx: Connection, directory: ScriptDirectory, to: str = "head") -> None:
    """Take the steps of a directory up to one of them."""

    def steps(revision: Any, _context: Any) -> Any:
        return directory._upgrade_revs(to, revision)

    with EnvironmentContext(Config(), directory, fn=steps) as environment:
        environment.configure(connection=tx)
        environment.run_migrations()


def restored(storage: Storage, now: datetime) -> dict[str, str]:
    """Say of a database that it was put back from a backup, so that desks send again; {epoch}."""
    organisation = storage.organisation().id
    with storage.transaction() as tx:
        return {"epoch": epoch.renew(tx, organisation, now)}


def load_places(tx: Connection, organisation: str) -> None:
    """Load the wijken of the city, which every desk knows."""
    found = places()
    first = take_versions(tx, organisation, len(found))
    ledger = Ledger(tx, organisation)
    for version, place in enumerate(found, first):
        values = {
            "name": place.name, "area": place.area, "south": place.south, "focus": place.focus,
        }  # fmt: skip
        ledger.add(Row(Neighbourhood.record_kind(), place_id(place.name), None, version, values))
    publish(ledger, {})
    ledger.write()


def _make_organisation(
    tx: Connection, organisation: str, name: str, now: datetime, demo: bool
) -> None:
    tx.execute(
        insert(Organisation.__table__).values(  # type: ignore[attr-defined]
            id=organisation, name=name, demo=demo, audience=str(uuid4()),
            epoch=epoch.new(), common_key=os.urandom(32).hex(), created_at=now,
            signing_key=seal.new_key()[0].hex(), granted_on=today(now),
        )
    )  # fmt: skip
    tx.execute(
        insert(Sequence.__table__).values(  # type: ignore[attr-defined]
            organisation=organisation, value=0, common_head=0, common_digest="0"
        )
    )


def _give_keys(tx: Connection) -> None:
    """Let a central from before there were orders sign them too."""
    table = Organisation.__table__  # type: ignore[attr-defined]
    for (without,) in tx.execute(select(table.c.id).where(table.c.signing_key.is_(None))).all():
        key = seal.new_key()[0].hex()
        tx.execute(update(table).where(table.c.id == without).values(signing_key=key))

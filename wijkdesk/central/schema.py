"""Which schema a database has, and whether this program goes with it."""

from __future__ import annotations

from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect, select

from wijkdesk.central.tables import SchemaStep
from wijkdesk.config.paths import migrations
from wijkdesk.errors import OutsideTrouble

_STEP = SchemaStep.__table__  # type: ignore[attr-defined]


def scripts() -> ScriptDirectory:
    """Return the migrations of central."""
    return ScriptDirectory(str(migrations("central")))


def newest_of(directory: ScriptDirectory) -> str:
    """Return the name of the newest migration of a directory; names are in order."""
    return directory.get_current_head() or ""


@cache
def newest() -> str:
    """Return the name of this program's newest migration."""
    return newest_of(scripts())


def at(tx: Connection) -> str | None:
    """Return the name of the last migration of a database; None when it has none."""
    return MigrationContext.configure(tx).get_current_revision()


def goes_with(tx: Connection, own: str | None = None) -> None:
    """Let a program whose newest migration is `own` (this one's) go on, or say why it cannot.

    A newer schema is good when each of its newer steps says so: it only added, and an older
    program goes on beside it. Raises OutsideTrouble: no_central, database_behind, database_ahead.
    """
    own, found = own or newest(), at(tx)
    if found is None:
        raise OutsideTrouble("no_central")
    if found < own:
        raise OutsideTrouble("database_behind")
    if found > own:
        newer = select(_STEP.c.revision, _STEP.c.goes_with).where(_STEP.c.revision > own)
        steps = {step.revision: step.goes_with for step in tx.execute(newer)}
        if found not in steps or max(steps.values()) > own:
            raise OutsideTrouble("database_ahead")


def keep_steps(tx: Connection, directory: ScriptDirectory) -> None:
    """Write down of each step which is the oldest whose program goes on beside it."""
    if not inspect(tx).has_table(_STEP.name):
        return  # stopped at a step before there was such a table
    known = set(tx.execute(select(_STEP.c.revision)).scalars())
    for step in directory.walk_revisions():
        if step.revision not in known:
            oldest = getattr(step.module, "goes_with", step.revision)
            tx.execute(insert(_STEP).values(revision=step.revision, goes_with=oldest))

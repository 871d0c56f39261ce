"""What the vault needs of a desk: a log that says what for, and days that somebody is away."""

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("desk_0002_vault")

STATEMENTS = (
    "ALTER TABLE audit ADD COLUMN purpose VARCHAR",
    "ALTER TABLE audit ADD COLUMN what VARCHAR",
    "ALTER TABLE person ADD COLUMN absent_from DATE",
    "ALTER TABLE person ADD COLUMN absent_until DATE",
    "ALTER TABLE client ADD COLUMN held VARCHAR",
)


@migrations()
def vault(db: Database) -> None:
    """Add the columns; what is there stays as it is."""
    for statement in STATEMENTS:
        db.execute(statement)

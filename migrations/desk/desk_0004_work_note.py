"""Work notes: what a consultant wants to remember for a while."""

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("desk_0004_work_note")

STATEMENTS = (
    """
    CREATE TABLE work_note (
        organisation VARCHAR(36) NOT NULL,
        id VARCHAR(36) NOT NULL,
        client VARCHAR NOT NULL,
        text VARCHAR NOT NULL,
        about_others BOOLEAN NOT NULL,
        expires DATE NOT NULL,
        recorded_at DATETIME NOT NULL,
        recorded_by VARCHAR NOT NULL,
        PRIMARY KEY (organisation, id)
    )
    """,
    "CREATE INDEX ix_work_note_client ON work_note (client)",
)


@migrations()
def work_note(db: Database) -> None:
    """Add the table."""
    for statement in STATEMENTS:
        db.execute(statement)

"""What access by grant needs of a desk: handing over, and what was sent until it is safe."""

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("desk_0003_access")

STATEMENTS = (
    'ALTER TABLE "grant" ADD COLUMN note VARCHAR',
    'ALTER TABLE "grant" ADD COLUMN instead_of VARCHAR',
    """
    CREATE TABLE sent (
        n INTEGER NOT NULL PRIMARY KEY,
        kind VARCHAR NOT NULL,
        id VARCHAR NOT NULL,
        client VARCHAR,
        field VARCHAR,
        body VARCHAR NOT NULL,
        version BIGINT NOT NULL,
        at DATETIME NOT NULL
    )
    """,
    "CREATE INDEX ix_sent_client ON sent (client)",
    # Central guards this. A desk may hear of the new contact person before the old one ended.
    "DROP INDEX one_contact_person",
)


@migrations()
def access(db: Database) -> None:
    """Add the columns and the table."""
    for statement in STATEMENTS:
        db.execute(statement)

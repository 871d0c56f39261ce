"""Work notes, and those that central sent before this desk knew what they are."""

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("desk_0003_work_note")

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
    # A version that does not know a kind of record keeps its values beside its versions.
    """
    INSERT INTO work_note
    SELECT organisation, id, client, extra ->> 'text', extra ->> 'about_others',
        extra ->> 'expires',
        replace(replace(extra ->> 'recorded_at', 'T', ' '), 'Z', '.000000'),
        extra ->> 'recorded_by'
    FROM row_state WHERE kind = 'work_note'
    """,
    """
    UPDATE row_state SET extra = json_remove(
        extra, '$.text', '$.about_others', '$.expires', '$.recorded_at', '$.recorded_by'
    )
    WHERE kind = 'work_note'
    """,
)


@migrations()
def work_note(db: Database) -> None:
    """Add the table, and move into it what was kept without one."""
    for statement in STATEMENTS:
        db.execute(statement)

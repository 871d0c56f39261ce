"""Work notes: what a consultant wants to remember for a while."""

import sqlalchemy as sa
from alembic import op

revision = "central_0005"
down_revision = "central_0004"
goes_with = "central_0004"


def upgrade() -> None:
    """Add the table; a live older version goes on working beside it."""
    op.create_table(
        "work_note",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("about_others", sa.Boolean(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("ix_work_note_client", "work_note", ["client"])

"""What the vault needs of central: orders to laptops, recovery, notices, erasure and purge."""

import sqlalchemy as sa
from alembic import op

revision = "central_0002"
down_revision = "central_0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns and tables; a live older version goes on working beside them."""
    for table, columns in (
        ("organisation", (
            sa.Column("signing_key", sa.String(), nullable=True),
            sa.Column("recovery_key", sa.String(), nullable=True),
        )),
        ("person", (
            sa.Column("absent_from", sa.Date(), nullable=True),
            sa.Column("absent_until", sa.Date(), nullable=True),
        )),
        ("client", (sa.Column("held", sa.String(), nullable=True),)),
        ("device", (
            sa.Column("vault", sa.String(), nullable=True),
            sa.Column("recovery", sa.String(), nullable=True),
            sa.Column("revoked_as", sa.String(), nullable=True),
            sa.Column("orders", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("put_back_at", MOMENT, nullable=True),
            sa.Column("succeeds", sa.String(), nullable=True),
        )),
    ):  # fmt: skip
        for column in columns:
            op.add_column(table, column)
    op.create_index(
        "one_successor", "device", ["organisation", "succeeds"], unique=True,
        sqlite_where=sa.text("succeeds IS NOT NULL"),
        postgresql_where=sa.text("succeeds IS NOT NULL"),
    )  # fmt: skip
    op.create_table(
        "notice",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("client", sa.String(36), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("notice_of_person", "notice", ["organisation", "person", "version"])
    op.create_table(
        "erasure",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("client", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record", sa.String(36), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("erasure_of_client", "erasure", ["organisation", "client", "version"])
    op.create_table(
        "purge",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(36), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("first_by", sa.String(), nullable=True),
        sa.Column("first_at", MOMENT, nullable=True),
        sa.Column("second_by", sa.String(), nullable=True),
        sa.Column("second_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("erased", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_table(
        "opening",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("starts", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("opening_of_person", "opening", ["organisation", "person", "client"])

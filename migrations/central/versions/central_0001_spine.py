"""The first tables of central. Written once, never edited: a change is a new migration."""

import sqlalchemy as sa
from alembic import op

revision = "central_0001"
down_revision = None

# At most one active contact person per client.
ACTIVE = "capacity = 'contact_person' AND until IS NULL"


def upgrade() -> None:
    """Make the nouns, their versions, feeds, grants, operations and the log."""
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("common_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sequence",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("common_head", sa.BigInteger(), nullable=False),
        sa.Column("common_digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation"),
    )
    op.create_table(
        "client",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("neighbourhood", sa.String(), nullable=False),
        sa.Column("bsn", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("talk_language", sa.String(), nullable=True),
        sa.Column("phase", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_table(
        "barrier",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("consequence", sa.String(), nullable=True),
        sa.Column("help_arranged", sa.Boolean(), nullable=True),
        sa.Column("urgent_until", sa.Date(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("ix_barrier_client", "barrier", ["client"])
    op.create_table(
        "action",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("barrier", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("ix_action_client", "action", ["client"])
    op.create_table(
        "contact_moment",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("ix_contact_moment_client", "contact_moment", ["client"])
    op.create_table(
        "grant",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("ix_grant_client", "grant", ["client"])
    op.create_index("ix_grant_person", "grant", ["person"])
    op.create_index(
        "one_contact_person",
        "grant",
        ["organisation", "client"],
        unique=True,
        sqlite_where=sa.text(ACTIVE),
        postgresql_where=sa.text(ACTIVE),
    )
    op.create_table(
        "person",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_table(
        "neighbourhood",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("south", sa.Boolean(), nullable=False),
        sa.Column("focus", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_table(
        "device",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("last_n", sa.BigInteger(), nullable=False),
        sa.Column("audit_n", sa.BigInteger(), nullable=False),
        sa.Column("audit_head", sa.String(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "id"),
    )
    op.create_index("ix_device_person", "device", ["person"])
    op.create_table(
        "row_state",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("client", sa.String(36), nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("extra", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "kind", "id"),
    )
    op.create_index("row_state_of_client", "row_state", ["organisation", "client", "head"])
    op.create_table(
        "field_version",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "kind", "id", "field"),
    )
    op.create_table(
        "feed",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "person"),
    )
    op.create_table(
        "revocation",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("client", sa.String(36), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "person", "client", "version"),
    )
    op.create_table(
        "text_history",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "kind", "id", "field", "version"),
    )
    op.create_table(
        "operation",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("device", sa.String(36), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "device", "n"),
    )
    op.create_index("operation_of_version", "operation", ["organisation", "version"])
    op.create_table(
        "audit_line",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("device", sa.String(36), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "device", "n"),
    )
    op.create_table(
        "invitation",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_key", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("organisation", "code_hash"),
    )

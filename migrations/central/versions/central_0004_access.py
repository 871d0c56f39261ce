"""What access by grant needs of central: what is in force, and until when it was brought about."""

import sqlalchemy as sa
from alembic import op

revision = "central_0004"
down_revision = "central_0003"
# An older program gives grants without saying who holds what then: it stops first.
goes_with = "central_0004"

MOMENT = sa.DateTime(timezone=True)

# Who holds which client now, as the grants say; `string_agg` of one database is not the other's.
IN_FORCE = """
SELECT g.organisation, g.person, g.client, g.capacity, s.head
FROM "grant" g JOIN row_state s
    ON s.organisation = g.organisation AND s.kind = 'grant' AND s.id = g.id
WHERE g.starts <= CURRENT_DATE AND (g.until IS NULL OR g.until > CURRENT_DATE)
"""


def upgrade() -> None:
    """Add columns and a table, and fill it from the grants there are."""
    op.add_column("organisation", sa.Column("granted_on", sa.Date(), nullable=True))
    op.add_column("revocation", sa.Column("at", MOMENT, nullable=True))
    since = sa.Column("since", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("device", since)
    op.add_column("grant", sa.Column("instead_of", sa.String(), nullable=True))
    op.add_column("grant", sa.Column("note", sa.String(), nullable=True))
    holding = op.create_table(
        "holding",
        sa.Column("organisation", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("client", sa.String(36), nullable=False),
        sa.Column("capacities", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "person", "client"),
    )
    op.create_index("holding_of_client", "holding", ["organisation", "client"])
    found: dict[tuple[str, str, str], tuple[set[str], int]] = {}
    for organisation, person, client, capacity, head in op.get_bind().execute(sa.text(IN_FORCE)):
        capacities, version = found.get((organisation, person, client), (set(), 0))
        found[organisation, person, client] = capacities | {capacity}, max(version, head)
    lines = [
        {"organisation": organisation, "person": person, "client": client,
         "capacities": " ".join(sorted(capacities)), "version": version}
        for (organisation, person, client), (capacities, version) in found.items()
    ]  # fmt: skip
    if lines:
        op.bulk_insert(holding, lines)
    op.execute("UPDATE organisation SET granted_on = CURRENT_DATE")

"""What a service of an IT department needs: a timeline, steps that say who goes with them, roles.

The function takes words out of a change. It belongs to who migrates and runs with that one's
rights, so that the role of the service needs no right to change what was written.
"""

import sqlalchemy as sa
from alembic import op

revision = "central_0003"
down_revision = "central_0002"
goes_with = "central_0002"  # the oldest step whose program goes on working beside this one

BLANK = """
CREATE FUNCTION {schema}.blank_operation(whose text, sender text, number bigint, name text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said jsonb;
    answer jsonb;
BEGIN
    SELECT o.body::jsonb, o.result::jsonb INTO said, answer FROM {schema}.operation o
        WHERE o.organisation = whose AND o.device = sender AND o.n = number FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF name IS NULL AND said ->> 't' IN ('new', 'cmd') THEN
        said := jsonb_set(said, '{{v}}', '{{}}');
    ELSIF name IS NULL OR (said ->> 't' IN ('set', 'res') AND said ->> 'f' = name) THEN
        said := jsonb_set(said, '{{v}}', 'null');
    ELSIF said ->> 't' = 'new' THEN
        said := jsonb_set(said, '{{v}}', (said -> 'v') - name);
    ELSE
        RETURN false;
    END IF;
    IF answer ? 'v' THEN
        answer := jsonb_set(answer, '{{v}}', 'null');
    END IF;
    UPDATE {schema}.operation o SET body = said::text, result = answer::text, fingerprint = ''
        WHERE o.organisation = whose AND o.device = sender AND o.n = number;
    RETURN true;
END
$$
"""


def upgrade() -> None:
    """Add a column, a table and a function; a live older version goes on working beside them."""
    op.create_table(
        "schema_step",
        sa.Column("revision", sa.String(40), nullable=False),
        sa.Column("goes_with", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("revision"),
    )
    here = op.get_bind()
    if here.dialect.name == "postgresql":
        schema = here.dialect.identifier_preparer.quote(sa.inspect(here).default_schema_name)
        here.exec_driver_sql(BLANK.format(schema=schema))
        only_ours = f"REVOKE ALL ON FUNCTION {schema}.blank_operation(text, text, bigint, text)"
        here.exec_driver_sql(f"{only_ours} FROM PUBLIC")
    # Last, since it keeps readers waiting until all this is done.
    op.add_column("organisation", sa.Column("timeline", sa.String(), nullable=True))

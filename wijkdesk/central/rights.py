"""What the role of the service may do in PostgreSQL: of changes and log lines only add and read."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from wijkdesk.errors import OutsideTrouble, UserError

APPEND_ONLY = ("operation", "audit_line")
_READ_ONLY = ("alembic_version", "schema_step")
BLANK = "blank_operation"  # made by a migration; the one way to take words out of a change

_ROLE = text(
    "SELECT rolsuper OR pg_has_role(rolname, tableowner, 'MEMBER') AS owns,"
    " pg_has_role(current_user, tableowner, 'MEMBER') AS by_owner FROM pg_roles, pg_tables"
    " WHERE rolname = :role AND schemaname = current_schema() AND tablename = 'operation'"
)


def grant(tx: Connection, role: str) -> None:
    """Give a role what the service needs, and take away what it does not; the same when repeated.

    Raises UserError: only_postgresql, unknown_role, and role_owns for a role that owns the tables,
    or may act as one that does: it could not be kept from anything. Raises
    OutsideTrouble("database_denied") when somebody else than the owner asks: PostgreSQL itself
    would only warn.
    """
    if tx.dialect.name != "postgresql":
        raise UserError("only_postgresql", field="service_role")
    found = tx.execute(_ROLE, {"role": role}).first()
    if found is None:
        raise UserError("unknown_role", field="service_role", given=role)
    if not found.by_owner:
        raise OutsideTrouble("database_denied")
    if found.owns:
        raise UserError("role_owns", field="service_role", given=role)
    for order in _orders(tx, role):
        tx.exec_driver_sql(order)


def _orders(tx: Connection, role: str) -> list[str]:
    quote = tx.dialect.identifier_preparer.quote
    to, schema = quote(role), quote(str(inspect(tx).default_schema_name))
    append, read = (
        ", ".join(f"{schema}.{name}" for name in names) for names in (APPEND_ONLY, _READ_ONLY)
    )
    function = f"FUNCTION {schema}.{BLANK}(text, text, bigint, text)"
    return [
        f"GRANT USAGE ON SCHEMA {schema} TO {to}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {to}",
        f"REVOKE ALL ON {append}, {read} FROM {to}, PUBLIC",
        f"GRANT SELECT, INSERT ON {append} TO {to}",
        f"GRANT SELECT ON {read} TO {to}",
        f"REVOKE ALL ON {function} FROM PUBLIC",
        f"GRANT EXECUTE ON {function} TO {to}",
    ]

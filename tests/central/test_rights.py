"""The service adds and reads what was written, and the database lets it do nothing else to it."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from tests.central.search import found_at
from tests.central.test_erase import ERASE, MARK, shared
from tests.central.test_purge import keepers, proposed, sparse
from tests.town.fixtures import SERVICE, MakeTown
from tests.town.postgres import PostgresServer
from tests.town.town import Town, found
from wijkdesk.central import purge, setup
from wijkdesk.central.rights import APPEND_ONLY
from wijkdesk.central.storage import connect
from wijkdesk.errors import UserError

DENIED = "42501"  # insufficient_privilege
SAME = {
    "operation": "(organisation, device, n, fingerprint, person, body, result, version,"
    " received_at) SELECT organisation, device, n, fingerprint, person, body, result, version,"
    " received_at FROM operation LIMIT 1",
    "audit_line": "(organisation, device, n, body, hash, received_at) SELECT organisation, device,"
    " n, body, hash, received_at FROM audit_line LIMIT 1",
}


def a_story(town: Town) -> None:
    """Register, sync, erase a text and a whole dossier."""
    anna, _bart, client, barrier = shared(town)
    anna.do("erase_text", client=client, record=barrier, **ERASE)
    town.settle()
    assert found_at(town, MARK) == set()
    anna, _bart, client, _ = sparse(town)
    keeper, els = keepers(town)
    at = proposed(town, anna, client)
    els.do("approve_purge", purge=at)
    town.sync("els")
    assert purge.approve_here(town.storage, at, keeper, town.clock())["done"]
    town.settle()
    assert found_at(town, MARK) == set()
    assert town.agrees()


def said(town: Town, order: str) -> str:
    """Return the SQLSTATE with which an order of the service is refused; "" if it is done."""
    with town.storage.engine.connect() as connection:
        try:
            connection.execute(text(order))
        except DBAPIError as error:
            return str(getattr(error.orig, "sqlstate", error))
    return ""


def test_a_whole_story_and_then_nothing_can_be_rewritten(
    service_url: str, make_town: MakeTown
) -> None:
    town = make_town(service_url)
    a_story(town)
    with town.storage.snapshot() as tx:
        assert tx.execute(text("SELECT current_user")).scalar() == SERVICE
    for table in APPEND_ONLY:
        again = f"INSERT INTO {table} {SAME[table]} ON CONFLICT (organisation, device, n)"
        for order in (
            f"UPDATE {table} SET body = ''",
            f"UPDATE {table} SET body = '' WHERE false",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"{again} DO UPDATE SET body = ''",
            f"SELECT * FROM {table} FOR UPDATE",
            f"ALTER TABLE {table} ADD COLUMN x text",
            f"DROP TABLE {table}",
            f"CREATE TRIGGER x BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant()",
            f"CREATE RULE x AS ON INSERT TO {table} DO INSTEAD NOTHING",
        ):
            assert said(town, order) == DENIED, order
    for order in (
        "DROP FUNCTION blank_operation(text, text, bigint, text)",
        "ALTER FUNCTION blank_operation(text, text, bigint, text) SECURITY INVOKER",
        "UPDATE alembic_version SET version_num = ''",
        "INSERT INTO schema_step VALUES ('central_9999', 'central_0001')",
        "SET ROLE postgres",
        "CREATE TABLE x (y text)",
    ):
        assert said(town, order) == DENIED, order


def test_the_same_orders_are_done_for_who_owns_the_tables(
    make_town: MakeTown, postgres: PostgresServer
) -> None:
    town = make_town(postgres.fresh(postgres.template("empty_central", found)))
    town.desk("anna").do("register_client", given_name="A", family_name="B",
                         neighbourhood="Tarwewijk")  # fmt: skip
    town.settle()
    for table in APPEND_ONLY:
        insert = f"INSERT INTO {table} {SAME[table]} ON CONFLICT (organisation, device, n)"
        for order in (f"UPDATE {table} SET body = ''", f"TRUNCATE {table}",
                      f"{insert} DO UPDATE SET body = ''", f"DELETE FROM {table}"):  # fmt: skip
            assert said(town, order) == "", order


def test_rights_are_given_again_without_a_word(service_url: str, postgres: PostgresServer) -> None:
    owner = service_url.replace(SERVICE, "postgres")
    told = setup.migrate(owner, SERVICE)
    postgres.ask("GRANT ALL ON operation TO PUBLIC", str(make_url(owner).database))
    assert setup.migrate(owner, SERVICE) == told
    engine = connect(service_url)
    with engine.connect() as tx:
        asked = "SELECT has_table_privilege('operation', 'UPDATE')"
        assert tx.execute(text(asked)).scalar() is False
    engine.dispose()


@pytest.mark.parametrize(("role", "code"), [
    ("nobody_here", "unknown_role"), ("postgres", "role_owns"),
    ("x; DROP TABLE client", "unknown_role"),
])  # fmt: skip
def test_a_role_that_cannot_be_kept_from_anything_is_refused(
    postgres: PostgresServer, role: str, code: str
) -> None:
    url = postgres.fresh(postgres.template("empty_central", found))
    with pytest.raises(UserError) as refused:
        setup.migrate(url, role)
    assert (refused.value.code, refused.value.field) == (code, "service_role")


def test_a_role_that_may_act_as_the_owner_is_refused(postgres: PostgresServer) -> None:
    postgres.ask("CREATE ROLE heir LOGIN IN ROLE postgres")
    with pytest.raises(UserError) as refused:
        setup.migrate(postgres.fresh(postgres.template("empty_central", found)), "heir")
    assert refused.value.code == "role_owns"
    postgres.ask("DROP ROLE heir")


def test_a_name_that_asks_for_quotes_is_a_name(postgres: PostgresServer) -> None:
    postgres.ask('CREATE ROLE "de Dienst; --" LOGIN')
    url = postgres.fresh(postgres.template("empty_central", found))
    setup.migrate(url, "de Dienst; --")
    database = str(make_url(url).database)
    asked = "SELECT has_table_privilege('de Dienst; --', '{}', 'UPDATE')"
    may = [postgres.ask(asked.format(table), database) for table in ("client", "operation")]
    assert may == [[(True,)], [(False,)]]


def test_one_machine_has_no_roles(sqlite_url: str) -> None:
    with pytest.raises(UserError) as refused:
        setup.migrate(sqlite_url, SERVICE)
    assert refused.value.code == "only_postgresql"


def test_nobody_else_may_blank(postgres: PostgresServer) -> None:
    postgres.ask("CREATE ROLE reader LOGIN")
    url = postgres.fresh(postgres.template("empty_central", found))
    engine = connect(url.replace("//postgres@", "//reader@"))
    with engine.connect() as tx, pytest.raises(DBAPIError, match="permission denied"):
        tx.execute(text("SELECT blank_operation('a', 'b', 1, NULL)"))
    engine.dispose()

"""A central is made once; what the migrations make is what the program expects."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from tests.town.town import MORNING, Town
from wijkdesk.central import setup, tables
from wijkdesk.central.schema import newest
from wijkdesk.central.storage import Storage, connect
from wijkdesk.domain.values import Capacity
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.policy.places import places
from wijkdesk.store import tables as of_the_desk

DESK_ONLY = {
    model.__tablename__
    for model in vars(of_the_desk).values()
    if isinstance(model, type) and issubclass(model, SQLModel) and hasattr(model, "__table__")
} - {
    model.__tablename__
    for model in vars(tables).values()
    if isinstance(model, type) and issubclass(model, SQLModel) and hasattr(model, "__table__")
}


def test_it_is_made_once(no_central_url: str) -> None:
    made = setup.init(no_central_url, "Rotterdam", MORNING)
    assert (made["name"], made["neighbourhoods"]) == ("Rotterdam", len(places()))
    with pytest.raises(UserError) as refused:
        setup.init(no_central_url, "Rotterdam", MORNING)
    assert refused.value.code == "central_exists"
    storage = Storage.open(no_central_url)
    assert storage.organisation().id == made["organisation"]
    storage.close()


def test_it_can_be_migrated_again(central_url: str) -> None:
    assert setup.migrate(central_url) == {"schema": newest()}
    assert setup.migrate(central_url) == {"schema": newest()}


def test_a_central_from_before_there_were_orders_can_sign_them(central_url: str) -> None:
    engine = connect(central_url)
    with engine.begin() as tx:
        tx.execute(text("UPDATE organisation SET signing_key = NULL"))
    setup.migrate(central_url)
    with engine.connect() as tx:
        key = tx.execute(text("SELECT signing_key FROM organisation")).scalar_one()
    assert len(bytes.fromhex(key)) == 32
    setup.migrate(central_url)
    with engine.connect() as tx:
        assert tx.execute(text("SELECT signing_key FROM organisation")).scalar_one() == key
    engine.dispose()


def test_the_migrations_make_what_the_program_expects(central_url: str) -> None:
    engine = connect(central_url)

    def of_central(_object: object, name: str | None, kind: str, *_more: object) -> bool:
        return kind != "table" or name not in DESK_ONLY

    options = {"include_object": of_central, "compare_type": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_what_is_no_central_is_said(no_central_url: str) -> None:
    with pytest.raises(OutsideTrouble) as refused:
        Storage.open(no_central_url)
    assert refused.value.code == "no_central"


def test_an_older_central_is_said(central_url: str) -> None:
    engine = connect(central_url)
    with engine.begin() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'central_0000'"))
    engine.dispose()
    with pytest.raises(OutsideTrouble) as refused:
        Storage.open(central_url)
    assert refused.value.code == "database_behind"


@pytest.mark.parametrize("url", ["", "x", "nothing://", "sqlite", "oracle://x/y", "mysql://x/y"])
def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(UserError) as refused:
        Storage.open(url)
    assert refused.value.code == "database_address"


@pytest.mark.parametrize("url", [
    "sqlite:////nonexistent/folder/central.db",
    "postgresql+psycopg://nobody@/nothing?host=/nonexistent",
])  # fmt: skip
def test_a_database_that_is_not_there_is_said(url: str) -> None:
    with pytest.raises(OutsideTrouble) as refused:
        Storage.open(url)
    assert refused.value.code == "database_unreachable"


def test_a_client_has_one_contact_person_at_most(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client = anna.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    any_town.sync("anna")
    with pytest.raises(IntegrityError):
        any_town.give(client, "bart", Capacity.CONTACT_PERSON)
    any_town.settle()
    assert any_town.differences() == []

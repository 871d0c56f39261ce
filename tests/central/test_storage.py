"""What a database says of itself is said in words: silent, not ours to write, only following."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import text

from tests.town.fixtures import SERVICE, as_service
from tests.town.postgres import PostgresServer
from tests.town.standby import DATABASE, Pair
from tests.town.town import found
from tests.town.web import LOOPBACK
from wijkdesk.central import setup
from wijkdesk.central.counter import advance
from wijkdesk.central.storage import PATIENCE, Storage, connect
from wijkdesk.errors import OutsideTrouble


def refused(url: str) -> str:
    """Return why a database cannot be opened."""
    with pytest.raises(OutsideTrouble) as said:
        Storage.open(url)
    return said.value.code


def test_a_server_that_is_silent_is_not_waited_for() -> None:
    # Whoever listens and never accepts is connected to, and says nothing.
    with socket.create_server((LOOPBACK, 0)) as silent:
        port = silent.getsockname()[1]
        url = f"postgresql+psycopg://x@{LOOPBACK}:{port}/x?connect_timeout=1"
        assert refused(url) == "database_unreachable"


def test_how_long_to_wait_is_known_to_the_driver(postgres_url: str) -> None:
    for url, seconds in ((postgres_url, "5"), (f"{postgres_url}&connect_timeout=3", "3")):
        engine = connect(url)
        with engine.connect() as tx:
            driver = tx.connection.dbapi_connection
            assert driver is not None
            asked = driver.info.get_parameters()
        engine.dispose()
        assert asked["connect_timeout"] == seconds
        assert PATIENCE.keys() <= asked.keys()


def test_a_role_without_rights_is_told_how_to_get_them(postgres: PostgresServer) -> None:
    url = postgres.fresh(postgres.template("empty_central", found))
    postgres.ask("CREATE ROLE stranger LOGIN")
    assert refused(url.replace("//postgres@", "//stranger@")) == "database_denied"
    served = as_service(postgres, url)
    with pytest.raises(OutsideTrouble) as said:
        setup.migrate(served, SERVICE)
    assert said.value.code == "database_denied"


def test_a_replica_is_not_ready_and_after_its_promotion_it_is(pair: Pair) -> None:
    storages = [Storage.open(server.address(DATABASE)) for server in (pair.primary, pair.replica)]
    primary, replica = storages
    primary.ready()
    with pytest.raises(OutsideTrouble) as said:
        replica.ready()
    assert said.value.code == "database_stands_by"
    pair.cut()
    pair.fail_over()
    replica.ready()
    with pytest.raises(OutsideTrouble) as said:
        primary.ready()
    assert said.value.code == "database_unreachable"
    for storage in storages:
        storage.close()


def test_a_service_that_knows_both_goes_on_by_itself(pair: Pair) -> None:
    hosts = f"{pair.replica.folder},{pair.primary.folder}"
    both = f"postgresql+psycopg://postgres@/{DATABASE}?host={hosts}&target_session_attrs=read-write"
    storage = Storage.open(both)
    own, epoch = storage.organisation().id, storage.organisation().epoch
    with storage.transaction() as tx:
        stood = advance(tx, own, 1)
    pair.cut()
    pair.fail_over()
    with storage.transaction() as tx:
        assert advance(tx, own, 1) > stood
        assert tx.execute(text("SELECT epoch FROM organisation")).scalar() != epoch
    storage.close()

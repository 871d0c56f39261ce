"""A central that went another way says so: by itself where PostgreSQL tells, else when asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from tests.town.fixtures import MakeTown
from tests.town.postgres import PostgresServer
from tests.town.standby import DATABASE, Pair
from tests.town.town import Town, found
from wijkdesk.central import audit, setup
from wijkdesk.central.counter import advance
from wijkdesk.central.epoch import JUMP
from wijkdesk.central.storage import Storage
from wijkdesk.central.tables import Organisation, Sequence
from wijkdesk.changes.change import LARGEST
from wijkdesk.errors import OutsideTrouble

_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]


def standing(storage: Storage) -> int:
    """Return where the counter stands."""
    own = storage.organisation().id
    with storage.transaction() as tx:
        return advance(tx, own, 0)


def epoch(storage: Storage) -> str:
    """Return the epoch."""
    return str(storage.organisation().epoch)


def acts(storage: Storage) -> list[str]:
    """Return what the log of central says was done."""
    return [line["act"] for line in audit.lines(storage)]


def on_another_timeline(storage: Storage, timeline: str | None = "0000000A") -> None:
    """Let this database have been last seen on another timeline; None: from before it was kept."""
    with storage.engine.begin() as tx:
        tx.execute(update(_ORGANISATION).values(timeline=timeline))


def test_restored_gives_a_new_epoch_and_numbers_nobody_saw(any_town: Town) -> None:
    before, stood = epoch(any_town.storage), standing(any_town.storage)
    told = setup.restored(any_town.storage, any_town.clock())
    assert epoch(any_town.storage) == told["epoch"] != before
    assert standing(any_town.storage) == stood + JUMP
    assert acts(any_town.storage).count("restored") == 1


def test_numbers_that_are_used_up_are_refused_and_nothing_changes(any_town: Town) -> None:
    table = Sequence.__table__  # type: ignore[attr-defined]
    with any_town.storage.transaction() as tx:
        tx.execute(update(table).values(value=LARGEST - JUMP))
    before = epoch(any_town.storage)
    with pytest.raises(OutsideTrouble) as refused:
        setup.restored(any_town.storage, any_town.clock())
    assert refused.value.code == "versions_used_up"
    assert epoch(any_town.storage) == before
    assert "restored" not in acts(any_town.storage)


def test_desks_hear_of_it(any_town: Town) -> None:
    anna = any_town.desk("anna")
    any_town.sync("anna")
    told = setup.restored(any_town.storage, any_town.clock())
    anna.road.clear()
    any_town.sync("anna")
    assert anna.road.messages()[0]["epoch"] == told["epoch"]


def test_the_first_timeline_is_kept_and_nothing_more(postgres: PostgresServer) -> None:
    storage = Storage.open(postgres.fresh(postgres.template("empty_central", found)))
    assert storage.organisation().timeline == "00000001"
    on_another_timeline(storage, None)
    before = epoch(storage)
    stood = standing(storage)
    assert storage.organisation().timeline == "00000001"
    assert (epoch(storage), standing(storage)) == (before, stood)
    storage.close()


def test_another_timeline_is_a_new_epoch_once(postgres: PostgresServer) -> None:
    url = postgres.fresh(postgres.template("empty_central", found))
    storage = Storage.open(url)
    stood, before = standing(storage), epoch(storage)
    on_another_timeline(storage)
    # A connection looks once: the server cannot change under it.
    assert (standing(storage), epoch(storage)) == (stood, before)
    # Workers come at once, each with connections of its own.
    workers = [Storage.open(url) for _ in range(4)]
    with ThreadPoolExecutor() as threads:
        stands = set(threads.map(standing, workers))
    assert stands == {stood + JUMP}
    assert epoch(storage) != before
    assert acts(storage).count("restored") == 1
    assert storage.organisation().timeline == "00000001"
    for opened in (storage, *workers):
        opened.close()


def test_it_stays_when_the_work_itself_is_refused(postgres: PostgresServer) -> None:
    url = postgres.fresh(postgres.template("empty_central", found))
    storage = Storage.open(url)
    standing(storage)
    on_another_timeline(storage)
    before = epoch(storage)
    storage.close()
    with pytest.raises(RuntimeError), storage.transaction():
        raise RuntimeError
    assert epoch(storage) != before
    storage.close()


def test_a_failover_with_a_loss_is_a_new_epoch_by_itself(pair: Pair, make_town: MakeTown) -> None:
    town = make_town(pair.url)
    anna = town.desk("anna")
    client = anna.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    town.sync("anna")
    pair.cut()
    for number in range(5):
        anna.do("record_contact", client=client, channel="gesprek", summary=f"Gesprek {number}")
    town.sync("anna")
    before, stood = epoch(town.storage), standing(town.storage)
    # While it only follows, it takes nothing.
    follower = Storage.open(pair.replica.address(DATABASE))
    with pytest.raises(OutsideTrouble) as refused, follower.transaction():
        pass
    assert refused.value.code == "database_stands_by"
    town.move_central(pair.fail_over())
    lost = standing(town.storage) - JUMP
    assert lost < stood
    assert standing(town.storage) > stood
    assert epoch(town.storage) != before
    assert acts(town.storage).count("restored") == 1
    # A connection from before it was the server goes on as one to the server.
    assert standing(follower) == standing(town.storage)
    follower.close()
    anna.road.clear()
    town.try_sync("anna")
    assert anna.road.messages()[0]["epoch"] == epoch(town.storage)

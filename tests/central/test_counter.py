"""The counter gives no number twice, and none that a reader of JSON gets wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from tests.town.town import Town
from wijkdesk.central.counter import advance
from wijkdesk.central.tables import Sequence
from wijkdesk.changes.change import LARGEST
from wijkdesk.errors import OutsideTrouble


def test_it_goes_on_from_where_it_stood(any_town: Town) -> None:
    own = any_town.organisation()
    with any_town.storage.transaction() as tx:
        before = advance(tx, own, 0)
        assert [advance(tx, own, 3), advance(tx, own, 1)] == [before + 3, before + 4]


def test_it_stops_before_a_number_is_read_as_another(any_town: Town) -> None:
    own = any_town.organisation()
    table = Sequence.__table__  # type: ignore[attr-defined]
    with any_town.storage.transaction() as tx:
        tx.execute(update(table).values(value=LARGEST - 3))
        assert advance(tx, own, 2) == LARGEST - 1
    with pytest.raises(OutsideTrouble) as refused, any_town.storage.transaction() as tx:
        advance(tx, own, 1)
    assert refused.value.code == "versions_used_up"
    with any_town.storage.transaction() as tx:
        assert advance(tx, own, 0) == LARGEST - 1

"""Grants: at most one active contact person a client, which the database itself guards."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.exc import IntegrityError

from wijkdesk.domain import Grant

GRANT = Grant.__table__  # type: ignore[attr-defined]


@pytest.fixture
def engine() -> Engine:
    engine = create_engine("sqlite://")
    GRANT.create(engine)
    return engine


def give(engine: Engine, id_: str, organisation: str = "o", **own: object) -> None:
    given = {"client": "c", "person": id_, "capacity": "contact_person"}
    record = {**given, "starts": date(2026, 1, 1), "until": None, "reason": None, **own}
    with engine.begin() as tx:
        tx.execute(insert(GRANT).values(organisation=organisation, id=id_, **record))


def test_a_second_active_contact_person_is_refused_by_the_database(engine: Engine) -> None:
    give(engine, "a")
    with pytest.raises(IntegrityError):
        give(engine, "b")


def test_one_who_left_a_replacement_and_another_municipality_are_in_nobodys_way(
    engine: Engine,
) -> None:
    give(engine, "a", until=date(2026, 6, 1))
    give(engine, "b")
    give(engine, "c", capacity="replacement")
    give(engine, "d", organisation="elsewhere")

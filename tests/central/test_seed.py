"""A made-up municipality: the same for the same seed, and never among real people."""

from __future__ import annotations

import pytest

from tests.central.forge import everything
from tests.town.fixtures import MakeTown
from tests.town.town import Town, found
from wijkdesk.central import people
from wijkdesk.central.seed import seed
from wijkdesk.errors import UserError

MADE_UP = ("person", "client", "barrier", "action", "contact_moment", "grant", "row_state")


def without_organisation(town: Town) -> dict[str, list[str]]:
    """Return what was made up, without the number of the municipality."""
    own = town.organisation()
    rows = everything(town)
    return {table: sorted(row.replace(own, "") for row in rows[table]) for table in MADE_UP}


def test_one_seed_makes_one_town(make_town: MakeTown, tmp_path: object, sqlite_url: str) -> None:
    made = []
    for number, dice in enumerate((7, 7, 8)):
        url = f"sqlite:///{tmp_path}/seeded{number}.db"
        found(url)
        town = make_town(url)
        seed(town.storage, 40, 3, dice, town.clock())
        made.append(without_organisation(town))
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_its_desks_need_no_repair(any_town: Town) -> None:
    told = seed(any_town.storage, 30, 2, 7, any_town.clock())
    for person in told["people"]:
        any_town.people[person["name"]] = person["id"]
        place = any_town.enrol(person["name"])
        assert not place.road.paths["/digest"], person
        assert place.desk.demo
    assert any_town.differences() == []
    held = [len(place.ask("caseload")) for place in any_town.desks()]
    assert held == [15, 15, 0, 0, 0, 0]


def test_it_is_never_made_among_people(any_town: Town) -> None:
    any_town.person("anna")
    before = everything(any_town)
    with pytest.raises(UserError) as refused:
        seed(any_town.storage, 3, 1, 1, any_town.clock())
    assert refused.value.code == "people_already"
    assert everything(any_town) == before
    assert len(people.people(any_town.storage)) == 1

"""Colleagues, and that two organisations on one central never see each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.central.forge import everything, new, post, send
from tests.town.town import MORNING, Town
from wijkdesk.central import people, setup
from wijkdesk.central.answers import Central
from wijkdesk.central.storage import Storage
from wijkdesk.domain.values import Role
from wijkdesk.errors import UserError

CLIENT = {"given_name": "Ricardo", "family_name": "Bos", "neighbourhood": "Tarwewijk",
          "phase": "intake"}  # fmt: skip


@dataclass
class OfOne:
    """One organisation of a central that has two."""

    id: str


class Shared(Storage):
    """A storage as the administrator of one of its organisations sees it."""

    own = ""

    def organisation(self) -> Any:
        """Return the organisation of this administrator."""
        return OfOne(self.own)


def test_colleagues_are_listed_by_name(any_town: Town) -> None:
    any_town.person("bart", "consultant", "jobhunter")
    any_town.person("anna", "coordinator", area="Delfshaven")
    rows = people.people(any_town.storage)
    assert [(row["name"], row["role"], row["area"]) for row in rows] == [
        ("anna", ["coordinator"], "Delfshaven"), ("bart", ["consultant", "jobhunter"], "Charlois"),
    ]  # fmt: skip


def test_two_administrators_at_once_make_two_codes(any_town: Town) -> None:
    person = any_town.person("anna")

    def code(_number: int) -> str:
        return people.invite(any_town.storage, person, MORNING).code

    with ThreadPoolExecutor(8) as administrators:
        codes = set(administrators.map(code, range(24)))
    assert len(codes) == 24
    lines = [line for line in everything(any_town)["audit_line"] if "invite" in line]
    assert len(lines) == 24


@pytest.mark.parametrize(("name", "roles", "area", "code", "field"), [
    ("", ["consultant"], "Charlois", "missing", "name"),
    ("  ", ["consultant"], "Charlois", "missing", "name"),
    ("a", [], "Charlois", "missing", "role"),
    ("a", ["boss"], "Charlois", "not_a_choice", "role"),
    ("a", ["consultant"], "Atlantis", "unknown_area", "area"),
    ("a" * 201, ["consultant"], "Charlois", "too_long", "name"),
])  # fmt: skip
def test_a_colleague_is_sound(
    any_town: Town, name: str, roles: list[str], area: str, code: str, field: str
) -> None:
    before = everything(any_town)
    with pytest.raises(UserError) as refused:
        people.add_person(any_town.storage, name, roles, area, None, MORNING)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert everything(any_town) == before


def test_a_person_may_have_every_role(any_town: Town) -> None:
    any_town.person("anna", *Role)
    assert sorted(any_town.desk("anna").ask("people")[0]["roles"]) == sorted(Role)


def test_two_organisations_on_one_central_never_see_each_other(any_town: Town) -> None:
    anna = any_town.desk("anna")
    op = new(1, "client", None, CLIENT)
    send(any_town, anna, op)
    any_town.sync("anna")
    other = _second_town(any_town)
    eva = other.desk("eva")
    assert [row["name"] for row in eva.ask("people")] == ["eva"]
    assert [row["name"] for row in people.people(other.storage)] == ["eva"]
    assert [row["name"] for row in people.people(any_town.storage)] == ["anna"]
    assert post(other, eva, "/digest", {"want": [["client", op["id"]]]}).message == {"rows": []}
    # The same id is another client there.
    [[_, said]] = send(other, eva, {**op, "v": {**CLIENT, "given_name": "Eva"}})
    assert said["st"] == "ok"
    any_town.settle()
    other.settle()
    assert any_town.differences() == other.differences() == []
    assert [row["given_name"] for row in anna.ask("caseload")] == ["Ricardo"]
    assert [row["given_name"] for row in eva.ask("caseload")] == ["Eva"]
    eva.restart()


def _second_town(first: Town) -> Town:
    """Return a town of another organisation on the same database."""
    own = str(uuid4())
    with first.storage.transaction() as tx:
        setup._make_organisation(tx, own, "Schiedam", MORNING, demo=False)
        setup.load_places(tx, own)
    town = Town(first.folder / "second", first.url)
    town.storage.close()
    shared = Shared(first.storage.engine)
    shared.own = own
    town.storage, town.central = shared, Central(shared, town.clock)
    return town

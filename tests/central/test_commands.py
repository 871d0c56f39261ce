"""What a desk asks for by name is judged as everything else: by policy, and by what there is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.central.forge import everything, send
from tests.town.town import Place, Town
from wijkdesk.central.commands import COMMANDS
from wijkdesk.policy.access import roles_for


def ask(place: Place, n: int, name: str, client: str, **parameters: Any) -> dict[str, Any]:
    """Return a command about a client."""
    return {"n": n, "t": "cmd", "k": "client", "id": client, "at": "2026-11-23T09:00:00Z",
            "f": name, "v": parameters}  # fmt: skip


@pytest.fixture
def anna(town: Town) -> Place:
    """Return a desk that has a client, with one change sent before."""
    place = town.desk("anna")
    place.do("register_client", given_name="Samira", family_name="Aarts",
             neighbourhood="Tarwewijk")  # fmt: skip
    town.sync("anna")
    return place


def test_every_command_is_in_policy() -> None:
    assert all(roles_for(name) for name in COMMANDS)


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("fly", {}, "unknown"),
        ("approve_purge", {"purge": "p"}, "not_yours"),
        ("erase_text", {}, "missing"),
        ("erase_text", {"record": "nowhere", "field": "phone", "reason": "niet_nodig"}, "unknown"),
        ("erase_text", {"field": "phone", "reason": "zomaar"}, "not_a_choice"),
        ("erase_text", {"field": "family_name", "reason": "niet_nodig"}, "not_a_text"),
        ("erase_text", {"field": "owner", "reason": "niet_nodig"}, "not_a_text"),
        ("propose_purge", {}, "not_due"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    town: Town, anna: Place, name: str, given: dict[str, str], why: str
) -> None:
    client = str(anna.ask("caseload")[0]["id"])
    if given and "record" not in given and name == "erase_text":
        given = {"record": client, **given}
    before = everything(town)
    ((_, said),) = send(town, anna, ask(anna, 2, name, client, **given))
    assert (said["st"], said["why"]) == ("rejected", why)
    assert everything(town) == before


def test_about_a_client_of_others_nothing_is_told(town: Town, anna: Place) -> None:
    client = str(anna.ask("caseload")[0]["id"])
    zoe = town.desk("zoe")
    asked = {"record": client, "field": "phone", "reason": "niet_nodig"}
    said = send(town, zoe, ask(zoe, 1, "erase_text", client, **asked),
                ask(zoe, 2, "propose_purge", client),
                ask(zoe, 3, "erase_text", "nobody", **asked))  # fmt: skip
    assert {(answer["st"], answer["why"]) for _, answer in said} == {("rejected", "unknown")}

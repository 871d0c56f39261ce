"""What an administrator says of laptops and of people who leave, on a real central."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.central.test_enrol import Laptop
from tests.cli.said import Said, Say
from tests.desks import NOW
from tests.town.town import Town
from wijkdesk.changes import seal


@pytest.fixture
def municipality(town: Town) -> Town:
    """A town at the time of the command line, with Anna and her laptop."""
    town.clock.now = NOW
    town.enrol("anna")
    return town


@pytest.fixture
def central(bare: Say, municipality: Town) -> Say:
    """Speak a line to the central of that town and hear JSON."""

    def say(*line: str) -> Said:
        return bare("central", *line, "--database", municipality.url, "--json")

    return say


@pytest.fixture
def device(municipality: Town) -> str:
    """The id of Anna's laptop."""
    return municipality.desk("anna").desk.known["device"]


def test_a_laptop_is_revoked_and_told(central: Say, device: str) -> None:
    assert central("revoke", device, "--leaver").json == {
        "device": device, "how": "leaver", "step": 1,
    }  # fmt: skip
    assert central("revoke", device, "--lost", "--recovery-too").json["step"] == 2
    [told] = central("devices").json
    assert (told["id"], told["name"], told["revoked_as"]) == (device, "anna", "lost")
    assert told["revoked_at"] == "2026-11-24T09:30:00Z"


@pytest.mark.parametrize(("line", "refusal"), [
    (("revoke", "niemand", "--lost"), (3, "unknown_device", "device")),
    (("revoke", "niemand"), (2, "missing_parameter", None)),
    (("revoke", "niemand", "--lost", "--leaver"), (2, "missing_parameter", None)),
    (("person", "disable", "niemand"), (3, "unknown_person", "person")),
    (("person", "absent", "niemand", "--from", "2026-12-01", "--until", "2026-12-08"),
     (3, "unknown_person", "person")),
    (("person", "absent", "niemand", "--from", "1 dec", "--until", "2026-12-08"),
     (3, "not_a_date", "from")),
    (("person", "absent", "niemand", "--from", "2026-12-08", "--until", "2026-12-08"),
     (3, "back_before_away", "until")),
])  # fmt: skip
def test_what_cannot_be_is_refused(
    central: Say, line: tuple[str, ...], refusal: tuple[int, str, str | None]
) -> None:
    assert central(*line).refusal == refusal


def test_whoever_leaves_has_no_desk_any_more(central: Say, municipality: Town, device: str) -> None:
    anna = municipality.person("anna")
    code = central("invite", anna).json["code"]
    assert central("person", "disable", anna).json == {"person": anna, "devices": [device]}
    assert central("people").json == []
    assert Laptop(municipality).ask(code).status == 403


def test_whoever_is_away_finds_the_desk_waiting(central: Say, municipality: Town) -> None:
    anna = municipality.person("anna")
    days = ("--from", "2026-12-01", "--until", "2026-12-22")
    assert central("person", "absent", anna, *days).json == {
        "person": anna, "from": "2026-12-01", "until": "2026-12-22",
    }  # fmt: skip
    municipality.sync("anna")
    assert str(municipality.desk("anna").desk.status()["lease_until"]) == "2027-01-14"


def test_the_ends_of_the_logs_are_printed_to_be_kept(central: Say, municipality: Town) -> None:
    told = central("audit", "--head").json
    signature = seal.from_text(told.pop("signature")) or b""
    public = seal.from_text(municipality.desk("anna").desk.known["central_key"]) or b""
    assert seal.verify(public, signature, seal.canonical(told))
    assert told["day"] == "2026-11-24"
    assert told["number"] == len(central("audit").json) == 2


def test_people_hear_it_in_words(
    bare: Say, municipality: Town, device: str, tmp_path: Path
) -> None:
    def say(*line: str) -> str:
        return bare("central", *line, "--database", municipality.url).out

    assert device in say("revoke", device, "--lost")
    assert "Verloren" in say("devices")
    assert "2026" in say("audit")
    assert "Handtekening" in say("audit", "--head")
    anna = municipality.person("anna")
    assert say("person", "absent", anna, "--from", "2026-12-01", "--until", "2026-12-08")
    assert "0 laptops" in say("person", "disable", anna)

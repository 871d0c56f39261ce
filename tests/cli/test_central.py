"""The commands that set up central and its people, on a real database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.said import Said, Say

NOOR = ("--name", "Noor Bakker", "--role", "consultant", "--area", "Charlois")


@pytest.fixture
def central(bare: Say, tmp_path: Path) -> Say:
    """Speak a line to a central that was just made and hear JSON."""
    database = f"sqlite:///{tmp_path / 'central.db'}"

    def say(*line: str) -> Said:
        return bare("central", *line, "--database", database, "--json")

    made = say("init", "--organisation", "Gemeente Voorbeeld").json
    assert (made["name"], made["neighbourhoods"]) == ("Gemeente Voorbeeld", 92)
    return say


def test_people_are_added_and_told(central: Say) -> None:
    noor = central("person", "add", *NOOR, "--role", "coordinator").json["id"]
    assert central("people").json == [
        {
            "id": noor,
            "name": "Noor Bakker",
            "role": ["consultant", "coordinator"],
            "area": "Charlois",
        }
    ]


def test_an_invitation_is_a_code_with_an_end(central: Say) -> None:
    noor = central("person", "add", *NOOR).json["id"]
    told = central("invite", noor).json
    assert told["expires"] == "2026-12-01T09:30:00Z"
    assert len(told["code"].replace("-", "")) == 16


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (("init",), (3, "central_exists", None)),
        (("invite", "niemand"), (3, "unknown_person", "person")),
        (("person", "add", *NOOR, "--role", "baas"), (3, "not_a_choice", "role")),
        (("person", "add", *NOOR[:-1], "Parijs"), (3, "unknown_area", "area")),
        (("person", "add", *NOOR[2:]), (2, "missing_parameter", None)),
        (("seed", "--clients", "0"), (3, "too_few", "clients")),
        (("seed", "--clients", "veel"), (3, "wrong_type", "clients")),
        (("serve", "--listen", "8443"), (3, "not_an_address", "listen")),
        (("serve", "--listen", "0.0.0.0:8443"), (3, "plain_http_only_here", "listen")),
        (("invite",), (2, "missing_parameter", None)),
    ],
)
def test_what_cannot_be_is_refused(
    central: Say, line: tuple[str, ...], refusal: tuple[int, str, str | None]
) -> None:
    assert central(*line).refusal == refusal


def test_migrate_may_be_done_again(central: Say) -> None:
    assert "schema" in central("migrate").json


def test_a_database_must_be_named(bare: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bare("central", "people", "--json").refusal == (2, "missing_parameter", None)
    monkeypatch.setenv("WIJKDESK_DATABASE", "geen adres")
    assert bare("central", "people", "--json").refusal == (3, "database_address", "database")


def test_a_database_without_a_central_is_trouble(bare: Say, tmp_path: Path) -> None:
    said = bare("central", "people", "--json", "--database", f"sqlite:///{tmp_path / 'new.db'}")
    assert said.refusal == (4, "no_central", None)


def test_people_hear_it_in_words(bare: Say, central: Say, tmp_path: Path) -> None:
    central("person", "add", *NOOR)
    database = f"sqlite:///{tmp_path / 'central.db'}"
    assert "Consulent" in bare("central", "people", "--database", database).out

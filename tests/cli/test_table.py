"""Rows are read in words: columns in line, codes and days as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wijkdesk import i18n
from wijkdesk.caseload.catalogue import QUESTIONS
from wijkdesk.cli.table import SHAPES, Shape, facts_as_text, rows_as_text

WORDS = i18n.words("nl")
AT = datetime(2026, 11, 24, 13, 2, tzinfo=UTC)


def test_columns_stand_in_line_and_long_text_below() -> None:
    rows: list[dict[str, object]] = [
        {"domain": "schulden", "severity": 2, "consequence": "Twee\nregels", "id": "a"},
        {"domain": "verslaving", "severity": None, "consequence": "vaste_tijden", "id": "b"},
    ]
    shape = Shape(("domain", "severity"), ("consequence",))
    assert rows_as_text(WORDS, rows, shape).splitlines() == [
        "Leefgebied  Niveau              Kenmerk",
        "──────────  ──────────────────  ───────",
        "Schulden    2 Niet zelfredzaam  a",
        "    Twee",
        "    regels",
        "Verslaving  –                   b",
        "    Vaste werktijden",
    ]


def test_a_line_break_in_a_cell_makes_no_row() -> None:
    told = rows_as_text(WORDS, [{"title": "een\ntwee\t drie"}], Shape(("title",)))
    assert told.splitlines()[2:] == ["een twee drie"]


def test_nothing_found_is_said() -> None:
    assert rows_as_text(WORDS, [], Shape(("name",))) == "Niets gevonden."


def test_facts_are_said_with_their_labels() -> None:
    row = {"given_name": "Amina", "born": date(1990, 4, 12), "last_sync": AT, "waiting": True}
    assert facts_as_text(WORDS, row).splitlines() == [
        "Voornaam          Amina",
        "Geboortedatum     do 12 apr 1990",
        "Laatst verstuurd  di 24 nov 2026 14:02",
        "Nog te versturen  ja",
    ]


def test_two_versions_are_said_with_their_authors() -> None:
    row: dict[str, object] = {
        "client_name": "Amina de Wit",
        "field": "severity",
        "values": [
            {"version": "head", "value": 2, "who": "Noor", "at": AT, "head": True},
            {"version": "x.7", "value": 3, "who": "", "at": None, "head": False},
        ],
    }
    told = rows_as_text(WORDS, [row], Shape(("client_name", "field"), ("values",)))
    assert "    head: 2 Niet zelfredzaam (Noor, di 24 nov 2026 14:02)\n" in told
    assert "    x.7: 3 Beperkt zelfredzaam (–, –)" in told


def test_every_question_has_a_shape() -> None:
    assert set(QUESTIONS) - set(SHAPES) == {"client"}  # one row, told as facts


def test_a_work_note_on_the_line_of_time_is_said_in_words() -> None:
    row: dict[str, object] = {
        "at": AT, "kind": "work_note", "title": "werkaantekening", "text": "Vraag naar de fiets",
    }  # fmt: skip
    told = rows_as_text(WORDS, [row], Shape(("at", "title"), ("text",)))
    assert told.splitlines()[2:] == [
        "di 24 nov 2026 14:02  Werkaantekening", "    Vraag naar de fiets",
    ]  # fmt: skip

"""Words in the reader's language, and an English for every Dutch text of the program."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.i18n import catalogue
from tests.i18n.catalogue import placeholders
from wijkdesk import i18n
from wijkdesk.config.paths import resource
from wijkdesk.domain.values import By, SeverityLevel

DUTCH = i18n.words("nl")
ENGLISH = i18n.words("en", resource("i18n"))


@pytest.mark.parametrize(
    ("day", "nl", "en"),
    [
        (date(2026, 11, 26), "do 26 nov 2026", "Thu 26 Nov 2026"),
        (date(2026, 3, 1), "zo 1 mrt 2026", "Sun 1 Mar 2026"),
        (date(2027, 5, 4), "di 4 mei 2027", "Tue 4 May 2027"),
    ],
)
def test_a_day_is_said_in_the_readers_language(day: date, nl: str, en: str) -> None:
    assert (DUTCH.day(day), ENGLISH.day(day)) == (nl, en)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 26, 13, 2, tzinfo=UTC), "do 26 nov 2026 14:02"),
        (datetime(2026, 7, 1, 12, 2, 59, tzinfo=UTC), "wo 1 jul 2026 14:02"),
        # The night in March without, and the night in October with twice the hour of two.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "zo 29 mrt 2026 01:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "zo 29 mrt 2026 03:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "zo 25 okt 2026 02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "zo 25 okt 2026 02:30"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "vr 1 jan 2027 00:00"),
        (datetime.fromisoformat("2026-11-27T03:02:00+13:00"), "do 26 nov 2026 15:02"),
    ],
)
def test_a_moment_is_said_in_the_time_of_amsterdam(at: datetime, said: str) -> None:
    assert DUTCH.moment(at) == said


@pytest.mark.parametrize(
    ("euros", "nl", "en"),
    [
        ("2500", "€ 2.500,00", "€ 2,500.00"),
        ("0.5", "€ 0,50", "€ 0.50"),
        ("1234567.895", "€ 1.234.567,90", "€ 1,234,567.90"),
        ("-12", "-€ 12,00", "-€ 12.00"),
    ],
)
def test_an_amount_is_said_in_the_readers_language(euros: str, nl: str, en: str) -> None:
    assert (DUTCH.amount(Decimal(euros)), ENGLISH.amount(Decimal(euros))) == (nl, en)


def test_dutch_is_what_stands_in_the_code() -> None:
    assert DUTCH("Nog {n} te versturen", n=3) == "Nog 3 te versturen"
    assert DUTCH("accolades {blijven} zonder waarden") == "accolades {blijven} zonder waarden"
    assert DUTCH("") == ""
    assert i18n.mark("later") == "later"


def test_one_and_many_are_told_apart() -> None:
    told = [DUTCH.count(n, "{n} klant", "{n} klanten") for n in (0, 1, 2)]
    assert told == ["0 klanten", "1 klant", "2 klanten"]
    one, many = next(text for text in catalogue.texts() if isinstance(text, tuple))
    assert ENGLISH.count(1, one, many, **dict.fromkeys(placeholders(one) - {"n"}, "x"))
    assert ENGLISH("") == ""


def test_codes_and_fields_without_words_are_said_as_they_are() -> None:
    assert DUTCH.term(By.KLANT) == "Klant"
    assert DUTCH.term(SeverityLevel.ACUTE) == "Acute problematiek"
    assert DUTCH.term("iets") == "iets"
    assert DUTCH.field("given_name") == "Voornaam"
    assert DUTCH.field("iets") == "iets"
    assert DUTCH.sentence("iets", {}) == "iets"


@pytest.mark.parametrize("language", ["nl", "de", "", "../nl"])
def test_another_language_is_dutch(language: str) -> None:
    for folder in (None, resource("i18n")):
        assert i18n.words(language, folder).language == "nl"


def test_a_compiled_catalogue_goes_before_its_source(tmp_path: Path) -> None:
    from hatch_build import compile_catalogue

    compile_catalogue(catalogue.ENGLISH, tmp_path / "en.mo")
    compiled = i18n.words("en", tmp_path)
    assert compiled.language == "en"
    text = next(text for text in catalogue.texts() if isinstance(text, str))
    assert compiled(text) == ENGLISH(text)


# --- English -----------------------------------------------------------------------------------


def test_every_text_of_the_program_has_its_english() -> None:
    kept = catalogue.english()
    ours = {text if isinstance(text, str) else text[0] for text in catalogue.texts()}
    theirs = {m.id if isinstance(m.id, str) else m.id[0] for m in kept if m.id}
    hint = "python -m tests.i18n.catalogue"
    assert ours - theirs == set(), hint
    assert theirs - ours == set(), hint
    assert catalogue.missing(kept) == []
    assert [m.id for m in kept if m.id and m.fuzzy] == []
    assert list(kept.obsolete) == []


def test_english_speaks_of_the_same_values() -> None:
    wrong = []
    for message in catalogue.english():
        if not message.id:
            continue
        asked = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        for dutch, english in zip(asked, said, strict=True):
            if placeholders(dutch) != placeholders(english):
                wrong.append(dutch)
    assert wrong == []


def test_a_catalogue_that_was_brought_up_is_as_it_was() -> None:
    kept = catalogue.english()
    assert catalogue.written(catalogue.brought_up(kept)) == catalogue.ENGLISH.read_text("utf-8")


def test_texts_are_found_wherever_they_are_said() -> None:
    source = """
title = words("Een")
look.words("Twee " "delen")
self._words("Drie {n}", n=3)
f"{words('Vier')}: {x}"
words.count(n, "{n} vijf", "{n} vijven")
help = mark("Zes")
"zeven".count("n"), words(name), rows.count(1), words("")
"""
    assert set(catalogue.in_source(source)) == {
        "Een", "Twee delen", "Drie {n}", ("{n} vijf", "{n} vijven"), "Zes", "Vier",
    }  # fmt: skip

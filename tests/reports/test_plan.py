"""The plan says what was agreed, all of it and nothing else, in words for the client."""

from __future__ import annotations

import dataclasses
import gettext
import re
from datetime import date

import pytest

from tests.reports import reading
from tests.reports.samples import many_actions, plan_data
from wijkdesk import i18n
from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain, By, Phase
from wijkdesk.i18n import Words
from wijkdesk.reports import pdf
from wijkdesk.reports.plan import PlanAction, PlanBarrier, PlanData, plan
from wijkdesk.reports.sections import Bullets, Document, Facts, Heading, Table

DUTCH = i18n.words("nl")
SIGN = "§"


class Signed(Words):
    """Puts a sign before everything that is looked up, to tell it from what is not."""

    def __call__(self, text: str, **values: object) -> str:
        return SIGN + super().__call__(text, **values)

    def day(self, day: date) -> str:
        return SIGN + super().day(day)


def strings(value: object) -> list[str]:
    """Return every string in a document, except its language."""
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.name != "language"]
        return [text for name in names for text in strings(getattr(value, name))]
    if isinstance(value, list | tuple):
        return [text for item in value for text in strings(item)]
    return []


def said(document: Document) -> str:
    return " ".join(re.sub(r"\s+", " ", text) for text in strings(document))


@pytest.mark.parametrize(
    "data",
    [
        plan_data(),
        plan_data(barriers=[], actions=[], marks=[], consultant_email=None),
        plan_data(actions=many_actions(200)),
    ],
    ids=["full", "empty", "long"],
)
def test_both_standards_are_met(data: PlanData) -> None:
    assert reading.refusals(pdf.render(plan(DUTCH, data))) == []


def test_it_reads_from_who_helps_to_what_comes_next() -> None:
    read = reading.text(pdf.render(plan(DUTCH, plan_data())))
    order = [
        "VOORBEELDGEGEVENS",
        "Plan van aanpak voor Fatma Yıldırım",
        "Wie helpt u?",
        "Uw contactpersoon Anouk Bakker",
        "Waar werkt u naartoe?",
        "Stap 2 van 5: Belemmeringen",
        "Wat staat er in de weg?",
        "Schulden Hoe het nu gaat: Niet zelfredzaam U houdt elke maand te weinig geld over.",
        "Lichamelijke gezondheid Wat dit betekent voor werk: Geen zwaar werk Hulp is geregeld.",
        "Vervoer We praten hier nog over.",
        "Wat gaan we doen?",
        "Onze afspraken: 4 nog te doen, 1 klaar",
        "Schuldhulp bellen Anouk Bakker ma 30 nov 2026 Nog niet",
        "Taalles volgen Taalcafé Bloemhof di 1 dec 2026 Nog niet",
        "Papieren meenemen U do 3 dec 2026 Nog niet",
        "Fiets aanvragen U Geen datum Nog niet",
        "Kennismaken Anouk Bakker di 10 nov 2026 ma 9 nov 2026",
        "Wat komt er nu?",
        "Schuldhulp bellen Dit doet Anouk Bakker uiterlijk ma 30 nov 2026.",
        "Papieren meenemen Dit doet u uiterlijk do 3 dec 2026.",
        "Zeg het tegen Anouk Bakker.",
    ]
    place = 0
    for part in order:
        assert part in read[place:], f"“{part}” is not where it should be"
        place = read.index(part, place) + len(part)


def test_every_word_is_looked_up_or_comes_from_the_data() -> None:
    data = plan_data()
    given = strings(data)
    document = plan(Signed("nl", gettext.NullTranslations()), data)
    lines = [line for text in strings(document) for line in text.splitlines()]
    assert [line for line in lines if not line.startswith(SIGN) and line not in given] == [
        # The second line of each next step, which was looked up as a whole.
        line
        for line in lines
        if line.startswith("Dit doet ")
    ]


def test_nothing_in_it_can_hold_a_bsn_or_a_note() -> None:
    assert {field.name for field in dataclasses.fields(PlanData)} == {
        "client_name",
        "phase",
        "consultant",
        "organisation",
        "stand_at",
        "printed_at",
        "consultant_email",
        "barriers",
        "actions",
        "marks",
    }
    barrier = {field.name for field in dataclasses.fields(PlanBarrier)}
    assert barrier == {"domain", "severity", "consequence", "help_arranged"}
    action = {field.name for field in dataclasses.fields(PlanAction)}
    assert action == {"title", "by", "partner", "due", "finished_on"}


@pytest.mark.parametrize("domain", sorted(SENSITIVE))
def test_a_sensitive_domain_has_no_level_and_no_free_text(domain: str) -> None:
    barrier = PlanBarrier(domain, severity=1, consequence="minder_uren", help_arranged=False)
    read = said(plan(DUTCH, plan_data(barriers=[barrier])))
    assert "Wat dit betekent voor werk: Minder uren werken We zoeken nog hulp." in read
    assert "Acute problematiek" not in read
    with pytest.raises(ValueError, match="diagnose"):
        plan(DUTCH, plan_data(barriers=[PlanBarrier(domain, consequence="diagnose")]))


def test_an_empty_plan_is_still_a_plan() -> None:
    document = plan(DUTCH, plan_data(barriers=[], actions=[], consultant_email=None))
    read = said(document)
    assert "We hebben nu niets opgeschreven dat werken lastig maakt." in read
    assert "We hebben nog geen stappen afgesproken." in read
    assert "Wat komt er nu?" not in read
    assert "E-mail" not in read
    assert not any(isinstance(section, Table | Bullets) for section in document.sections)


def test_when_all_is_done_nothing_comes_next() -> None:
    done = PlanAction("Inschrijven", "klant", finished_on=date(2026, 11, 2))
    read = said(plan(DUTCH, plan_data(actions=[done])))
    assert "Onze afspraken: 0 nog te doen, 1 klaar" in read
    assert "Wat komt er nu?" not in read


def test_the_next_steps_are_the_first_that_are_open() -> None:
    document = plan(DUTCH, plan_data(actions=many_actions(40)))
    (steps,) = (section for section in document.sections if isinstance(section, Bullets))
    assert len(steps.items) == 3
    assert all("1 jan 2027" in re.sub(r"\s", " ", item) for item in steps.items[:2])


def test_two_hundred_steps_are_all_there_with_their_head_on_every_page() -> None:
    pages = reading.pages(pdf.render(plan(DUTCH, plan_data(actions=many_actions(200)))))
    read = " ".join(pages)
    assert all(f"Stap {n:03d}" in read for n in range(200))
    within = [page for page in pages if re.search(r"Stap \d{3}.*Nog niet", page)]
    assert len(within) > 5
    assert all("Wat Wie Voor wanneer Klaar op" in page for page in within)


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_its_words(phase: Phase) -> None:
    document = plan(DUTCH, plan_data(phase=phase.value))
    assert f"Stap {list(Phase).index(phase) + 1} van 5: {DUTCH.term(phase)}" in said(document)


@pytest.mark.parametrize("domain", sorted(set(BarrierDomain) - SENSITIVE))
def test_every_other_domain_shows_its_words(domain: BarrierDomain) -> None:
    barrier = PlanBarrier(domain.value, 3, "Dit valt zwaar.")
    facts = [
        pair
        for section in plan(DUTCH, plan_data(barriers=[barrier])).sections
        if isinstance(section, Facts)
        for pair in section.pairs
    ]
    assert facts[-1] == (
        DUTCH.term(domain),
        "Hoe het nu gaat: Beperkt zelfredzaam\nDit valt zwaar.",
    )


@pytest.mark.parametrize("by", list(By))
def test_everybody_who_does_something_is_named(by: By) -> None:
    read = said(plan(DUTCH, plan_data(actions=[PlanAction("Bellen", by.value)])))
    who = {
        By.KLANT: "Dit doet u.",
        By.CONSULENT: "Dit doet Anouk Bakker.",
        By.PARTNER: "Dit doet een partner van de gemeente.",
    }
    assert f"Bellen {who[by]}" in read


def test_sentences_are_short() -> None:
    document = plan(DUTCH, plan_data())
    for sentence in re.split(r"[.?:\n]", "\n".join(strings(document))):
        assert len(sentence.split()) <= 17, sentence


def test_headings_are_on_one_level() -> None:
    document = plan(DUTCH, plan_data())
    levels = {section.level for section in document.sections if isinstance(section, Heading)}
    assert levels == {2}

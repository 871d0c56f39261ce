"""The plan van aanpak: what a client and the municipality agreed, written for the client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain, By, Phase, SeverityLevel, WorkConsequence
from wijkdesk.i18n import Words, mark
from wijkdesk.reports.sections import (
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
)

NEXT_STEPS = 3

_PHASES = {
    Phase.INTAKE: mark(
        "We leren elkaar kennen. We kijken samen wat u kunt, wat u wilt en wat u nodig hebt."
    ),
    Phase.BELEMMERINGEN: mark(
        "We werken eerst aan wat nu in de weg staat. Daarna komt werk dichterbij."
    ),
    Phase.ONTWIKKELEN: mark(
        "U leert nieuwe dingen en doet ervaring op. Zo groeit uw kans op werk."
    ),
    Phase.BEMIDDELEN: mark("U kunt aan het werk. We zoeken samen werk dat bij u past."),
    Phase.NAZORG: mark("U hebt werk. We houden contact, zodat het goed blijft gaan."),
}


@dataclass(frozen=True)
class PlanBarrier:
    """An open barrier; `domain` is a code of BarrierDomain.

    `consequence` is plain words, or a code of WorkConsequence for a domain in SENSITIVE; of such
    a domain no level and no free text is ever printed.
    """

    domain: str
    severity: int | None = None
    consequence: str | None = None
    help_arranged: bool | None = None


@dataclass(frozen=True)
class PlanAction:
    """One step; `by` is a code of By, `partner` the name of the organisation that does it."""

    title: str
    by: str
    partner: str | None = None
    due: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True)
class PlanData:
    """Everything a plan says of a client, and nothing more.

    No BSN, no contact moments and no notes: the paper may lie on a kitchen table. `phase` is a
    code of Phase. `consultant` is the name of the contact person, `consultant_email` how to
    reach them, if known. `stand_at` and `printed_at` are aware; `marks` come on every page.
    """

    client_name: str
    phase: str
    consultant: str
    organisation: str
    stand_at: datetime
    printed_at: datetime
    consultant_email: str | None = None
    barriers: Sequence[PlanBarrier] = ()
    actions: Sequence[PlanAction] = ()
    marks: Sequence[str] = ()


def plan(words: Words, data: PlanData) -> Document:
    """Return the plan as a document in the language of `words`."""
    return Document(
        title=words("Plan van aanpak voor {name}", name=data.client_name),
        subject=words("Wat we samen doen op weg naar werk"),
        language=words.language,
        organisation=data.organisation,
        printed_at=data.printed_at,
        stand_at=data.stand_at,
        marks=data.marks,
        sections=[
            *_opening(words, data),
            *_goal(words, data),
            *_barriers(words, data),
            *_actions(words, data),
            *_next(words, data),
            *_questions(words, data),
        ],
    )


def _opening(words: Words, data: PlanData) -> list[Section]:
    who = [
        (words("Uw contactpersoon"), data.consultant),
        (words("Organisatie"), data.organisation),
    ]
    if data.consultant_email:
        who.append((words("E-mail"), data.consultant_email))
    return [
        Paragraph(
            words(
                "Dit is uw plan. U leest hier waar u naartoe werkt, wat we daarvoor doen en wie "
                "u helpt."
            )
        ),
        Heading(2, words("Wie helpt u?")),
        Facts(who),
    ]


def _goal(words: Words, data: PlanData) -> list[Section]:
    phase = Phase(data.phase)
    number = list(Phase).index(phase) + 1
    step = words(
        "Stap {number} van {total}: {phase}",
        number=number,
        total=len(Phase),
        phase=words.term(phase),
    )
    return [
        Heading(2, words("Waar werkt u naartoe?")),
        Paragraph(words("Ons doel is werk of meedoen op een manier die bij u past.")),
        Facts([(words("Waar u nu bent"), f"{step}\n{words(_PHASES[phase])}")]),
    ]


def _barriers(words: Words, data: PlanData) -> list[Section]:
    heading = Heading(2, words("Wat staat er in de weg?"))
    if not data.barriers:
        return [
            heading,
            Paragraph(words("We hebben nu niets opgeschreven dat werken lastig maakt.")),
        ]
    pairs = [
        (words.term(BarrierDomain(barrier.domain)), _said(words, barrier))
        for barrier in data.barriers
    ]
    return [heading, Paragraph(words("Dit maakt werken nu lastig:")), Facts(pairs)]


def _said(words: Words, barrier: PlanBarrier) -> str:
    """Return what there is to say of a barrier, one line for each thing."""
    sensitive = BarrierDomain(barrier.domain) in SENSITIVE
    lines = []
    if barrier.severity is not None and not sensitive:
        level = words.term(SeverityLevel(barrier.severity))
        lines.append(words("Hoe het nu gaat: {level}", level=level))
    if barrier.consequence and sensitive:
        consequence = words.term(WorkConsequence(barrier.consequence))
        lines.append(words("Wat dit betekent voor werk: {consequence}", consequence=consequence))
    elif barrier.consequence:
        lines.append(barrier.consequence)
    if barrier.help_arranged is not None:
        arranged = barrier.help_arranged
        lines.append(words("Hulp is geregeld.") if arranged else words("We zoeken nog hulp."))
    return "\n".join(lines) or words("We praten hier nog over.")


def _actions(words: Words, data: PlanData) -> list[Section]:
    heading = Heading(2, words("Wat gaan we doen?"))
    if not data.actions:
        return [
            heading,
            Paragraph(
                words(
                    "We hebben nog geen stappen afgesproken. Dat doen we in ons volgende gesprek."
                )
            ),
        ]
    head = (words("Wat"), words("Wie"), words("Voor wanneer"), words("Klaar op"))
    rows = [
        (
            action.title,
            _who(words, data, action),
            _day(words, action.due) if action.due else words("Geen datum"),
            _day(words, action.finished_on) if action.finished_on else words("Nog niet"),
        )
        for action in _in_order(data.actions)
    ]
    finished = sum(action.finished_on is not None for action in data.actions)
    caption = words(
        "Onze afspraken: {open} nog te doen, {finished} klaar",
        open=len(rows) - finished,
        finished=finished,
    )
    return [heading, Table(caption, head, rows)]


def _next(words: Words, data: PlanData) -> list[Section]:
    steps = [action for action in _in_order(data.actions) if action.finished_on is None]
    if not steps:
        return []
    items = [_step(words, data, action) for action in steps[:NEXT_STEPS]]
    return [Heading(2, words("Wat komt er nu?")), Bullets(items)]


def _step(words: Words, data: PlanData, action: PlanAction) -> str:
    doer = _doer(words, data, action)
    if action.due is None:
        return words("{step}\nDit doet {doer}.", step=action.title, doer=doer)
    day = _day(words, action.due)
    return words("{step}\nDit doet {doer} uiterlijk {day}.", step=action.title, doer=doer, day=day)


def _day(words: Words, day: date) -> str:
    """Return a day that is not broken over two lines."""
    return words.day(day).replace(" ", "\N{NO-BREAK SPACE}")


def _who(words: Words, data: PlanData, action: PlanAction) -> str:
    """Return who does an action, as said in a cell."""
    unnamed = words("Een partner van de gemeente")
    partner = action.partner or unnamed
    return {By.KLANT: words("U"), By.CONSULENT: data.consultant, By.PARTNER: partner}[By(action.by)]


def _doer(words: Words, data: PlanData, action: PlanAction) -> str:
    """Return who does an action, as said in the middle of a sentence."""
    unnamed = words("een partner van de gemeente")
    partner = action.partner or unnamed
    return {By.KLANT: words("u"), By.CONSULENT: data.consultant, By.PARTNER: partner}[By(action.by)]


def _in_order(actions: Sequence[PlanAction]) -> list[PlanAction]:
    """Return open steps first, the soonest first; then finished ones, the latest first."""
    still_open = [action for action in actions if action.finished_on is None]
    finished = [action for action in actions if action.finished_on is not None]
    still_open.sort(key=lambda action: action.due or date.max)
    finished.sort(key=lambda action: action.finished_on or date.min, reverse=True)
    return still_open + finished


def _questions(words: Words, data: PlanData) -> list[Section]:
    return [
        Heading(2, words("Klopt er iets niet, of wilt u iets anders?")),
        Callout(
            words(
                "Zeg het tegen {consultant}. Dan passen we het plan samen aan.",
                consultant=data.consultant,
            )
        ),
        Paragraph(words("U mag iemand meenemen naar elk gesprek.")),
        Paragraph(
            words(
                "Krijgt u een besluit van de gemeente en bent u het er niet mee eens? Dan kunt u "
                "bezwaar maken. In de brief met het besluit staat hoe dat moet."
            )
        ),
    ]

"""Documents to try the reports on: one with every kind of section, hostile text, and plans."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wijkdesk.reports.plan import PlanAction, PlanBarrier, PlanData
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

STAND_AT = datetime(2026, 11, 24, 13, 2, tzinfo=UTC)
# Half past eleven at night in UTC is already the next day in Rotterdam.
PRINTED_AT = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
DEMO_BAND = "VOORBEELDGEGEVENS – verzonnen personen"
NAMES = "Çağlar Şule İnönü ılık, Łukasz Żółćiński, Nguyễn Thị Ánh Ước"
HOSTILE = (
    "<img src='/etc/passwd'> & </para> <b>vet</b> %s {name} \x00\x07\x1b[31m\x85"
    "\u202eomgekeerd\u202c \u2066los\u2069 \ud800 😀 👨‍👩‍👧 عمر 王 \u200b\ufeff\u00ad\ufffe"
)


def document(*sections: Section, **changes: object) -> Document:
    """Return a document of these sections, on the days of the samples."""
    values: dict[str, object] = {
        "title": "Rapport over de wijk",
        "subject": "Een voorbeeld",
        "language": "nl",
        "organisation": "Gemeente Rotterdam",
        "printed_at": PRINTED_AT,
        "stand_at": STAND_AT,
        "sections": sections,
    }
    return Document(**(values | changes))  # type: ignore[arg-type]


def everything() -> Document:
    """Return a document with every kind of section."""
    return document(
        Heading(2, "Samenvatting"),
        Paragraph("De eerste alinea.\nMet een tweede regel."),
        Heading(3, "Afspraken"),
        Bullets(["Eerste punt", "Tweede punt"]),
        Heading(4, "Details"),
        Facts([("Naam", NAMES), ("Wijk", "Bloemhof")]),
        Callout("Let hier goed op."),
        Table("Aantallen", ["Wie", "Actief"], [["Anna", "12"], ["Bram", "3"]], {1}),
        marks=[DEMO_BAND],
    )


def hostile() -> Document:
    """Return a document in which every text tries to break out, run on or hide something."""
    return document(
        Heading(2, HOSTILE),
        Paragraph(HOSTILE),
        Paragraph(""),
        Paragraph("\u202e"),
        Bullets([HOSTILE, "", "x" * 3000]),
        Bullets([]),
        Facts([(HOSTILE, HOSTILE), ("", ""), ("x" * 300, "woord " * 3000)]),
        Facts([]),
        Callout(HOSTILE + "woord " * 2000),
        Table(HOSTILE, [HOSTILE, ""], [[HOSTILE, "x" * 900], ["", "woord " * 2000]], {0, 1}),
        Table("Leeg", ["A", "B"], []),
        Table("Breed", [f"K{n}" for n in range(14)], [["onafbreekbaarheid"] * 14] * 3),
        title="Over " + HOSTILE * 4,
        subject=HOSTILE,
        organisation=HOSTILE * 3,
        marks=[HOSTILE, "merk " * 60],
    )


def plan_data(**changes: object) -> PlanData:
    """Return what a plan says of a client who does not exist."""
    values: dict[str, object] = {
        "client_name": "Fatma Yıldırım",
        "phase": "belemmeringen",
        "consultant": "Anouk Bakker",
        "organisation": "Gemeente Rotterdam",
        "consultant_email": "a.bakker@voorbeeld.example",
        "stand_at": STAND_AT,
        "printed_at": PRINTED_AT,
        "marks": [DEMO_BAND],
        "barriers": [
            PlanBarrier("schulden", 2, "U houdt elke maand te weinig geld over."),
            PlanBarrier("lichamelijke_gezondheid", None, "geen_zwaar_werk", True),
            PlanBarrier("vervoer"),
        ],
        "actions": [
            PlanAction("Fiets aanvragen", "klant"),
            PlanAction("Taalles volgen", "partner", "Taalcafé Bloemhof", date(2026, 12, 1)),
            PlanAction("Schuldhulp bellen", "consulent", None, date(2026, 11, 30)),
            PlanAction("Kennismaken", "consulent", None, date(2026, 11, 10), date(2026, 11, 9)),
            PlanAction("Papieren meenemen", "klant", None, date(2026, 12, 3)),
        ],
    }
    return PlanData(**(values | changes))  # type: ignore[arg-type]


def many_actions(count: int) -> list[PlanAction]:
    """Return that many open steps, some of them long."""
    return [
        PlanAction(
            f"Stap {n:03d} " + "en nog iets meer " * (n % 5),
            "klant",
            None,
            date(2027, 1, 1 + n % 28),
        )
        for n in range(count)
    ]

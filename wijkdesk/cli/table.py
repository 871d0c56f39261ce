"""Rows as people read them: the columns of each question, days and codes in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from wijkdesk.domain.values import (
    ActionKind,
    BarrierDomain,
    By,
    Capacity,
    Channel,
    HoldReason,
    Phase,
    Revoked,
    Role,
    SeverityLevel,
    WorkConsequence,
)
from wijkdesk.i18n import Words, mark

Row = Mapping[str, Any]
NOTHING = "–"
_GAP = "  "


@dataclass(frozen=True)
class Shape:
    """The columns of a question's answer, and what stands below each row."""

    columns: tuple[str, ...]
    below: tuple[str, ...] = ()


_CLIENTS = Shape(("name", "neighbourhood", "phase", "next_action", "next_due", "last_contact"))
AREA = Shape(
    (
        "name", "neighbourhood", "contact_person", "phase", "last_contact", "open_actions",
        "unassigned_since",
    )
)  # fmt: skip
SHAPES = {
    "caseload": _CLIENTS,
    "search": _CLIENTS,
    "barriers": Shape(
        ("domain", "severity", "urgent_until", "measured_on", "closed_on"),
        ("consequence", "result"),
    ),
    "actions": Shape(("title", "kind", "by", "due", "finished_on"), ("result",)),
    "timeline": Shape(("at", "title", "by_name"), ("text",)),
    "work_notes": Shape(("recorded_at", "recorded_by_name", "expires", "about_others"), ("text",)),
    "waiting": Shape(("since", "client_name", "kind", "what")),
    "inbox": Shape(("at", "client_name", "code"), ("text",)),
    "versions": Shape(("client_name", "field", "record"), ("values",)),
    "audit": Shape(("at", "person", "act", "capacity")),
    "retention": Shape(("name", "last", "over_on", "held")),
    "people": Shape(("name", "roles", "area")),
    "neighbourhoods": Shape(("name", "area", "south", "focus")),
}

# Labels of what is no field of a record; the others are in `wijkdesk.i18n`.
LABELS = {
    "act": mark("Wat"),
    "by_name": mark("Wie"),
    "capacity": mark("Als"),
    "client_name": mark("Klant"),
    "contact_person": mark("Contactpersoon"),
    "enrolled": mark("Gemaakt op"),
    "focus": mark("Focuswijk"),
    "id": mark("Kenmerk"),
    "inbox": mark("Antwoorden voor u"),
    "last_contact": mark("Laatste contact"),
    "last": mark("Laatst gebeurd"),
    "over_on": mark("Bewaartijd voorbij"),
    "last_sync": mark("Laatst verstuurd"),
    "lease_until": mark("Bruikbaar tot"),
    "next_action": mark("Volgende stap"),
    "next_due": mark("Klaar op"),
    "open_actions": mark("Open stappen"),
    "person": mark("Wie"),
    "answer": mark("Antwoord"),
    "epoch": mark("Nieuw kenmerk voor de bureaus"),
    "file": mark("Bestand"),
    "fingerprint": mark("Kenmerk van de herstelsleutel"),
    "key": mark("Herstelsleutel"),
    "recovery_code": mark("Herstelcode"),
    "recovery_key": mark("Openbare helft, voor het beleid"),
    "released": mark("Vrijgegeven"),
    "recorded_by_name": mark("Wie"),
    "roles": mark("Rollen"),
    "meaning": mark("Betekenis"),
    "put_back_at": mark("Teruggezet op"),
    "revoked_as": mark("Ingetrokken als"),
    "revoked_at": mark("Ingetrokken op"),
    "schema": mark("Versie van het bestand"),
    "seen_at": mark("Laatst gezien"),
    "since": mark("Sinds"),
    "proposed_at": mark("Voorgesteld"),
    "first_at": mark("Eerste goedkeuring"),
    "done_at": mark("Gewist"),
    "source": mark("Van"),
    "south": mark("Zuid"),
    "day": mark("Dag"),
    "expires": mark("Geldig tot"),
    "hash": mark("Einde van de logboeken"),
    "number": mark("Regels"),
    "signature": mark("Handtekening"),
    "neighbourhoods": mark("Wijken"),
    "organisation": mark("Gemeente"),
    "title": mark("Wat"),
    "unassigned_since": mark("Zonder contactpersoon sinds"),
    "value": mark("Waarde"),
    "vault": mark("Kenmerk van het bureau"),
    "verified_by": mark("Gezien door"),
    "versions": mark("Velden met twee versies"),
    "waiting": mark("Nog te versturen"),
    "what": mark("Wat"),
}
_CODES: dict[str, type[StrEnum] | type[IntEnum]] = {
    "by": By,
    "capacity": Capacity,
    "held": HoldReason,
    "channel": Channel,
    "consequence": WorkConsequence,
    "domain": BarrierDomain,
    "kind": ActionKind,
    "phase": Phase,
    "revoked_as": Revoked,
    "role": Role,
    "roles": Role,
    "severity": SeverityLevel,
    "text": WorkConsequence,
}
# What the title of a line of time is a code of, by kind of record.
_TITLES: dict[str, type[StrEnum]] = {
    "action": ActionKind,
    "barrier": BarrierDomain,
    "contact_moment": Channel,
}
_KINDS = {
    "action": mark("Actie"),
    "barrier": mark("Belemmering"),
    "client": mark("Klant"),
    "contact_moment": mark("Contact"),
    "work_note": mark("Werkaantekening"),
}
_SOURCES = {
    "default": mark("standaard"),
    "person": mark("uw keuze"),
    "policy": mark("beheerder"),
}


def rows_as_text(words: Words, rows: Sequence[Row], shape: Shape) -> str:
    """Return rows as a table, with long texts below their row."""
    if not rows:
        return words("Niets gevonden.")
    columns = (*shape.columns, "id") if "id" in rows[0] else shape.columns
    head = [label(words, name) for name in columns]
    body = [[_one_line(cell(words, row, name)) for name in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    lines = [_padded(head, widths), _padded(["─" * width for width in widths], widths)]
    for row, cells in zip(rows, body, strict=True):
        lines.append(_padded(cells, widths))
        told = [cell(words, row, name) for name in shape.below if row.get(name)]
        lines += [f"    {line}" for text in told for line in text.splitlines()]
    return "\n".join(lines)


def facts_as_text(words: Words, row: Row) -> str:
    """Return one row as lines of label and value."""
    labels = {name: label(words, name) for name in row}
    widest = max(map(len, labels.values()))
    return "\n".join(
        f"{labels[name]:{widest}}{_GAP}{_one_line(cell(words, row, name))}" for name in row
    )


def label(words: Words, name: str) -> str:
    """Return what a column or fact is called."""
    return words(LABELS[name]) if name in LABELS else words.field(name)


def cell(words: Words, row: Row, name: str) -> str:
    """Return one value of a row in words."""
    value = row[name]
    if name == "title" and row.get("kind") in _TITLES:
        return words.term(_TITLES[row["kind"]](value))
    if name == "title" and row.get("kind") == "work_note":
        return words(_KINDS["work_note"])
    if name == "kind" and value in _KINDS:
        return words(_KINDS[value])
    if name == "source":
        return words(_SOURCES[value])
    if name == "code":
        return words.sentence(value, {})
    if name == "what":
        return words("nieuw") if value == "new" else words.field(value)
    if name == "field":
        return words.field(value)
    if name == "values":
        return "\n".join(_version(words, row["field"], version) for version in value)
    return _in_words(words, name, value)


def _in_words(words: Words, name: str, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return words("ja") if value else words("nee")
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(words, name, part) for part in value)
    return _code(words, name, value)


def _code(words: Words, name: str, value: Any) -> str:
    """Return the word for a code; free text in a field that can hold either stays as it is."""
    codes = _CODES.get(name)
    if codes is None or value not in list(codes):
        return str(value)
    word = words.term(codes(value))
    return f"{value} {word}" if issubclass(codes, IntEnum) else word


def _version(words: Words, field: str, version: Row) -> str:
    said = _one_line(_in_words(words, field, version["value"]))
    who = version["who"] or NOTHING
    at = words.moment(version["at"]) if version["at"] else NOTHING
    return f"{version['version']}: {said} ({who}, {at})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _padded(cells: Iterable[str], widths: Iterable[int]) -> str:
    return _GAP.join(f"{text:{width}}" for text, width in zip(cells, widths, strict=True)).rstrip()

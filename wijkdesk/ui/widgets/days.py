"""Days as people type them in Dutch: 24-11-2026, 24/11, 24 nov, vandaag, morgen."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_OTHERS = {"maa": 3, "mar": 3, "may": 5, "oct": 10}
_NEAR = {"eergisteren": -2, "gisteren": -1, "vandaag": 0, "nu": 0, "morgen": 1, "overmorgen": 2}
_NEAR |= {"yesterday": -1, "today": 0, "tomorrow": 1}
_PARTS = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,9})\.?(?:[\s./-]+(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def typed_day(text: str, today: date) -> date | None:
    """Return the day that was meant, or None when there is no such day.

    Without a year it is the year of `today`; two digits are 20xx, or 19xx where that would lie
    more than ten years ahead (a date of birth).
    """
    typed = " ".join(text.lower().split())
    if typed in _NEAR:
        return today + timedelta(days=_NEAR[typed])
    if iso := _ISO.fullmatch(typed):
        return _day(*(int(part) for part in iso.groups()))
    # A day of the week in front ("do 26 nov 2026") is what we write ourselves.
    parts = _PARTS.fullmatch(re.sub(r"^[a-z]{2,9}\.? (?=\d)", "", typed))
    if parts is None:
        return None
    day, month, year = parts.groups()
    return _day(_year(year, today), _month(month), int(day))


def written(day: date) -> str:
    """Return a day as people type it: 24-11-2026."""
    return f"{day.day}-{day.month}-{day.year}"


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    short = text[:3]
    return MONTHS.index(short) + 1 if short in MONTHS else _OTHERS.get(short, 0)


def _year(text: str | None, today: date) -> int:
    if text is None:
        return today.year
    if len(text) == 4:
        return int(text)
    century = 2000 + int(text)
    return century if century <= today.year + 10 else century - 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

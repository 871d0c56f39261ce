"""Words in the reader's language: Dutch is written in the code, English is looked up.

A `Words` is passed to whoever speaks to a person, because a client's letter need not be in the
language of the consultant. Nothing here is global.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from wijkdesk.i18n.calendar import amsterdam
from wijkdesk.i18n.terms import TERMS
from wijkdesk.i18n.troubles import FIELDS, SENTENCES

if TYPE_CHECKING:
    from wijkdesk.errors import Trouble

LANGUAGES = ("nl", "en")


class _Given(dict[str, object]):
    """Values for a sentence; an answer of central comes without, and then leaves a gap."""

    def __missing__(self, name: str) -> str:
        return "…"


def mark(text: str) -> str:
    """Say that this literal is translated later, where it is shown."""
    return text


class Words:
    """Translates Dutch text, and writes days, moments and amounts as the language does."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, text: str, **values: object) -> str:
        """Return `text` in this language with `{names}` filled in."""
        said = self._catalogue.gettext(text) if text else ""
        return said.format(**values) if values else said

    def count(self, n: int, one: str, many: str, **values: object) -> str:
        """Return `one` or `many` in this language, as the number asks, with `{n}` filled in."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **values)

    def term(self, code: Enum | str) -> str:
        """Return the word people use for a fixed code, such as `schulden` or a severity level."""
        if isinstance(code, Enum):
            key = f"{type(code).__name__}.{code.value}"
            return self(TERMS[key]) if key in TERMS else str(code.value)
        return self(TERMS.get(code, code))

    def trouble(self, trouble: Trouble) -> str:
        """Return the one sentence that says what is the matter."""
        return self.sentence(trouble.code, trouble.values)

    def sentence(self, code: str, values: Mapping[str, object]) -> str:
        """Return the sentence of a trouble's code, with values as kept with an answer."""
        said = _Given({name: self._spoken(value) for name, value in values.items()})
        return self(SENTENCES[code]).format_map(said) if code in SENTENCES else code

    def field(self, name: str) -> str:
        """Return the label of a field or parameter."""
        return self(FIELDS[name]) if name in FIELDS else name

    def day(self, day: date) -> str:
        """Return a day as "do 26 nov 2026"."""
        return self._dates.format_date(day, "EEE d MMM y", locale=self.language)

    def moment(self, at: datetime) -> str:
        """Return an aware moment as "do 26 nov 2026 14:02", in the time of Amsterdam."""
        local = at.astimezone(amsterdam())
        return f"{self.day(local.date())} {local:%H:%M}"

    def amount(self, euros: Decimal) -> str:
        """Return an amount as "€ 2.500,00"."""
        from babel.numbers import format_currency

        return format_currency(euros, "EUR", "¤ #,##0.00", locale=self.language)

    def number(self, n: int) -> str:
        """Return a number as "1.200"."""
        from babel.numbers import format_decimal

        return format_decimal(n, locale=self.language)

    def _spoken(self, value: object) -> object:
        if isinstance(value, Enum):
            return self.term(value)
        if isinstance(value, datetime):
            return self.moment(value)
        return self.day(value) if isinstance(value, date) else value

    @cached_property
    def _dates(self) -> ModuleType:
        # Babel is slow to import, and the unlock window needs no dates.
        import babel.dates

        return babel.dates


def words(language: str, folder: Path | None = None) -> Words:
    """Return the words of a language; `folder` holds the catalogues (`en.mo` or `en.po`)."""
    if language == "nl" or language not in LANGUAGES or folder is None:
        return Words(language if language in LANGUAGES else "nl", gettext.NullTranslations())
    compiled, source = folder / f"{language}.mo", folder / f"{language}.po"
    if compiled.exists():
        with compiled.open("rb") as file:
            return Words(language, gettext.GNUTranslations(file))
    return Words(language, _from_source(source))


def _from_source(source: Path) -> gettext.NullTranslations:
    """Compile a catalogue in memory: a checkout has no compiled ones."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

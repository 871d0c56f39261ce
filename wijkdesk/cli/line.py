"""The options that may stand anywhere on the line, lifted off it before the rest is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.errors import UserError
from wijkdesk.i18n import LANGUAGES, mark

# Option -> (its value as shown in help, what it says there).
ANYWHERE = {
    "--json": ("", mark("Antwoord als één JSON-document.")),
    "--lang": ("nl|en", mark("Taal van het antwoord.")),
    "--desk": ("DIR", mark("Map van het bureau; anders WIJKDESK_DESK, anders uw gegevensmap.")),
    "--passphrase-file": (
        "FILE",
        mark("Bestand met de wachtzin (- is de invoer); anders WIJKDESK_PASSPHRASE_FILE."),
    ),
    "--database": ("URL", mark("Database van het centrale systeem; anders WIJKDESK_DATABASE.")),
    "--policy": ("", mark("Toon elke instelling, met waar zij vandaan komt.")),
    "--version": ("", mark("Toon de versie.")),
}
_REST_IS_NOT_OURS = "--"


@dataclass(frozen=True)
class Options:
    """What was lifted off the line; `wrong` is what cannot be so."""

    flags: frozenset[str] = frozenset()
    values: dict[str, str] = field(default_factory=dict)
    wrong: UserError | None = None

    @property
    def json(self) -> bool:
        """Whether the answer is one JSON document."""
        return "--json" in self.flags

    @property
    def language(self) -> str:
        """The language of the answer: nl or en."""
        asked = self.values.get("--lang", "nl")
        return asked if asked in LANGUAGES else "nl"

    @property
    def desk(self) -> Path | None:
        """The folder that was named, if one was."""
        return Path(self.values["--desk"]) if "--desk" in self.values else None


def lift(arguments: Sequence[str]) -> tuple[Options, list[str]]:
    """Return the options of everywhere, and the rest of the line as it was."""
    flags, values, rest = set(), {}, []
    wrong: UserError | None = None
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name == _REST_IS_NOT_OURS:
            rest += [word, *words]
        elif name not in ANYWHERE:
            rest.append(word)
        elif ANYWHERE[name][0]:
            values[name] = value if equals else next(words, "")
            wrong = wrong or _judged(name, values[name])
        elif equals:
            wrong = UsageError("unknown_parameter", given=word)
        else:
            flags.add(name)
    return Options(frozenset(flags), values, wrong), rest


def _judged(name: str, value: str) -> UserError | None:
    if not value:
        return UsageError("missing_parameter", given=name)
    if name == "--lang" and value not in LANGUAGES:
        return UserError("not_a_choice", field="lang", given=value, choices=", ".join(LANGUAGES))
    return None

"""The reasons an act asks for, in words; the act itself declares which there are."""

from __future__ import annotations

from wijkdesk.caseload.catalogue import act
from wijkdesk.i18n import Words


def reasons(words: Words, name: str) -> list[tuple[str, str]]:
    """Return the codes and words of the `reason` of an act."""
    asked = next(one for one in act(name).parameters if one.name == "reason")
    return [(code, words.term(asked.kind(code))) for code in asked.choices]

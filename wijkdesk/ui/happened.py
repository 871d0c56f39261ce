"""What happened with a client, in the words of the screen in place of codes."""

from __future__ import annotations

from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import ActionKind, BarrierDomain, WorkConsequence
from wijkdesk.i18n import Words
from wijkdesk.ui.screen import Row


def in_words(words: Words, row: Row) -> Row:
    """Return a row of the timeline with words in place of codes."""
    if row["kind"] == "barrier":
        domain = BarrierDomain(row["title"])
        title = words("Belemmering: {domain}", domain=words.term(domain))
        text = _consequence(words, row["text"]) if domain in SENSITIVE else row["text"]
        return {**row, "title": title, "text": text}
    if row["kind"] == "action":
        kind = ActionKind(row["title"])
        named = words("Actie: {kind}", kind=words.term(kind))
        return {**row, "title": words("Actie") if kind is ActionKind.OVERIG else named}
    if row["kind"] == "work_note":
        return {**row, "title": words("Werkaantekening")}
    return row


def _consequence(words: Words, code: str) -> str:
    return words.term(WorkConsequence(code)) if code in set(WorkConsequence) else ""

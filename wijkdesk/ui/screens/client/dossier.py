"""What the client's page shows, read in one go, and in the words of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wijkdesk.caseload.catalogue import ask
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import ActionKind, BarrierDomain, WorkConsequence
from wijkdesk.i18n import Words
from wijkdesk.ui.screen import Row


@dataclass(frozen=True)
class Dossier:
    """A client with everything that happened, as the questions answer it."""

    client: Row
    barriers: list[Row]
    actions: list[Row]
    timeline: list[Row]

    @property
    def waiting(self) -> bool:
        """Whether anything of this client has not been sent."""
        rows = (self.client, *self.barriers, *self.actions, *self.timeline)
        return any(row["waiting"] for row in rows)


def read(desk: Desk, client: str) -> Dossier:
    """Read the dossier of a client; UserError("unknown_record") when it is not on this desk."""
    asked = {"client": client}
    return Dossier(
        ask(desk, "client", asked)[0],
        ask(desk, "barriers", asked),
        ask(desk, "actions", asked),
        ask(desk, "timeline", asked),
    )


def age(born: date, today: date) -> int:
    """Return how old somebody is."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


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
    return row


def _consequence(words: Words, code: str) -> str:
    return words.term(WorkConsequence(code)) if code in set(WorkConsequence) else ""

"""What the client's page shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wijkdesk.caseload.catalogue import ask
from wijkdesk.caseload.desk import Desk
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

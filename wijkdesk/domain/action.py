"""An action: one step, by the client, the municipality or a partner, that helps towards work."""

from __future__ import annotations

from datetime import date, datetime

from wijkdesk.domain.noun import LONG, Known, Noun, SetBy, fact
from wijkdesk.domain.values import ActionKind, By
from wijkdesk.errors import UserError


class Action(Noun, table=True):
    """A step with who does it and by when; `barrier` is the barrier it works on, if any."""

    client: str = fact(required=True, index=True, set_by=SetBy.MAKER)
    barrier: str | None = fact(set_by=SetBy.MAKER)
    title: str = fact(required=True, merges=True)
    kind: str = fact(required=True, codes=ActionKind)
    by: str = fact(required=True, codes=By)
    due: date | None = fact()
    partner: str | None = fact()
    finished_on: date | None = fact()
    result: str | None = fact(merges=True, longest=LONG)
    recorded_at: datetime = fact(required=True, kind=datetime, set_by=SetBy.MAKER)
    recorded_by: str = fact(required=True, set_by=SetBy.MAKER)

    def check(self, known: Known) -> None:
        """Raise UserError with `field` for a step without words or finished in the future."""
        if not self.title.strip():
            raise UserError("missing", field="title")
        if self.finished_on is not None and self.finished_on > known.today:
            raise UserError("day_in_future", field="finished_on")

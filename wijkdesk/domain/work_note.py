"""A work note: what a consultant wants to remember of a client for a while; the client may read it.

There are no private notes (practice.md R10). A work note is in no plan, no letter and nothing a
coordinator reads, it is in what a client gets who asks what is kept, and it goes by itself.
"""

from __future__ import annotations

from datetime import date, datetime

from wijkdesk.domain.noun import LONG, Known, Noun, SetBy, fact
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today


class WorkNote(Noun, table=True):
    """One note, written once. `expires` is the first day on which it is not there any more.

    `about_others` says that it holds facts about somebody else than the client, on which the
    privacy officer decides when the client asks what is kept (AVG art. 15 lid 4).
    """

    __tablename__ = "work_note"

    client: str = fact(required=True, index=True, set_by=SetBy.MAKER)
    text: str = fact(required=True, set_by=SetBy.MAKER, longest=LONG)
    about_others: bool = fact(default=False, set_by=SetBy.MAKER)
    expires: date = fact(required=True, set_by=SetBy.MAKER)
    recorded_at: datetime = fact(required=True, kind=datetime, set_by=SetBy.MAKER)
    recorded_by: str = fact(required=True, set_by=SetBy.MAKER)

    def stands(self, day: date) -> bool:
        """Say whether it is still there on a day."""
        return day < self.expires

    def check(self, known: Known) -> None:
        """Raise UserError with `field` for a note without words, or one that stays too long."""
        if not self.text.strip():
            raise UserError("missing", field="text")
        written = today(self.recorded_at)
        if written > known.today:
            raise UserError("day_in_future", field="recorded_at")
        latest = known.over_on(self.record_kind(), written)
        if self.expires > latest:
            raise UserError("kept_too_long", field="expires", day=latest)

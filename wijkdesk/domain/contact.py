"""A contact moment: when we spoke with a client, how, and what was said."""

from __future__ import annotations

from datetime import datetime

from wijkdesk.domain.noun import LONG, Known, Noun, SetBy, fact
from wijkdesk.domain.values import Channel
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today


class ContactMoment(Noun, table=True):
    """One contact. It is written once: a correction is a new record, so no two can collide.

    `about_others` says that it holds facts about somebody else than the client, as a work note may.
    """

    __tablename__ = "contact_moment"

    client: str = fact(required=True, index=True, set_by=SetBy.MAKER)
    channel: str = fact(required=True, set_by=SetBy.MAKER, codes=Channel)
    summary: str = fact(required=True, set_by=SetBy.MAKER, longest=LONG)
    at: datetime = fact(required=True, kind=datetime, set_by=SetBy.MAKER)
    recorded_at: datetime = fact(required=True, kind=datetime, set_by=SetBy.MAKER)
    recorded_by: str = fact(required=True, set_by=SetBy.MAKER)
    about_others: bool | None = fact(set_by=SetBy.MAKER)

    def check(self, known: Known) -> None:
        """Raise UserError with `field` for a contact without words or in the future."""
        if not self.summary.strip():
            raise UserError("missing", field="summary")
        if today(self.at) > known.today:
            raise UserError("day_in_future", field="at")

"""A grant: what lets a colleague see a client, as what, and until when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text

from wijkdesk.domain.noun import LONG, Noun, SetBy, fact
from wijkdesk.domain.values import Capacity


class Grant(Noun, table=True):
    """Access of one person to one client (practice.md finding 1).

    A client has at most one active contact person, which the database itself guards; none means
    that the client is still to be assigned. `until` is the first day without it; `reason` and
    `note` are what a handover is told with, and `instead_of` is who is replaced.
    """

    __table_args__ = (
        Index(
            "one_contact_person",
            "organisation",
            "client",
            unique=True,
            sqlite_where=text("capacity = 'contact_person' AND until IS NULL"),
            postgresql_where=text("capacity = 'contact_person' AND until IS NULL"),
        ),
    )

    client: str = fact(required=True, index=True, set_by=SetBy.CENTRAL)
    person: str = fact(required=True, index=True, set_by=SetBy.CENTRAL)
    capacity: str = fact(required=True, set_by=SetBy.CENTRAL, codes=Capacity)
    starts: date = fact(required=True, set_by=SetBy.CENTRAL)
    until: date | None = fact(set_by=SetBy.CENTRAL)
    reason: str | None = fact(set_by=SetBy.CENTRAL)
    note: str | None = fact(set_by=SetBy.CENTRAL, longest=LONG)
    instead_of: str | None = fact(set_by=SetBy.CENTRAL)

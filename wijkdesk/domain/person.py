"""The colleagues, and the laptops they work on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text

from wijkdesk.domain.noun import Noun, Purpose, SetBy, fact
from wijkdesk.domain.values import Role


class Person(Noun, table=True):
    """A colleague with one or more roles, working for an area (gebied) of the city."""

    dossier_field = None

    name: str = fact(Purpose.SECURITY, required=True, set_by=SetBy.CENTRAL)
    roles: list[str] = fact(
        Purpose.SECURITY, required=True, kind=list, set_by=SetBy.CENTRAL, codes=Role
    )
    area: str = fact(Purpose.SECURITY, required=True, set_by=SetBy.CENTRAL)
    email: str | None = fact(Purpose.SECURITY, set_by=SetBy.CENTRAL)
    active: bool = fact(Purpose.SECURITY, default=True, set_by=SetBy.CENTRAL)
    absent_from: date | None = fact(Purpose.SECURITY, set_by=SetBy.CENTRAL)
    absent_until: date | None = fact(Purpose.SECURITY, set_by=SetBy.CENTRAL)


class Device(Noun, table=True):
    """A laptop with a desk: its public key, and how far central has come with it.

    `counter` rises with every signed request and makes each signature good for once; `last_n` is
    the number of the last operation received, `since` the version it said it had come to;
    `audit_n` and `audit_head` are the end of its log.
    `recovery` is the fingerprint of the key its vault is also sealed to, `orders` how many times
    it was told to destroy its keys, and `succeeds` the device it goes on for after a put-back.
    """

    dossier_field = None
    __table_args__ = (
        Index(
            "one_successor",
            "organisation",
            "succeeds",
            unique=True,
            sqlite_where=text("succeeds IS NOT NULL"),
            postgresql_where=text("succeeds IS NOT NULL"),
        ),
    )

    person: str = fact(Purpose.SECURITY, required=True, index=True, set_by=SetBy.CENTRAL)
    public_key: str = fact(Purpose.SECURITY, required=True, set_by=SetBy.CENTRAL)
    counter: int = fact(Purpose.SECURITY, default=0, kind=int, set_by=SetBy.CENTRAL)
    last_n: int = fact(Purpose.SECURITY, default=0, kind=int, set_by=SetBy.CENTRAL)
    since: int = fact(Purpose.SECURITY, default=0, kind=int, set_by=SetBy.CENTRAL)
    audit_n: int = fact(Purpose.SECURITY, default=0, kind=int, set_by=SetBy.CENTRAL)
    audit_head: str = fact(Purpose.SECURITY, default="", set_by=SetBy.CENTRAL)
    program: str = fact(Purpose.SECURITY, default="", set_by=SetBy.CENTRAL)
    enrolled_at: datetime = fact(
        Purpose.SECURITY, required=True, kind=datetime, set_by=SetBy.CENTRAL
    )
    seen_at: datetime | None = fact(Purpose.SECURITY, kind=datetime, set_by=SetBy.CENTRAL)
    revoked_at: datetime | None = fact(Purpose.SECURITY, kind=datetime, set_by=SetBy.CENTRAL)
    vault: str | None = fact(Purpose.SECURITY, set_by=SetBy.CENTRAL)
    recovery: str | None = fact(Purpose.SECURITY, set_by=SetBy.CENTRAL)
    revoked_as: str | None = fact(Purpose.SECURITY, set_by=SetBy.CENTRAL)
    orders: int = fact(Purpose.SECURITY, default=0, kind=int, set_by=SetBy.CENTRAL)
    put_back_at: datetime | None = fact(Purpose.SECURITY, kind=datetime, set_by=SetBy.CENTRAL)
    succeeds: str | None = fact(Purpose.SECURITY, set_by=SetBy.CENTRAL)

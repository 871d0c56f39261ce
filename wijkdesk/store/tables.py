"""What a desk keeps beside the nouns: what waits, what came back, who looked, and drafts.

A text column that holds several values holds them as JSON.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from wijkdesk.domain.noun import UtcTime


class Confirmed(SQLModel, table=True):
    """The value central confirmed of a field that has a change waiting."""

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    value: str


class Outbox(SQLModel, table=True):
    """A change that central has not answered; one that may have been sent is never altered.

    No number is ever given twice, also not when the last lines are gone.
    """

    __table_args__ = {"sqlite_autoincrement": True}

    n: int | None = Field(default=None, primary_key=True)
    kind: str
    id: str = Field(index=True)
    client: str | None = None
    field: str | None = None
    body: str
    sent: bool = False


class Sent(SQLModel, table=True):
    """A change that central answered, kept a while: a central that was put back may lack it.

    `version` is the one it got, 0 for one that changed nothing; `at` is when it was made.
    """

    n: int = Field(primary_key=True)
    kind: str
    id: str
    client: str | None = Field(default=None, index=True)
    field: str | None = None
    body: str
    version: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=UtcTime)


class Inbox(SQLModel, table=True):
    """An answer a person must see: a code with the record and the text it is about."""

    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    code: str
    kind: str
    record: str
    client: str | None = None
    field: str | None = None
    text: str


class Audit(SQLModel, table=True):
    """A line of the log. Each carries the hash of the one before, and a salt of its own.

    The salt lets a line be erased later without its hash saying anything about what it held.
    `purpose` is a code of why somebody looked, `what` (JSON) what it was about: a field and a
    count, a document; never the text that was typed or read.
    """

    n: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    person: str
    capacity: str
    act: str
    kind: str | None = None
    record: str | None = None
    client: str | None = Field(default=None, index=True)
    salt: str
    hash: str
    purpose: str | None = None
    what: str | None = None


class Meta(SQLModel, table=True):
    """What this desk is and how far it has come, by name."""

    name: str = Field(primary_key=True)
    value: str


class Draft(SQLModel, table=True):
    """What somebody was typing, by the place where it was typed."""

    place: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    body: str

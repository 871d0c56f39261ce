"""What central keeps beside the nouns. Every key begins with the organisation."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from wijkdesk.domain.noun import ID_LENGTH, UtcTime


def _key() -> str:
    key: str = Field(primary_key=True, max_length=ID_LENGTH)
    return key


class Organisation(SQLModel, table=True):
    """A municipality. `audience` is what its desks sign for, `epoch` changes after a restore.

    `granted_on` is the day up to which grants have begun and ended (`central/grants.py`).
    `timeline` is that of the PostgreSQL server it was last seen on: another one is a restore.
    `signing_key` signs the orders that desks obey (Ed25519, private, hexadecimal), `recovery_key`
    is the public half of the key in the safe, to which every desk seals its own.
    """

    id: str = _key()
    name: str
    demo: bool = False
    audience: str
    epoch: str
    common_key: str
    created_at: datetime = Field(sa_type=UtcTime)
    signing_key: str | None = None
    recovery_key: str | None = None
    granted_on: date | None = None
    timeline: str | None = None


class SchemaStep(SQLModel, table=True):
    """A step of the schema, and the oldest step whose program goes on working beside it.

    It is about the database, and so of no organisation.
    """

    __tablename__ = "schema_step"

    revision: str = Field(primary_key=True, max_length=40)
    goes_with: str = Field(max_length=40)


class Sequence(SQLModel, table=True):
    """The one counter of an organisation: taking from it first makes its order commit order.

    `common_head` and `common_digest` are of what every desk knows.
    """

    organisation: str = _key()
    value: int = Field(default=0, sa_type=BigInteger)
    common_head: int = Field(default=0, sa_type=BigInteger)
    common_digest: str = "0"


class Feed(SQLModel, table=True):
    """What one person receives: the version of its last change and its digest under its key."""

    organisation: str = _key()
    person: str = _key()
    key: str
    head: int = Field(default=0, sa_type=BigInteger)
    digest: str = "0"


class Holding(SQLModel, table=True):
    """A client that is a person's now: what the grants come to, in which capacities.

    `capacities` are codes with a space between; `version` is when they came to be these.
    """

    __table_args__ = (Index("holding_of_client", "organisation", "client"),)

    organisation: str = _key()
    person: str = _key()
    client: str = _key()
    capacities: str
    version: int = Field(sa_type=BigInteger)


class Revocation(SQLModel, table=True):
    """A client that is no longer a person's, from a version on."""

    organisation: str = _key()
    person: str = _key()
    client: str = _key()
    version: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime | None = Field(default=None, sa_type=UtcTime)


class TextHistory(SQLModel, table=True):
    """A text as it was at a version, to merge words with."""

    __tablename__ = "text_history"

    organisation: str = _key()
    kind: str = Field(primary_key=True, max_length=40)
    id: str = _key()
    field: str = Field(primary_key=True, max_length=60)
    version: int = Field(primary_key=True, sa_type=BigInteger)
    value: str


class Operation(SQLModel, table=True):
    """A change as it arrived, with what became of it: retry store, history and proof in one."""

    __table_args__ = (Index("operation_of_version", "organisation", "version"),)

    organisation: str = _key()
    device: str = _key()
    n: int = Field(primary_key=True, sa_type=BigInteger)
    fingerprint: str
    person: str
    body: str
    result: str
    version: int = Field(sa_type=BigInteger)
    received_at: datetime = Field(sa_type=UtcTime)


class AuditLine(SQLModel, table=True):
    """A line of a desk's log, or of central's own (device "central")."""

    __tablename__ = "audit_line"

    organisation: str = _key()
    device: str = _key()
    n: int = Field(primary_key=True, sa_type=BigInteger)
    body: str
    hash: str
    received_at: datetime = Field(sa_type=UtcTime)


class Invitation(SQLModel, table=True):
    """A one-time code, kept only as its hash; the key that spent it may ask again."""

    organisation: str = _key()
    code_hash: str = Field(primary_key=True, max_length=64)
    person: str
    expires_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)
    public_key: str | None = None
    device: str | None = None


class Notice(SQLModel, table=True):
    """Something a person is told at the next sync: a code with the record and the words."""

    __table_args__ = (Index("notice_of_person", "organisation", "person", "version"),)

    organisation: str = _key()
    id: str = _key()
    person: str = Field(max_length=ID_LENGTH)
    version: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=UtcTime)
    code: str
    kind: str
    record: str
    client: str | None = Field(default=None, max_length=ID_LENGTH)
    text: str


class Erasure(SQLModel, table=True):
    """A text that was erased everywhere: which field, by whom and why, and nothing of the text.

    Without a field it is the whole record that was taken out.
    """

    __table_args__ = (Index("erasure_of_client", "organisation", "client", "version"),)

    organisation: str = _key()
    id: str = _key()
    version: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=UtcTime)
    client: str = Field(max_length=ID_LENGTH)
    kind: str = Field(max_length=40)
    record: str = Field(max_length=ID_LENGTH)
    field: str = Field(max_length=60)
    reason: str
    person: str = Field(max_length=ID_LENGTH)


class Purge(SQLModel, table=True):
    """A dossier whose time is over: proposed, approved by two others, and what was erased.

    `erased` is the proof: the random ids of what is gone, as JSON, and nothing else.
    """

    organisation: str = _key()
    id: str = _key()
    client: str = Field(max_length=ID_LENGTH)
    rule: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=UtcTime)
    first_by: str | None = None
    first_at: datetime | None = Field(default=None, sa_type=UtcTime)
    second_by: str | None = None
    second_at: datetime | None = Field(default=None, sa_type=UtcTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)
    erased: str = "[]"


class Opening(SQLModel, table=True):
    """A dossier opened by somebody who does not hold it (break-glass): why, and until when."""

    __table_args__ = (Index("opening_of_person", "organisation", "person", "client"),)

    organisation: str = _key()
    id: str = _key()
    client: str = Field(max_length=ID_LENGTH)
    person: str = Field(max_length=ID_LENGTH)
    reason: str
    text: str
    starts: datetime = Field(sa_type=UtcTime)
    until: datetime = Field(sa_type=UtcTime)

"""How far each record has come: the versions central gave it, kept beside the nouns."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from wijkdesk.domain.noun import ID_LENGTH


class RowState(SQLModel, table=True):
    """What goes with a record: whose dossier it is in, and what its own table has no column for.

    `made` is the version at which it was made, `head` the version of its last change, `extra` a
    JSON object of other versions of fields (`!field`) and of fields of a later program version.
    """

    __tablename__ = "row_state"
    __table_args__ = (Index("row_state_of_client", "organisation", "client", "head"),)

    organisation: str = Field(primary_key=True, max_length=ID_LENGTH)
    kind: str = Field(primary_key=True, max_length=40)
    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    client: str | None = Field(default=None, max_length=ID_LENGTH)
    made: int = Field(sa_type=BigInteger)
    head: int = Field(sa_type=BigInteger)
    extra: str = "{}"


class FieldVersion(SQLModel, table=True):
    """The version of a field that changed after its record was made."""

    __tablename__ = "field_version"

    organisation: str = Field(primary_key=True, max_length=ID_LENGTH)
    kind: str = Field(primary_key=True, max_length=40)
    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    field: str = Field(primary_key=True, max_length=60)
    version: int = Field(sa_type=BigInteger)

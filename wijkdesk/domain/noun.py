"""What every noun shares: its key, and for each field what it is for and who may set it.

One class per noun is the table at both ends. `organisation` comes first in every key, so that
two municipalities on one central can never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, ClassVar, get_args, get_origin

from pydantic_core import PydanticUndefined
from sqlalchemy import JSON, BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from wijkdesk.domain.text import plain, storable
from wijkdesk.errors import UserError

ID_LENGTH = 36
SHORT, LONG = 200, 4000  # characters; practice.md R11: a note is 4,000 at most
ERASED = "–"  # what stands where a text was erased that cannot be empty

# A field as it travels between desk and central.
Wire = str | int | bool | list[str] | None


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC by every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the database a moment in UTC."""
        return None if value is None else value.astimezone(UTC).replace(microsecond=0)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say again that it is UTC, which SQLite forgets."""
        return None if value is None else value.replace(tzinfo=UTC)


class Purpose(StrEnum):
    """Why a field is kept at all (AVG art. 5; Participatiewet art. 7, 9 and 10)."""

    WORK = "arbeidsinschakeling"
    APPLICATION = "aanvraag"
    AFTERCARE = "nazorg"
    ACCOUNT = "verantwoording"
    SECURITY = "beveiliging"


class SetBy(StrEnum):
    """Who may set a field: a desk at any time, a desk when it makes the record, or central."""

    DESK = "desk"
    MAKER = "maker"
    CENTRAL = "central"


@dataclass(frozen=True)
class Fact:
    """What there is to know of a field beside its type."""

    purpose: Purpose
    set_by: SetBy = SetBy.DESK
    codes: type[StrEnum] | None = None
    merges: bool = False
    longest: int = SHORT


def fact(
    purpose: Purpose = Purpose.WORK,
    *,
    default: Any = None,
    required: bool = False,
    kind: type | None = None,
    index: bool = False,
    **known: Any,
) -> Any:
    """Declare a field of a noun: `known` are the fields of `Fact`."""
    sa_types: dict[type | None, Any] = {datetime: UtcTime, list: JSON, int: BigInteger}
    extra = {"sa_type": sa_types[kind]} if kind in sa_types else {}
    return Field(
        default=PydanticUndefined if required else default,
        index=index,
        sa_column_kwargs={"info": {"fact": Fact(purpose, **known)}},
        **extra,
    )


@dataclass(frozen=True)
class Known:
    """What a rule needs to know of the world: the day it is, and the names of the wijken.

    `over_on` gives the first day on which a kind of record is no longer kept, from the day its time
    counts from.
    """

    today: date
    places: Collection[str]
    over_on: Callable[[str, date], date]


class Noun(SQLModel):
    """A record of the profession, keyed by organisation and id."""

    organisation: str = Field(primary_key=True, max_length=ID_LENGTH)
    id: str = Field(primary_key=True, max_length=ID_LENGTH)

    # The field that names the client whose dossier this record is in; None: not in a dossier.
    dossier_field: ClassVar[str | None] = "client"

    @classmethod
    def record_kind(cls) -> str:
        """Return the name of this kind of record, which is also its table's."""
        return str(cls.__tablename__)

    @classmethod
    def facts(cls) -> dict[str, Fact]:
        """Return every field except the key with what is known of it, in the order declared."""
        return _facts(cls)

    @classmethod
    def fields(cls) -> dict[str, Fact]:
        """Return the facts that travel: all but the one that names the client."""
        return _fields(cls)

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the default of every field that has one."""
        return _defaults(cls)

    def travelled(self) -> dict[str, Wire]:
        """Return the values of this record as they travel, without empty ones."""
        values = {name: wire(getattr(self, name)) for name in self.fields()}
        return {name: value for name, value in values.items() if value is not None}

    def check(self, known: Known) -> None:
        """Raise UserError with `field` when the values of this record cannot be true."""


@cache
def _facts(noun: type[Noun]) -> dict[str, Fact]:
    columns = noun.__table__.columns  # type: ignore[attr-defined]
    return {column.name: column.info["fact"] for column in columns if "fact" in column.info}


# Asked for every record of a page that comes in: a caseload has thousands.
@cache
def _fields(noun: type[Noun]) -> dict[str, Fact]:
    return {name: known for name, known in noun.facts().items() if name != noun.dossier_field}


@cache
def _defaults(noun: type[Noun]) -> dict[str, Any]:
    fields = {name: noun.model_fields[name] for name in noun.fields()}
    return {name: info.default for name, info in fields.items() if not info.is_required()}


def wire(value: object) -> Wire:
    """Return a field's value as it travels: days and moments as ISO text."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return f"{moment.isoformat(timespec='seconds')}Z"
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | list):
        return str(value) if isinstance(value, StrEnum) else value
    raise TypeError(f"not a value that travels: {type(value).__name__}")


def unwire(noun: type[Noun], field: str, value: object) -> Any:
    """Return a travelled value in the type of its field.

    Raises UserError("wrong_type") for another type, UserError("not_a_choice") for a code that
    does not exist, UserError("too_long") and UserError("not_storable") for text.
    """
    if value is None:
        if noun.model_fields[field].is_required():
            raise UserError("missing", field=field)
        return None
    return _READERS[python_type(noun, field)](noun, field, value)


def typed(noun: type[Noun], field: str, value: Any) -> Any:
    """Return a travelled value that was judged before in the type of its column."""
    kind = python_type(noun, field)
    if not isinstance(value, str) or kind is str:
        return value
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value


@cache
def python_type(noun: type[Noun], field: str) -> type:
    """Return the type of a field's values, without the None it may also have."""
    annotation = noun.model_fields[field].annotation
    kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
    if get_origin(annotation) is list:
        return list
    return kinds[0] if kinds else annotation  # type: ignore[return-value]


def erased(noun: type[Noun], field: str) -> str | None:
    """Return what a text is once it was erased: nothing, or a dash where something must be.

    Raises UserError("not_a_text") for a field that is not text which somebody typed freely; a name
    and a wijk are changed, not erased.
    """
    known = noun.facts().get(field)
    free = known is not None and known.codes is None and python_type(noun, field) is str
    required = free and noun.model_fields[field].is_required()
    if known is None or not free or not (
        known.longest == LONG
        or (known.set_by is SetBy.DESK and (known.merges or not required))
    ):  # fmt: skip
        raise UserError("not_a_text", field="field")
    return ERASED if required else None


def soundly(noun: type[Noun], values: Mapping[str, object]) -> dict[str, Any]:
    """Return travelled values as a noun's own, or raise as `unwire` does."""
    return {field: unwire(noun, field, value) for field, value in values.items()}


def _text(noun: type[Noun], field: str, value: object) -> str:
    known = noun.facts()[field]
    if not isinstance(value, str):
        raise UserError("wrong_type", field=field)
    if not storable(value):
        raise UserError("not_storable", field=field)
    clean = plain(value)
    if len(clean) > known.longest:
        raise UserError("too_long", field=field, longest=known.longest)
    if known.codes is not None and clean not in set(known.codes):
        raise UserError("not_a_choice", field=field, given=clean, choices=", ".join(known.codes))
    return clean


def _whole(noun: type[Noun], field: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 1 << 31:
        raise UserError("wrong_type", field=field)
    return value


def _yes_no(noun: type[Noun], field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise UserError("wrong_type", field=field)
    return value


def _day(noun: type[Noun], field: str, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise UserError("not_a_date", field=field) from error


def _moment(noun: type[Noun], field: str, value: object) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise UserError("not_a_moment", field=field) from error
    # In the first and last year of the calendar another time zone may not exist.
    if moment.tzinfo is None or not date.min.year < moment.year < date.max.year:
        raise UserError("not_a_moment", field=field)
    return moment.astimezone(UTC).replace(microsecond=0)


def _list(noun: type[Noun], field: str, value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > 20:
        raise UserError("wrong_type", field=field)
    return [_text(noun, field, item) for item in value]


_READERS: dict[type, Callable[[type[Noun], str, object], Any]] = {
    str: _text,
    int: _whole,
    bool: _yes_no,
    date: _day,
    datetime: _moment,
    list: _list,
}

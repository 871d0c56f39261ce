"""Sound records of every noun, and values of every field, for the tests of the domain."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from wijkdesk.domain import NOUNS, Device, Noun
from wijkdesk.domain.noun import Known, python_type
from wijkdesk.policy.retention import over_on

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
KNOWN = Known(TODAY, frozenset({"Tarwewijk", "Oude Westen"}), over_on)
ALL = (*NOUNS.values(), Device)
FIELDS = [(noun, field) for noun in ALL for field in noun.facts()]

KEY = {"organisation": "o", "id": "r"}
WRITTEN: dict[str, Any] = {"client": "c", "recorded_at": NOW, "recorded_by": "p"}

_ZONES = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda off: timezone(timedelta(minutes=off // timedelta(minutes=1)))
)
_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
_OF_TYPE: dict[type, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    int: st.integers(-(1 << 31) + 1, (1 << 31) - 1),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(
        datetime.fromisoformat("0003-01-01"), datetime.fromisoformat("9997-12-31"), timezones=_ZONES
    ),
}


def values(noun: type[Noun], field: str) -> st.SearchStrategy[Any]:
    """Return values a field can have, codes where it has codes."""
    codes = noun.facts()[field].codes
    kind = python_type(noun, field)
    one = _OF_TYPE[str if kind is list else kind]
    if codes is not None:
        one = st.sampled_from([code.value for code in codes])
    return st.lists(one, max_size=5) if kind is list else one

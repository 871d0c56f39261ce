"""Every field has a purpose, is asked of nobody without need, and travels there and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.nouns import ALL, FIELDS, KEY, NOW, WRITTEN, values
from wijkdesk.domain import COMMON, DOSSIER, NOUNS, Action, Barrier, Client, Device, Noun, Person
from wijkdesk.domain.noun import (
    LONG,
    SHORT,
    Purpose,
    SetBy,
    UtcTime,
    python_type,
    soundly,
    typed,
    unwire,
    wire,
)
from wijkdesk.domain.text import plain
from wijkdesk.errors import UserError

# What may be asked before somebody can go on (practice.md R5). The names of who wrote it and when
# are never asked.
ASKED = {
    "client": {"given_name", "family_name", "neighbourhood"},
    "barrier": {"client", "domain"},
    "action": {"client", "title", "kind", "by"},
    "contact_moment": {"client", "channel", "summary", "at"},
    "work_note": {"client", "text", "expires"},
}
WRONG: dict[type, tuple[object, ...]] = {
    str: (1, True, ["a"], {"a": 1}, 1.5),
    int: ("1", True, 1.0, [1], 1 << 31, -(1 << 31)),
    bool: ("true", 1, 0, []),
    date: ("gisteren", "2026-02-30", 20261124, True, ["2026-11-24"], NOW),
    datetime: ("2026-11-24T09:30", "straks", 5, True, [], date(2026, 11, 24)),
    list: ("consultant", {"a": 1}, [1], [["consultant"]], ["consultant"] * 21),
}


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.record_kind())
def test_every_field_beside_the_key_has_a_purpose(noun: type[Noun]) -> None:
    assert set(noun.model_fields) == {"organisation", "id", *noun.facts()}
    assert all(isinstance(known.purpose, Purpose) for known in noun.facts().values())


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.record_kind())
def test_organisation_comes_first_in_every_key(noun: type[Noun]) -> None:
    key = [column.name for column in noun.__table__.primary_key]  # type: ignore[attr-defined]
    assert key == ["organisation", "id"]


@pytest.mark.parametrize("kind", ASKED)
def test_nothing_is_forced_beyond_what_is_needed(kind: str) -> None:
    noun = NOUNS[kind]
    asked = {n for n in noun.facts() if noun.model_fields[n].is_required()}
    assert asked - {"recorded_at", "recorded_by"} == ASKED[kind]


def test_every_kind_of_record_is_found_by_its_name() -> None:
    assert {**DOSSIER, **COMMON} == NOUNS
    assert all(noun.record_kind() == kind for kind, noun in NOUNS.items())
    assert set(DOSSIER) == {
        "client", "barrier", "action", "contact_moment", "work_note", "grant"
    }  # fmt: skip
    assert all(noun.dossier_field is None for noun in COMMON.values())


def test_what_a_desk_may_set_is_set_by_nobody_else() -> None:
    assert {n for n, known in Client.facts().items() if known.set_by is not SetBy.DESK} == set()
    assert Barrier.facts()["domain"].set_by is SetBy.MAKER
    assert {known.set_by for known in NOUNS["grant"].facts().values()} == {SetBy.CENTRAL}


@pytest.mark.parametrize(
    ("noun", "field"), FIELDS, ids=lambda part: getattr(part, "__name__", part)
)
@given(data=st.data())
def test_a_value_travels_and_comes_back(noun: type[Noun], field: str, data: Any) -> None:
    value = data.draw(values(noun, field))
    kept = unwire(noun, field, wire(value))
    travelled = wire(kept)
    assert isinstance(travelled, str | int | list)
    assert typed(noun, field, travelled) == kept == unwire(noun, field, travelled)
    if python_type(noun, field) is datetime:
        assert kept == value.replace(microsecond=0)
        assert kept.tzinfo is UTC
    else:
        assert kept == (plain(value) if isinstance(value, str) else _plain_all(value))


def _plain_all(value: Any) -> Any:
    return [plain(text) for text in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("noun", "field"), FIELDS, ids=lambda part: getattr(part, "__name__", part)
)
def test_a_value_of_another_type_is_refused_with_its_field(noun: type[Noun], field: str) -> None:
    for wrong in WRONG[python_type(noun, field)]:
        with pytest.raises(UserError) as refused:
            unwire(noun, field, wrong)
        assert refused.value.field == field
        assert refused.value.code in {
            "wrong_type", "not_a_date", "not_a_moment", "not_a_choice"
        }  # fmt: skip


@pytest.mark.parametrize(
    ("noun", "field"), FIELDS, ids=lambda part: getattr(part, "__name__", part)
)
def test_nothing_is_a_value_only_where_it_may_be_empty(noun: type[Noun], field: str) -> None:
    if noun.model_fields[field].is_required():
        with pytest.raises(UserError) as refused:
            unwire(noun, field, None)
        assert (refused.value.code, refused.value.field) == ("missing", field)
    else:
        assert unwire(noun, field, None) is None


@pytest.mark.parametrize("noun", ALL, ids=lambda noun: noun.record_kind())
def test_a_text_fits_or_is_refused(noun: type[Noun]) -> None:
    for field, known in noun.facts().items():
        if python_type(noun, field) is not str or known.codes is not None:
            continue
        assert known.longest in (40, 60, SHORT, LONG)
        assert unwire(noun, field, "é" * known.longest) == "é" * known.longest
        with pytest.raises(UserError) as refused:
            unwire(noun, field, "é" * (known.longest + 1))
        assert refused.value.code == "too_long"
        assert refused.value.values == {"longest": known.longest}


def test_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        unwire(Action, "by", "buurman")
    assert refused.value.code == "not_a_choice"
    assert refused.value.values == {"given": "buurman", "choices": "klant, consulent, partner"}
    with pytest.raises(UserError):
        unwire(Person, "roles", ["consultant", "burgemeester"])


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_no_store_can_keep_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        unwire(Client, "family_name", text)
    assert refused.value.code == "not_storable"


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "9999-01-01T00:00:00Z"]
)
def test_a_moment_at_the_ends_of_the_calendar_is_refused(moment: str) -> None:
    for value in (moment, datetime.fromisoformat(moment)):
        with pytest.raises(UserError) as refused:
            unwire(Barrier, "recorded_at", value)
        assert refused.value.code == "not_a_moment"


def test_a_moment_is_written_with_four_digits_and_in_utc() -> None:
    assert wire(datetime(800, 3, 4, 5, 6, 7, 8, tzinfo=UTC)) == "0800-03-04T05:06:07Z"
    assert wire(datetime.fromisoformat("2026-11-24T00:30+01:00")) == "2026-11-23T23:30:00Z"


def test_what_is_no_value_of_ours_does_not_travel() -> None:
    with pytest.raises(TypeError):
        wire(1.5)


def test_empty_fields_and_the_client_stay_home() -> None:
    barrier = Barrier(**KEY, **WRITTEN, domain="taal", severity=2)
    assert barrier.travelled() == {
        "domain": "taal",
        "severity": 2,
        "recorded_at": "2026-11-24T09:30:00Z",
        "recorded_by": "p",
    }
    assert "client" not in Barrier.fields()
    assert "client" in Barrier.facts()


def test_defaults_are_those_of_the_declaration() -> None:
    assert Client.defaults()["phase"] == "intake"
    assert "given_name" not in Client.defaults()


def test_travelled_values_are_judged_one_by_one() -> None:
    assert soundly(Barrier, {"severity": 3, "measured_on": "2026-11-24"}) == {
        "severity": 3,
        "measured_on": date(2026, 11, 24),
    }
    with pytest.raises(UserError):
        soundly(Barrier, {"severity": "3"})


def test_every_database_keeps_moments_in_utc() -> None:
    kept = UtcTime().process_bind_param(datetime.fromisoformat("2026-07-01T12:00:00.5+02:00"), None)  # type: ignore[arg-type]
    assert kept == datetime(2026, 7, 1, 10, tzinfo=UTC)
    read = UtcTime().process_result_value(datetime.fromisoformat("2026-07-01T10:00"), None)  # type: ignore[arg-type]
    assert read == kept
    assert UtcTime().process_bind_param(None, None) is None  # type: ignore[arg-type]


def test_a_device_counts_beyond_what_fits_in_four_bytes() -> None:
    column = Device.__table__.c.counter  # type: ignore[attr-defined]
    assert column.type.__class__.__name__ == "BigInteger"

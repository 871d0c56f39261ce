"""The law of what is kept: every field has a purpose, and some things are never kept or counted.

Practice.md R1, R2 and R13; what central keeps beside the nouns is named here, with why.
"""

from __future__ import annotations

import re

import pytest
from sqlmodel import SQLModel

import wijkdesk.central.tables
import wijkdesk.store.tables
from wijkdesk.caseload.catalogue import QUESTIONS, VERBS
from wijkdesk.domain import NOUNS, Device
from wijkdesk.domain.noun import Purpose
from wijkdesk.domain.state import FieldVersion, RowState
from wijkdesk.policy.access import area_fields

# Tables that are no nouns: none holds a fact of its own, each serves one purpose.
BESIDE = {
    # At both ends: which version of which field, and the versions beside it.
    "row_state": Purpose.WORK,
    "field_version": Purpose.SECURITY,
    # At a desk: what waits, what was sent, what came back, what is being typed, and who looked.
    "confirmed": Purpose.WORK,
    "outbox": Purpose.WORK,
    "sent": Purpose.SECURITY,
    "inbox": Purpose.WORK,
    "draft": Purpose.WORK,
    "audit": Purpose.SECURITY,
    "meta": Purpose.SECURITY,
    # At central: the order of things, who may have what, proof, and what people are told.
    "organisation": Purpose.SECURITY,
    "schema_step": Purpose.SECURITY,
    "sequence": Purpose.SECURITY,
    "feed": Purpose.SECURITY,
    "holding": Purpose.SECURITY,
    "revocation": Purpose.SECURITY,
    "text_history": Purpose.WORK,
    "operation": Purpose.ACCOUNT,
    "audit_line": Purpose.SECURITY,
    "invitation": Purpose.SECURITY,
    "notice": Purpose.WORK,
    "erasure": Purpose.ACCOUNT,
    "purge": Purpose.ACCOUNT,
    "opening": Purpose.SECURITY,
}
OWN = {noun.record_kind(): noun for noun in (*NOUNS.values(), Device)}
TABLES = {table.name: table for table in SQLModel.metadata.tables.values()}
FIELDS = sorted({f"{name}.{column.name}" for name, table in TABLES.items()
                 for column in table.columns})  # fmt: skip

# Where somebody comes from is never kept (R13).
ORIGIN = re.compile(
    r"nationali|birth_?(country|place)|country|geboorteland|geboorteplaats|herkomst|afkomst|origin"
    r"|ethnic|etnic|migrat|statushouder|inburger|religi|geloof|race"
)
# Nothing serves enforcement, and what somebody did not do is not counted (R2).
ENFORCEMENT = re.compile(
    r"no_?show|verschenen|refus|weiger|fraud|sanct|maatregel|handhav|penalt|punish|boete|suwinet"
    r"|verwijt|risico|risk|score|rank"
)


@pytest.mark.parametrize("name", TABLES)
def test_every_field_of_every_table_has_a_purpose(name: str) -> None:
    if name not in OWN:
        assert BESIDE[name] in Purpose
        return
    noun = OWN[name]
    key = {"organisation", "id"}
    without = {column.name for column in TABLES[name].columns} - key - set(noun.facts())
    assert without == set()
    assert all(known.purpose in Purpose for known in noun.facts().values())


def test_the_tables_of_both_ends_are_all_looked_at() -> None:
    ends = (wijkdesk.central.tables, wijkdesk.store.tables)
    models = [model for end in ends for model in vars(end).values()
              if isinstance(model, type) and issubclass(model, SQLModel) and model is not SQLModel
              and model.__module__ == end.__name__]  # fmt: skip
    named = {str(model.__tablename__) for model in (*models, RowState, FieldVersion)}
    assert named == set(BESIDE)
    assert set(TABLES) == set(BESIDE) | set(OWN)


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_says_where_somebody_comes_from(field: str) -> None:
    assert not ORIGIN.search(field)


@pytest.mark.parametrize("name", [*FIELDS, *VERBS, *QUESTIONS, *area_fields()])
def test_nothing_serves_enforcement(name: str) -> None:
    assert not ENFORCEMENT.search(name)


@pytest.mark.parametrize("found", [*VERBS.values(), *QUESTIONS.values()], ids=lambda f: f.name)
def test_no_act_or_question_asks_for_either(found: object) -> None:
    asked = {p.name for p in found.parameters}  # type: ignore[attr-defined]
    codes = {code for p in found.parameters for code in p.choices}  # type: ignore[attr-defined]
    said = [*asked, *codes, found.sentence.lower()]  # type: ignore[attr-defined]
    assert not [word for word in said if ORIGIN.search(word) or ENFORCEMENT.search(word)]


def test_health_addiction_and_justice_are_read_by_who_works_with_somebody_alone() -> None:
    assert {"domain", "severity", "consequence", "bsn"} & set(area_fields()) == set()

"""Who may see and do what: an allow-list, in which what is not named does not exist."""

from __future__ import annotations

import tomllib
from itertools import combinations

import pytest

from wijkdesk.caseload.catalogue import VERBS
from wijkdesk.config.paths import resource
from wijkdesk.domain import COMMON, DOSSIER, NOUNS
from wijkdesk.domain.values import Capacity, Role
from wijkdesk.policy import access

NOBODY: frozenset[str] = frozenset()
CONTACT = frozenset({Capacity.CONTACT_PERSON.value})
SHIPPED = tomllib.loads(resource("policy/access.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", DOSSIER)
def test_who_holds_nothing_sees_nothing_of_a_dossier(kind: str) -> None:
    for nobody in (NOBODY, frozenset({"mediation"}), frozenset({"*"}), frozenset({""})):
        assert access.visible_fields(nobody, kind) == frozenset()
        fields = [*NOUNS[kind].facts(), "future_field", "*", ""]
        assert not any(access.visible(nobody, kind, field) for field in fields)
        assert not any(access.visible(nobody, kind, f"!{field}") for field in fields)


def test_who_reads_along_sees_no_number_and_writes_nothing() -> None:
    reader = frozenset({Capacity.BREAK_GLASS.value})
    assert not access.visible(reader, "client", "bsn")
    assert not access.visible(reader, "client", "!bsn")
    assert not access.visible(reader, "client", "future_field")
    assert access.visible(reader, "contact_moment", "summary")
    assert access.visible_fields(reader, "work_note") == frozenset()
    assert not access.visible(reader, "work_note", "future_field")
    assert not access.may_write(reader)


@pytest.mark.parametrize("kind", DOSSIER)
def test_a_contact_person_sees_every_field_and_every_version(kind: str) -> None:
    for field in NOUNS[kind].facts():
        assert access.visible(CONTACT, kind, field)
        assert access.visible(CONTACT, kind, f"!{field}")
    assert access.visible(CONTACT, kind, "future_field")


@pytest.mark.parametrize("kind", NOUNS)
def test_other_versions_are_seen_by_who_sees_the_field(kind: str) -> None:
    for held in (NOBODY, CONTACT):
        for field in (*NOUNS[kind].facts(), "future_field"):
            seen = access.visible(held, kind, field)
            assert access.visible(held, kind, f"!{field}") == seen


@pytest.mark.parametrize("held", [NOBODY, CONTACT])
def test_what_every_desk_knows_is_the_same_for_everybody(held: frozenset[str]) -> None:
    assert access.visible_fields(held, "person") == {
        "name",
        "roles",
        "area",
        "active",
        "absent_from",
        "absent_until",
    }
    assert not access.visible(held, "person", "email")
    assert not access.visible(held, "person", "!email")
    assert not access.visible(held, "person", "future_field")
    assert access.visible(held, "neighbourhood", "focus")


def test_more_capacities_never_show_less() -> None:
    some = [frozenset(pair) for n in range(3) for pair in combinations(Capacity, n)]
    for kind in NOUNS:
        for held in some:
            for more in some:
                both = access.visible_fields(held | more, kind)
                assert access.visible_fields(held, kind) <= both


def test_only_a_capacity_that_writes_writes() -> None:
    assert access.may_write(["contact_person"])
    assert access.may_write(["replacement", "does_not_exist"])
    assert not access.may_write(["does_not_exist"])
    assert not access.may_write([])


def test_roles_do_what_is_theirs() -> None:
    assert access.may_do(["consultant"], "record_barrier")
    assert access.may_do(["coordinator", "consultant"], "record_barrier")
    for role in set(Role) - {Role.CONSULTANT}:
        assert not access.may_do([role], "record_barrier")
    assert not access.may_do(["consultant"], "does_not_exist")
    assert not access.may_do([], "dismiss_answer")


def test_the_short_list_of_an_area_is_for_coordinators() -> None:
    assert access.sees_area(["coordinator"])
    assert not access.sees_area(["consultant", "admin"])
    assert "bsn" not in access.area_fields()
    assert "consequence" not in access.area_fields()


def test_the_shipped_list_names_only_what_exists() -> None:
    assert set(SHIPPED["capacity"]) == set(Capacity)
    assert set(SHIPPED["everyone"]["fields"]) == set(COMMON)
    assert set(SHIPPED["area_caseload"]["roles"]) <= set(Role)
    for table in (*SHIPPED["capacity"].values(), SHIPPED["everyone"]):
        for kind, fields in table["fields"].items():
            assert set(fields) <= {"*", *NOUNS[kind].facts()}


def test_every_verb_has_roles_and_every_line_a_verb() -> None:
    assert set(SHIPPED["verbs"]) == set(VERBS)
    for verb, roles in SHIPPED["verbs"].items():
        assert roles
        assert set(roles) <= set(Role)
        assert access.roles_for(verb) == roles

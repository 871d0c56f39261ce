"""Who may see which field and do which act; the one place both ends ask.

Everything that leaves central is made from `visible_fields`: a row with no visible field does not
exist for that person. Other versions of a field (named `!field`) have the visibility of the field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from wijkdesk.config.paths import resource
from wijkdesk.domain import COMMON, NOUNS
from wijkdesk.domain.values import Role

OTHER_VERSIONS = "!"


def visible_fields(capacities: frozenset[str], kind: str) -> frozenset[str]:
    """Return the fields of a kind of record that somebody in these capacities may see."""
    return _visible(frozenset() if kind in COMMON else capacities, kind)


def visible(capacities: frozenset[str], kind: str, field: str) -> bool:
    """Say whether a field, or its other versions, may be seen in these capacities.

    A field this version does not know belongs to whoever may see every field.
    """
    allowed = visible_fields(capacities, kind)
    name = field.removeprefix(OTHER_VERSIONS)
    if name in NOUNS[kind].facts():
        return name in allowed
    return "*" in allowed


def may_write(capacities: Iterable[str]) -> bool:
    """Say whether any of these capacities lets somebody change the dossier."""
    known = _access()["capacity"]
    return any(capacity in known and known[capacity]["writes"] for capacity in capacities)


def may_do(roles: Iterable[str], verb: str) -> bool:
    """Say whether somebody with these roles may do this act."""
    return bool(set(roles) & set(roles_for(verb)))


def roles_for(verb: str) -> list[str]:
    """Return the roles that may do this act."""
    return list(_access()["verbs"].get(verb, []))


def sees_area(roles: Iterable[str]) -> bool:
    """Say whether somebody with these roles may see the short list of an area."""
    return bool(set(roles) & set(_access()["area_caseload"]["roles"]))


def area_fields() -> list[str]:
    """Return the fields of the short list of an area."""
    return list(_access()["area_caseload"]["fields"])


@cache
def _visible(capacities: frozenset[str], kind: str) -> frozenset[str]:
    access = _access()
    tables = [access["capacity"][name] for name in capacities if name in access["capacity"]]
    tables = [access["everyone"]] if kind in COMMON else tables
    named = {field for table in tables for field in table["fields"].get(kind, [])}
    return frozenset({*named, *NOUNS[kind].facts()} if "*" in named else named)


@cache
def _access() -> dict[str, Any]:
    with resource("policy/access.toml").open("rb") as file:
        access = tomllib.load(file)
    unknown = {role for roles in access["verbs"].values() for role in roles} - set(Role)
    if unknown:
        raise ValueError(f"roles that do not exist: {sorted(unknown)}")
    return access

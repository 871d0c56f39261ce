"""Every code of trouble that is raised anywhere in the program, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"Trouble", "UserError", "OutsideTrouble", "UsageError"}
SENTENCES = ROOT / "wijkdesk" / "i18n" / "troubles.py"


@dataclass(frozen=True)
class Raised:
    """A code where it is raised, with the field and the names of the values it is given."""

    place: str
    code: str
    field: str | None
    values: frozenset[str]
    more: bool


@cache
def troubles() -> tuple[Raised, ...]:
    """Return every trouble that is raised with a literal code."""
    return tuple(found for file, tree in _sources() for found in _in(file, tree))


@cache
def literals() -> frozenset[str]:
    """Return every text literal outside the table of sentences."""
    return frozenset(
        node.value
        for file, tree in _sources()
        if file != SENTENCES
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def reasons() -> frozenset[str]:
    """Return every reason central gives for not taking a change."""
    return frozenset(
        keyword.value.value
        for _, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node) == "Outcome"
        for keyword in node.keywords
        if keyword.arg == "why" and isinstance(keyword.value, ast.Constant)
    )


@cache
def _sources() -> tuple[tuple[Path, ast.Module], ...]:
    files = sorted((ROOT / "wijkdesk").rglob("*.py"))
    return tuple((file, ast.parse(file.read_text(encoding="utf-8"))) for file in files)


def _in(file: Path, tree: ast.Module) -> Iterator[Raised]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _name(node) not in KINDS or not node.args:
            continue
        code = node.args[0]
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            field = next((k.value for k in node.keywords if k.arg == "field"), None)
            yield Raised(
                place=f"{file.relative_to(ROOT)}:{node.lineno}",
                code=code.value,
                field=field.value if isinstance(field, ast.Constant) else None,
                values=frozenset(k.arg for k in node.keywords if k.arg not in {None, "field"}),
                more=any(k.arg is None for k in node.keywords),
            )


def _name(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""

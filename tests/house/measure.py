"""Measures Python files against the budgets of the house, by reading them."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

MOCK = re.compile(
    r"\b(?:Magic|Async)?Mock\(|mock\.patch|mocker\.patch|[@]patch|\bpatch\("
    r"|patch\.(?:object|dict)\(|monkeypatch\.setattr"
)
BROAD = {"", "Exception", "BaseException"}


@dataclass(frozen=True)
class Function:
    """One function: where it is, how many lines it has, and whether its return is typed."""

    place: str
    lines: int
    typed: bool


@dataclass
class Measured:
    """What was read in one file; `lines` are those with something on them."""

    path: Path
    lines: int
    documented: bool
    functions: list[Function] = field(default_factory=list)
    broad: list[int] = field(default_factory=list)
    globals: list[int] = field(default_factory=list)
    hidden_imports: list[int] = field(default_factory=list)
    mocks: int = 0


def measure(path: Path, text: str) -> Measured:
    """Return what one file holds."""
    tree = ast.parse(text, filename=str(path))
    measured = Measured(
        path, len(filled(text)), ast.get_docstring(tree) is not None, mocks=len(MOCK.findall(text))
    )
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                measured.functions.append(_function(path, node))
            case ast.ExceptHandler() if _caught(node) & BROAD:
                measured.broad.append(node.lineno)
            case ast.Global():
                measured.globals.append(node.lineno)
            case ast.Call() if ast.unparse(node.func).split(".")[-1] in {
                "import_module",
                "__import__",
            }:
                measured.hidden_imports.append(node.lineno)
    return measured


def filled(text: str) -> list[str]:
    """Return the lines of a text that are not blank."""
    return [line for line in text.splitlines() if line.strip()]


def percentile(values: list[int], share: int) -> int:
    """Return the value below which `share` percent of them lie; 0 of nothing."""
    ordered = sorted(values) or [0]
    return ordered[round(share / 100 * (len(ordered) - 1))]


def _function(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return Function(f"{path}:{node.lineno} {node.name}", lines, node.returns is not None)


def _caught(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {""}
    parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {ast.unparse(part) for part in parts}

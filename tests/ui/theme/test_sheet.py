"""The style sheet: every rule names its family, and only the theme sets a style."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from wijkdesk.ui.theme import tokens
from wijkdesk.ui.theme.sheet import sheet

UI = Path(__file__).resolve().parents[3] / "wijkdesk" / "ui"


def rules(mode: str, scale: float) -> list[tuple[str, str]]:
    """Return (selector, declarations) of every rule."""
    text = sheet(tokens.MODES[mode], lambda size: max(1, round(size * scale)))
    return re.findall(r"([^{}]+)\{([^{}]*)\}", text)


@pytest.mark.parametrize("mode", tokens.MODES)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_every_rule_has_a_selector(mode: str, scale: float) -> None:
    found = rules(mode, scale)
    assert len(found) > 60
    assert all(selector.strip() for selector, _ in found)


def test_no_rule_of_a_bare_container_paints_its_children() -> None:
    grounds = {"QWidget", "QFrame", "*"}
    painted = [
        selector
        for selector, declared in rules("light", 1.0)
        if "background" in declared and {part.strip() for part in selector.split(",")} & grounds
    ]
    assert painted == []


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5, 1.75, 2.0])
def test_no_corner_is_rounder_than_half_a_chip(scale: float) -> None:
    declared = next(d for s, d in rules("light", scale) if s.strip() == "QLabel[chip]")
    size, radius = (
        int(re.search(rf"{name}: (\d+)px", declared).group(1))  # type: ignore[union-attr]
        for name in ("font-size", "border-radius")
    )
    assert radius <= (size * 1.25 + 2 * round(2 * scale)) / 2


def test_only_the_theme_sets_a_style() -> None:
    setters = [
        f"{file.relative_to(UI)}:{node.lineno}"
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("setStyleSheet", "setPalette")
        and file.relative_to(UI).as_posix() != "theme/theme.py"
    ]
    assert setters == []

"""Icons are Phosphor's, in the colour asked for; every name in the code is one of theirs."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import qtawesome
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from wijkdesk.ui.theme.icons import Icons

UI = Path(__file__).resolve().parents[3] / "wijkdesk" / "ui"


def names() -> set[str]:
    """Return every icon named in the code of ui."""
    found: set[str] = set()
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= _of_call(node)
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ICONS":
                found |= set(ast.literal_eval(node.value).values())
    return found


def _of_call(call: ast.Call) -> set[str]:
    named = [word.value for word in call.keywords if word.arg == "icon"]
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if called in ("icon", "pixmap", "show_icon"):
        named += call.args[:1]
    if called == "lead":
        named += call.args[1:2]
    if isinstance(call.func, ast.Name) and call.func.id == "Mark":
        named += call.args[:1]
    texts = {one.value for one in named if isinstance(one, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and text and not text.startswith("ph.")}


def test_every_icon_in_the_code_exists() -> None:
    folder = Path(qtawesome.__file__).parent / "fonts"
    known = json.loads(next(folder.glob("phosphor-charmap*.json")).read_text(encoding="utf-8"))
    assert len(names()) > 20
    assert names() - set(known) == set()


def test_an_icon_has_the_colour_and_size_asked_for(qapp: QApplication) -> None:
    drawn = Icons().pixmap("check", "#FF0000", 20)
    assert drawn.deviceIndependentSize().toTuple() == (20, 20)
    picture = drawn.toImage()
    inked = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert all(ink == QColor("#FF0000") for ink in inked)


def test_an_icon_is_drawn_once(qapp: QApplication) -> None:
    icons = Icons()
    assert icons.pixmap("x", "#000000", 16) is icons.pixmap("x", "#000000", 16)

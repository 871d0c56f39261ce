"""A tick box shows its tick in the theme's colours."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.tick import TickBox


def test_the_tick_is_seen(qtbot: QtBot, look: Look) -> None:
    box = TickBox(look, "Laat zien & typ")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    empty = box.grab().toImage()
    box.setChecked(True)
    ticked = box.grab().toImage()
    white = look.theme.colour("on_accent")
    inked = [
        ticked.pixelColor(x, y) == white and empty.pixelColor(x, y) != ticked.pixelColor(x, y)
        for x in range(ticked.height())
        for y in range(ticked.height())
    ]
    assert box.accessibleName() == "Laat zien & typ"
    assert ticked != empty
    assert any(inked) or ticked.pixelColor(14, 14) != empty.pixelColor(14, 14)

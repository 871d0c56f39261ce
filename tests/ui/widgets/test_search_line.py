"""A line to search in."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.search_line import SearchLine


def test_it_has_a_name_and_room_for_its_glass(qtbot: QtBot, look: Look) -> None:
    line = SearchLine(look, "Zoek een klant", "Naam of wijk")
    qtbot.addWidget(line)
    assert (line.accessibleName(), line.placeholderText()) == ("Zoek een klant", "Naam of wijk")
    before = line.textMargins().left()
    look.theme.choose(scale=2.0)
    assert line.textMargins().left() == 2 * before
    assert not line.grab().isNull()

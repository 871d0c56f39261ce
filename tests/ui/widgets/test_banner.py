"""Sentences that must be seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button


@pytest.mark.parametrize("kind", ["info", "warn", "danger", "band"])
def test_a_sentence_is_shown_and_is_an_alert(qtbot: QtBot, look: Look, kind: str) -> None:
    banner = Banner(look, kind)
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.say("De schijf is vol.")
    assert not banner.isHidden()
    told = QAccessible.queryAccessibleInterface(banner)
    assert told.role() == QAccessible.Role.AlertMessage
    assert told.text(QAccessible.Text.Name) == banner.text == "De schijf is vol."


def test_it_can_be_put_away(qtbot: QtBot, look: Look) -> None:
    banner = Banner(look)
    qtbot.addWidget(banner)
    banner.say("Gedaan", "warn")
    with qtbot.waitSignal(banner.shown_changed):
        banner.findChild(Button).click()
    assert banner.isHidden()
    assert banner.property("note") == "warn"


def test_only_what_was_done_goes_away_by_itself(qtbot: QtBot, look: Look) -> None:
    banner = Banner(look)
    qtbot.addWidget(banner)
    banner.say("Contact vastgelegd", briefly=True)
    assert banner.passing
    banner.say("Synchroniseren is niet gelukt", "warn")
    assert not banner.passing


def test_the_band_of_a_demonstration_stays(qtbot: QtBot, look: Look) -> None:
    band = Banner(look, "band", closable=False)
    qtbot.addWidget(band)
    band.say("Oefenomgeving")
    assert band.findChild(Button).isHidden()

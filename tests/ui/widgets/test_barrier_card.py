"""A barrier as a button; health, addiction and justice never show a level (practice.md R9)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.barrier_card import ICONS, LONGEST, BarrierCard, Meter
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.list import Row


def barrier(**other: object) -> Row:
    """Return a row of the question barriers."""
    return {"id": "b1", "domain": "schulden", "severity": 2, "consequence": "Deurwaarder", **other}


def card(qtbot: QtBot, look: Look, row: Row) -> BarrierCard:
    """Return a card in sight."""
    made = BarrierCard(look, row)
    qtbot.addWidget(made)
    made.resize(220, made.heightForWidth(220))
    made.show()
    return made


def texts(one: BarrierCard) -> list[str]:
    """Return what stands on a card."""
    return [label.text() for label in one.findChildren(Label)]


def test_it_is_a_button_that_says_everything(qtbot: QtBot, look: Look) -> None:
    one = card(qtbot, look, barrier(waiting=True))
    told = QAccessible.queryAccessibleInterface(one)
    assert told.role() == QAccessible.Role.Button
    assert told.text(QAccessible.Text.Name) == (
        "Schulden. niveau 2 van 5, Niet zelfredzaam. Deurwaarder. Te versturen"
    )


def test_a_level_is_a_number_words_and_segments(qtbot: QtBot, look: Look) -> None:
    one = card(qtbot, look, barrier())
    assert "2  Niet zelfredzaam" in texts(one)
    assert one.findChild(Meter) is not None


def test_acute_is_marked_until_it_is_closed(qtbot: QtBot, look: Look) -> None:
    acute = card(qtbot, look, barrier(severity=1))
    assert acute.property("acute") == "true"
    closed = card(qtbot, look, barrier(severity=1, closed_on=date(2026, 11, 1)))
    assert closed.property("acute") == "false"
    assert "Afgesloten" in texts(closed)


@pytest.mark.parametrize("domain", sorted(SENSITIVE))
@pytest.mark.parametrize(("arranged", "words"), [(True, "Hulp geregeld"), (False, "Nog geen hulp")])
def test_a_sensitive_domain_shows_what_it_means_for_work(
    qtbot: QtBot, look: Look, domain: str, arranged: bool, words: str
) -> None:
    row = barrier(
        domain=domain, severity=None, consequence="geen_nachtdienst", help_arranged=arranged
    )
    one = card(qtbot, look, row)
    assert one.findChild(Meter) is None
    assert "Geen nachtdienst" in texts(one)
    assert words in texts(one)


def test_a_day_something_will_be_lost_stands_on_it(qtbot: QtBot, look: Look) -> None:
    one = card(qtbot, look, barrier(urgent_until=date(2026, 12, 3), versions=1))
    assert "Dringend tot do 3 dec 2026" in texts(one)
    assert "Twee versies" in texts(one)


def test_a_long_text_is_cut_on_the_card_and_spoken_whole(qtbot: QtBot, look: Look) -> None:
    long = "woord " * 60
    one = card(qtbot, look, barrier(consequence=long))
    assert max(len(text) for text in texts(one)) == LONGEST + 1
    assert long in one.accessibleName()


def test_a_click_anywhere_on_it_opens_it(qtbot: QtBot, look: Look) -> None:
    one = card(qtbot, look, barrier())
    place = one.findChildren(Label)[0].geometry().center()
    with qtbot.waitSignal(one.clicked):
        qtbot.mouseClick(one, Qt.MouseButton.LeftButton, pos=place)
    assert one.record == "b1"


def test_it_grows_as_its_text_wraps(qtbot: QtBot, look: Look) -> None:
    one = card(qtbot, look, barrier(consequence="een wat langere zin die moet worden afgebroken"))
    assert one.hasHeightForWidth()
    assert one.heightForWidth(120) > one.heightForWidth(400)


def test_every_domain_has_its_icon() -> None:
    assert set(ICONS) == {str(domain) for domain in BarrierDomain}


def test_the_segments_carry_the_level(qtbot: QtBot, look: Look) -> None:
    pictures = set()
    for level in range(1, 6):
        meter = Meter(look, level)
        qtbot.addWidget(meter)
        meter.resize(100, 9)
        filled = meter.grab().toImage()
        ink = look.theme.colour(f"sev{level}")
        pictures.add(
            sum(filled.pixelColor(x, filled.height() // 2) == ink for x in range(filled.width()))
        )
    assert len(pictures) == 5

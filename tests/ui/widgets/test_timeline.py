"""What happened with a client, newest first."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from tests.ui.office import NOW
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.list import Row
from wijkdesk.ui.widgets.timeline import AT_ONCE, Timeline, TimelineRow


def contact(at: datetime = NOW, **other: object) -> Row:
    """Return a row of the question timeline."""
    return {
        "id": "1",
        "kind": "contact_moment",
        "at": at,
        "title": "Contact",
        "text": "Belt <b>morgen</b> terug",
        "channel": "telefoon",
        "by_name": "Anouk Bakker",
        "waiting": True,
        **other,
    }


def test_a_row_says_what_when_who_and_whether_it_waits(qtbot: QtBot, look: Look) -> None:
    line = Timeline(look)
    qtbot.addWidget(line)
    line.show_rows([contact()])
    row = line.findChild(TimelineRow)
    told = QAccessible.queryAccessibleInterface(row)
    assert told.text(QAccessible.Text.Name) == (
        "Telefoon. vandaag 10:30. Anouk Bakker. Belt <b>morgen</b> terug. Te versturen"
    )
    assert told.role() == QAccessible.Role.ListItem


def test_what_was_sent_has_no_mark(qtbot: QtBot, look: Look) -> None:
    line = Timeline(look)
    qtbot.addWidget(line)
    line.show_rows([contact(waiting=False)])
    assert "Te versturen" not in {label.text() for label in line.findChildren(Label)}


def test_a_work_note_says_until_when_it_stays_and_whom_it_is_about(
    qtbot: QtBot, look: Look
) -> None:
    line = Timeline(look)
    qtbot.addWidget(line)
    note = contact(
        kind="work_note", title="Werkaantekening", channel=None, waiting=False,
        expires=NOW.date() + timedelta(days=1), about_others=True, keepable=True,
    )  # fmt: skip
    line.show_rows([note, contact()])
    first, second = line.findChildren(TimelineRow)
    assert first.accessibleName() == (
        "Werkaantekening. vandaag 10:30. Anouk Bakker. Belt <b>morgen</b> terug. "
        "Blijft tot morgen. Gaat ook over iemand anders"
    )
    with qtbot.waitSignal(line.keep) as kept:
        first.findChild(Button).click()
    assert kept.args == [note]
    assert first.findChild(Button).text().strip() == "Maak er een contactmoment van"
    assert second.findChildren(Button) == []


def test_long_ago_has_its_date(qtbot: QtBot, look: Look) -> None:
    line = Timeline(look)
    qtbot.addWidget(line)
    line.show_rows([contact(NOW - timedelta(days=400), by_name="")])
    assert "ma 20 okt 2025 11:30" in {label.text() for label in line.findChildren(Label)}


def test_the_rest_comes_when_it_is_asked_for(qtbot: QtBot, look: Look) -> None:
    line = Timeline(look)
    qtbot.addWidget(line)
    line.show_rows([contact()] * (AT_ONCE + 3))
    assert len(line.findChildren(TimelineRow)) == AT_ONCE
    line.findChild(Button).click()
    assert len(line.findChildren(TimelineRow)) == AT_ONCE + 3


def test_nothing_yet_is_said(qtbot: QtBot, look: Look) -> None:
    line = Timeline(look)
    qtbot.addWidget(line)
    line.show_rows([])
    assert [label.text() for label in line.findChildren(Label)] == ["Nog geen contact vastgelegd."]


def test_the_icon_and_line_are_painted(qtbot: QtBot, look: Look) -> None:
    row = TimelineRow(look, contact(), last=False)
    qtbot.addWidget(row)
    assert not row.grab().isNull()

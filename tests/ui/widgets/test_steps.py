"""The phases of a client as steps."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.steps import Steps

NAMES = ("Kennismaken", "Belemmeringen", "Ontwikkelen", "Bemiddelen", "Nazorg")


def test_it_says_where_we_are(qtbot: QtBot, look: Look) -> None:
    steps = Steps(look, NAMES, 2)
    qtbot.addWidget(steps)
    told = QAccessible.queryAccessibleInterface(steps)
    assert told.text(QAccessible.Text.Name) == "Fase 3 van 5: Ontwikkelen"
    steps.go_to(3)
    assert steps.accessibleName() == "Fase 4 van 5: Bemiddelen"


def test_it_is_painted_at_any_width(qtbot: QtBot, look: Look) -> None:
    steps = Steps(look, NAMES, 2)
    qtbot.addWidget(steps)
    pictures = []
    for width in (700, 250):
        steps.resize(width, steps.sizeHint().height())
        pictures.append(steps.grab().toImage())
    assert pictures[0] != pictures[1]


def test_it_grows_with_the_text(qtbot: QtBot, look: Look) -> None:
    steps = Steps(look, NAMES, 0)
    qtbot.addWidget(steps)
    before = steps.sizeHint().height()
    look.theme.choose(scale=2.0)
    assert steps.minimumSizeHint().height() > 1.7 * before

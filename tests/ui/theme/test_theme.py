"""The theme: what is shown, how it changes while the program runs, and who follows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from wijkdesk.ui.theme import tokens
from wijkdesk.ui.theme.theme import Theme


def test_a_chosen_mode_is_shown(theme: Theme) -> None:
    theme.choose(mode="dark")
    assert theme.shown == "dark"
    assert theme.colour("text").name().upper() == tokens.DARK["text"]


def test_system_follows_the_machine(qapp: QApplication) -> None:
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert Theme("system").shown == ("dark" if dark else "light")


@pytest.mark.parametrize(("asked", "given"), [(0.2, 1.0), (1.5, 1.5), (9.0, 2.0)])
def test_text_is_100_to_200_percent(qapp: QApplication, asked: float, given: float) -> None:
    assert Theme("light", asked).scale == given


def test_sizes_grow_with_the_text_and_spaces_half_as_fast(qapp: QApplication) -> None:
    large = Theme("light", 2.0)
    assert large.px(20) == 40
    assert large.space("l") == 24
    assert large.font("body").pixelSize() == 2 * tokens.TYPE["body"]


def test_a_change_keeps_what_was_typed_and_the_focus(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = QLineEdit(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    line.setFocus()
    qtbot.keyClicks(line, "half een zin")
    theme.choose(mode="high_contrast", scale=2.0)
    assert line.text() == "half een zin"
    assert QApplication.focusWidget() is line
    assert line.cursorPosition() == len("half een zin")


def test_a_change_dresses_the_application(qapp: QApplication, theme: Theme) -> None:
    theme.choose(mode="dark")
    window = qapp.palette().color(QPalette.ColorRole.Window)
    assert window.name().upper() == tokens.DARK["canvas"]
    assert tokens.DARK["accent"] in qapp.styleSheet()


def test_who_follows_is_called_now_and_at_each_change_until_it_is_gone(
    qtbot: QtBot, theme: Theme
) -> None:
    owner, calls = QWidget(), []
    theme.follow(owner, lambda: calls.append(theme.shown))
    theme.choose(mode="dark")
    owner.deleteLater()
    qtbot.wait(10)
    theme.choose(mode="light")
    assert calls == ["light", "dark"]


def test_own_colours_are_shown(qapp: QApplication) -> None:
    own = {**tokens.MODES, "light": {**tokens.LIGHT, "accent": "#123456"}}
    assert Theme("light", own=own).colours["accent"] == "#123456"

"""Finds what is visible in the windows by its name, and uses keys and mouse on it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

TYPED = (QLineEdit, QPlainTextEdit)
MOST_ROWS = 500
D = TypeVar("D", bound=QDialog)


class Lost(Exception):
    """What a step expects is not to be seen."""


class Hand:
    """Uses keys and mouse on the windows of this program."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def sees(self, name: str, kind: type[QWidget] = QWidget) -> QWidget | None:
        """Return the visible widget whose name or text begins so, the uppermost window first."""
        for top in reversed(self._windows()):
            for widget in (top, *top.findChildren(kind)):
                if isinstance(widget, kind) and widget.isVisible() and _named(widget, name):
                    return widget
        return None

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """Return what `sees` does; Lost when it is not there or cannot be used."""
        found = self.sees(name, kind)
        if found is None or not found.isEnabled():
            raise Lost(name)
        return found

    def ready(self) -> bool:
        """Say whether the uppermost window hears keys; one that was just shown may not yet."""
        top = self._windows()[-1]
        if not top.isActiveWindow():
            top.activateWindow()
        return top.isActiveWindow()

    def press(self, name: str) -> None:
        """Click a button."""
        button = self.find(name, QAbstractButton)
        middle = QPoint(min(20, button.width() // 2), button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=middle)

    def write(self, name: str, text: str) -> None:
        """Click a field, empty it and type."""
        field = next((f for kind in TYPED if (f := self.sees(name, kind)) is not None), None)
        if field is None or not field.isEnabled():
            raise Lost(name)
        target = field.viewport() if isinstance(field, QPlainTextEdit) else field
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.SelectAll))
        QTest.keyClicks(field, text)

    def keys(self, sequence: str) -> None:
        """Press keys where the focus is."""
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(sequence))

    def types(self, text: str) -> None:
        """Type where the focus is."""
        focus = QApplication.focusWidget()
        if focus is None:
            raise Lost("focus")
        QTest.keyClicks(focus, text)

    def choose(self, name: str, text: str) -> None:
        """Choose from a list by typing what is in it."""
        combo = self.find(name, QComboBox)
        line = combo.lineEdit() if isinstance(combo, QComboBox) else None
        target = line if line is not None else combo
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        if line is not None:
            QTest.keySequence(line, QKeySequence(QKeySequence.StandardKey.SelectAll))
        QTest.keyClicks(target, text)
        # What was found by typing hangs open below the line, and hears the keys.
        QTest.keyClick(QApplication.activePopupWidget() or target, Qt.Key.Key_Return)

    def focus(self) -> QWidget | None:
        """Return what has the focus."""
        return QApplication.focusWidget()

    def dialog(self, kind: type[D]) -> D | None:
        """Return the visible dialog of this kind."""
        tops = self._windows()
        found = [one for top in tops for one in (top, *top.findChildren(kind))]
        return next((one for one in found if isinstance(one, kind) and one.isVisible()), None)

    def shows(self, text: str) -> bool:
        """Say whether a visible list or table has a row with this text."""
        for top in self._windows():
            for view in top.findChildren(QAbstractItemView):
                model = view.model()
                if not view.isVisible() or model is None:
                    continue
                for at in range(min(model.rowCount(), MOST_ROWS)):
                    for across in range(model.columnCount()):
                        if text in str(model.index(at, across).data()):
                            return True
        return False

    def reads(self, text: str) -> bool:
        """Say whether a visible label holds this text."""
        return any(
            text in label.text()
            for top in self._windows()
            for label in top.findChildren(QLabel)
            if label.isVisible()
        )

    def _windows(self) -> list[QWidget]:
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        return sorted(tops, key=lambda top: top.isModal())


def _named(widget: QWidget, name: str) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName().startswith(name) or text.strip().startswith(name)

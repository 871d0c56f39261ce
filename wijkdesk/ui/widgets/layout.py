"""Rows, columns and flows whose spaces follow the theme, and a page that scrolls only down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wijkdesk.ui.look import Look

if TYPE_CHECKING:
    from PySide6.QtCore import Qt


def column(
    look: Look, parent: QWidget | None = None, *, gap: str = "m", pad: str = ""
) -> QVBoxLayout:
    """Return a column; `gap` between its parts and `pad` round it are spaces of the theme."""
    layout = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    space(look, layout, gap=gap, pad=pad)
    return layout


def row(look: Look, parent: QWidget | None = None, *, gap: str = "s", pad: str = "") -> QHBoxLayout:
    """Return a row; `gap` and `pad` as for a column."""
    layout = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    space(look, layout, gap=gap, pad=pad)
    return layout


def space(look: Look, layout: QLayout, *, gap: str, pad: str) -> None:
    """Give a layout spaces of the theme that follow the text size."""

    def dress() -> None:
        layout.setSpacing(look.theme.space(gap) if gap else 0)
        round_it = look.theme.space(pad) if pad else 0
        layout.setContentsMargins(round_it, round_it, round_it, round_it)

    look.theme.follow(layout, dress)


def ground(kind: str, parent: QWidget | None = None) -> QFrame:
    """Return an empty frame with a ground of the style sheet: card, inset, line, rail, list."""
    frame = QFrame(parent)
    frame.setProperty("ground", kind)
    if kind == "line":
        frame.setFixedHeight(1)
    return frame


def edged(look: Look, dialog: QDialog, *, gap: str = "m", pad: str = "m") -> QVBoxLayout:
    """Return a column inside a dialog with an edge that is seen without a window manager too."""
    inside = ground("dialog")
    column(look, dialog, gap="").addWidget(inside)
    return column(look, inside, gap=gap, pad=pad)


class Flow(QLayout):
    """Puts its parts side by side and goes on below when the width is full."""

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, gap: str = "s", below: str = ""
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._look, self._below = look, below or gap
        space(look, self, gap=gap, pad="")

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more part."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many parts there are."""
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:
        """Return a part."""
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:
        """Let go of a part."""
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take only the room it needs."""
        from PySide6.QtCore import Qt  # not for the way in: see ui/window.py

        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Place the parts."""
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        shown = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the widest part."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, area: QRect, *, move: bool) -> int:
        left, top, gap = area.left(), area.top(), self.spacing()
        below = self._look.theme.space(self._below)
        line: list[tuple[QLayoutItem, int, QSize]] = []

        def settle() -> int:
            height = max((size.height() for _, _, size in line), default=0)
            for item, at, size in line if move else []:
                item.setGeometry(QRect(QPoint(at, top + (height - size.height()) // 2), size))
            line.clear()
            return height

        for item in self._shown():
            size = _fitted(item, max(1, area.width()))
            if line and left + size.width() > area.left() + area.width():
                top += settle() + below
                left = area.left()
            line.append((item, left, size))
            left += size.width() + gap
        return top + settle() - area.top()


class Columns(QWidget):
    """Two columns that become one below `narrow` pixels of 100 %; `.left` and `.right`."""

    def __init__(self, look: Look, *, narrow: int = 640, shares: tuple[int, int] = (11, 9)) -> None:
        super().__init__()
        self._look, self._narrow = look, narrow
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        space(look, self._box, gap="l", pad="")
        self.left, self.right = column(look, gap="l"), column(look, gap="l")
        self._box.addLayout(self.left, shares[0])
        self._box.addLayout(self.right, shares[1])
        look.theme.follow(self, self._turn)

    def resizeEvent(self, event: object) -> None:
        """Choose one column or two."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._turn()

    def minimumSizeHint(self) -> QSize:
        """Ask no more width than one column needs: it can always turn."""
        wide = max(self.left.minimumSize().width(), self.right.minimumSize().width())
        return QSize(wide, super().minimumSizeHint().height())

    def _turn(self) -> None:
        direction = QBoxLayout.Direction
        one = self.width() < self._look.theme.px(self._narrow)
        self._box.setDirection(direction.TopToBottom if one else direction.LeftToRight)


class Page(QScrollArea):
    """A page that scrolls down and never sideways; fill `.body`."""

    def __init__(
        self, look: Look, *, ground: str = "canvas", gap: str = "l", pad: str = "xl"
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setProperty("focusPolicy", "NoFocus")
        self.setProperty("horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setProperty("ground", ground)
        inside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.body = column(look, inside, gap=gap, pad=pad)
        self.setWidget(inside)


def _fitted(item: QLayoutItem, width: int) -> QSize:
    """Return the size an item likes, within a width; higher when its text must wrap."""
    size = item.sizeHint()
    if size.width() <= width:
        return size
    height = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
    return QSize(width, height)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()

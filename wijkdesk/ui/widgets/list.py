"""A list that fetches its rows a page at a time, and paints them; each row speaks one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from wijkdesk.ui.look import Look

PAGE = 100
SETTLED = 120
"""Milliseconds the current row must stay before it is shown beside the list."""
ROW, FACE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
Row = dict[str, Any]
Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Mark:
    """A state of a row: an icon and its words, never a colour alone."""

    icon: str
    ink: str
    words: str


@dataclass(frozen=True)
class Face:
    """How a row looks and what it says: title, a line about it, a note, and marks at the right."""

    title: str
    about: str
    spoken: str
    note: Mark | None = None
    strong_note: bool = False
    marks: tuple[Mark, ...] = ()
    icon: str = ""
    keys: str = ""


class Rows(QAbstractListModel):
    """Rows with an `id`, a page at a time; `wanted(after)` asks for the page after (name, id)."""

    wanted = Signal(object)

    def __init__(self, face: Callable[[Row], Face]) -> None:
        super().__init__()
        self._face, self._more = face, False
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row], *, more: bool) -> None:
        """Show these rows instead; `more` says that another page may follow."""
        self.beginResetModel()
        self._rows, self._more = list(rows), more
        self.endResetModel()

    def add(self, rows: Sequence[Row], *, more: bool) -> None:
        """Add a page."""
        first = len(self._rows)
        self._more = more
        if rows:
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def place_of(self, record: str) -> int:
        """Return the row that shows a record, or -1."""
        return next((at for at, row in enumerate(self._rows) if row["id"] == record), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows have come."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row, its face, or the one sentence a screen reader says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        face = self._face(row)
        if role == FACE:
            return face
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return face.spoken
        return face.title if role == Qt.ItemDataRole.DisplayRole else None

    def canFetchMore(self, _parent: Index) -> bool:
        """Say whether another page may follow."""
        return self._more

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next page, once."""
        self._more = False
        last = self._rows[-1]
        self.wanted.emit((last["name"], last["id"]))


class LazyList(QListView):
    """Shows rows by their face; always has a current row.

    `picked(id)` when the person stays on a row, `opened(id)` on a click or Enter.
    """

    picked = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look, name: str, face: Callable[[Row], Face]) -> None:
        super().__init__()
        self._quiet = False
        self.rows = Rows(face)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self._delegate = FaceDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMinimumWidth(1)
        self.clicked.connect(lambda index: self.opened.emit(index.data(ROW)["id"]))
        self._settling = QTimer(self, singleShot=True, interval=SETTLED)
        self._settling.timeout.connect(lambda: self.picked.emit(self.current))
        look.theme.follow(self, self.doItemsLayout)

    @property
    def current(self) -> str:
        """The id of the current row, or ""."""
        index = self.currentIndex()
        return str(index.data(ROW)["id"]) if index.isValid() else ""

    def show_rows(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Show these rows; the current record stays current when it is still there."""
        record, top = self.current, self.verticalScrollBar().value()
        self._quiet = True
        self.rows.show(rows, more=more)
        self.go_to(record)
        self.verticalScrollBar().setValue(top)
        self._quiet = False
        if self.current != record:
            self.scrollTo(self.currentIndex())

    def add_rows(self, rows: Sequence[Row], *, more: bool) -> None:
        """Add a page that `rows.wanted` asked for."""
        self.rows.add(rows, more=more)

    def go_to(self, record: str) -> None:
        """Make a record's row current without opening it; an unknown one gives the first row."""
        quiet, self._quiet = self._quiet, True
        # A screen reader says nothing of a list without a current row.
        self.setCurrentIndex(self.rows.index(max(0, self.rows.place_of(record)), 0))
        self._quiet = quiet

    def step(self, by: int) -> None:
        """Go some rows up or down, as the arrow keys do."""
        last = self.rows.rowCount() - 1
        if last >= 0:
            at = min(last, max(0, self.currentIndex().row() + by))
            self.setCurrentIndex(self.rows.index(at, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Show the row beside the list once the person stays on it."""
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self._settling.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self._settling.stop()
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)


class FaceDelegate(QStyledItemDelegate):
    """Paints a face: title, line about it with marks at the right, note with its icon."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for as many lines as the face has."""
        theme, face = self._look.theme, index.data(FACE)
        small = QFontMetrics(theme.font("small")).height()
        lines = small * (2 if face.note else 1) + QFontMetrics(theme.font()).height()
        return QSize(theme.px(120), lines + 2 * theme.space("s") + theme.px(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        theme, face = self._look.theme, index.data(FACE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.space("s")
        area = QRectF(option.rect).adjusted(side, 1.5, -side, -1.5)
        self._paint_ground(painter, option, area)
        inside = area.adjusted(theme.space("m"), side, -theme.space("m"), -side)
        if face.icon:
            painter.drawPixmap(
                round(inside.left()),
                round(inside.center().y() - theme.px(10)),
                theme.pixmap(face.icon, "muted", 20),
            )
            inside.setLeft(inside.left() + theme.px(32))
        self._paint_lines(painter, face, inside)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRectF) -> None:
        theme = self._look.theme
        state = option.state
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(area, 8, 8)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(
                QRectF(area.left(), area.top() + 8, 4, area.height() - 16), 2, 2
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(area, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 8, 8)

    def _paint_lines(self, painter: QPainter, face: Face, area: QRectF) -> None:
        theme = self._look.theme
        bold, small = theme.font("body", QFont.Weight.DemiBold), theme.font("small")
        line = QRectF(area.left(), area.top(), area.width(), QFontMetrics(bold).height())
        if face.keys:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(area, RIGHT, face.keys)
        _draw(painter, line, face.title, bold, theme.colour("text"))
        line = QRectF(area.left(), line.bottom(), area.width(), QFontMetrics(small).height())
        room = self._paint_marks(painter, face.marks, line)
        _draw(painter, room, face.about, small, theme.colour("muted"))
        if face.note:
            line.moveTop(line.bottom() + theme.px(2))
            self._paint_note(painter, face.note, line, strong=face.strong_note)

    def _paint_marks(self, painter: QPainter, marks: tuple[Mark, ...], line: QRectF) -> QRectF:
        theme = self._look.theme
        font = theme.font("caption", QFont.Weight.DemiBold)
        metrics, room = QFontMetrics(font), QRectF(line)
        painter.setFont(font)
        for mark in marks:
            width, side = metrics.horizontalAdvance(mark.words), theme.px(15)
            painter.setPen(theme.colour(mark.ink))
            painter.drawText(room, RIGHT, mark.words)
            left = round(room.right() - width - side - theme.px(4))
            top = round(room.center().y() - side / 2)
            painter.drawPixmap(left, top, theme.pixmap(mark.icon, mark.ink, 15))
            room.setRight(left - theme.px(8))
        return room

    def _paint_note(self, painter: QPainter, note: Mark, line: QRectF, *, strong: bool) -> None:
        theme, side = self._look.theme, self._look.theme.px(16)
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        top = round(line.center().y() - side / 2)
        painter.drawPixmap(round(line.left()), top, theme.pixmap(note.icon, note.ink, 16))
        area = line.adjusted(side + theme.px(5), 0, 0, 0)
        _draw(painter, area, note.words, theme.font("small", weight), theme.colour(note.ink))


def _draw(painter: QPainter, area: QRectF, text: str, font: QFont, ink: object) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, LEFT, shown)

"""The cards of the client's page: what stands in the way, and what we do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from wijkdesk.policy.access import may_do
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.screens.client.action_row import ActionRow
from wijkdesk.ui.widgets.barrier_card import BarrierCard
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import space

TILE = 165
"""Least width of a tile, at 100 %."""


class Tiles(QWidget):
    """Puts its parts side by side, `most` at a time and fewer when it is narrow; all as wide."""

    def __init__(self, around: Surroundings, most: int) -> None:
        super().__init__()
        self._around, self._most, self._across = around, most, 0
        self._parts: list[QWidget] = []
        self._grid = QGridLayout(self)
        space(around, self._grid, gap="s" if most > 1 else "m", pad="")
        around.theme.follow(self, self._arrange)

    @property
    def parts(self) -> list[QWidget]:
        """What stands here, in order."""
        return list(self._parts)

    def show_parts(self, parts: Sequence[QWidget]) -> None:
        """Show these instead."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._across = list(parts), 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit more or fewer beside each other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() // self._around.theme.px(TILE)
        across = max(1, min(self._most, room))
        if across == self._across:
            return
        self._across = across
        for at, part in enumerate(self._parts):
            self._grid.addWidget(part, at // across, at % across)
            # Shown at once: what is not seen yet cannot take the focus.
            part.setVisible(True)
        for at in range(self._most):
            self._grid.setColumnStretch(at, 1 if at < across else 0)


class Records(Card):
    """A card of records: open ones in sight, closed ones when asked, a button for a new one.

    `opened(id)` when one is chosen, `added` for a new one. Shown anew, the focus stays on the
    record it was on.
    """

    opened = Signal(str)
    added = Signal()

    def __init__(self, around: Surroundings, title: str, add: Button, verb: str, most: int) -> None:
        super().__init__(around, title, act=add)
        self.around, self.words = around, around.words
        self._shown: tuple[date, list[Row]] | None = None
        self._closed_too = False
        self.may = may_do(around.desk.person.roles, verb)
        add.setVisible(self.may)
        add.clicked.connect(self.added)
        self._nothing = Label(self.nothing(), "muted", wrap=True)
        self.tiles = Tiles(around, most)
        self._more = Button(around, "", "ghost")
        self._more.clicked.connect(self._turn)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.tiles)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: list[Row]) -> None:
        """Show these records; nothing is built anew when nothing changed."""
        shown = (self.around.today(), rows)
        if shown != self._shown:
            self._shown = shown
            self._fill()

    def nothing(self) -> str:
        """Return what stands there when there is no record."""
        raise NotImplementedError

    def is_closed(self, record: Row) -> bool:
        """Tell whether a record is done with."""
        raise NotImplementedError

    def closed_words(self, n: int) -> str:
        """Return the words on the button that shows `n` closed records."""
        raise NotImplementedError

    def about(self, rows: list[Row]) -> str:
        """Return a few words on the open records, for beside the title."""
        raise NotImplementedError

    def part(self, record: Row) -> QWidget:
        """Return the widget of a record."""
        raise NotImplementedError

    def _fill(self) -> None:
        rows = self._shown[1] if self._shown else []
        open_ = [one for one in rows if not self.is_closed(one)]
        closed = [one for one in rows if self.is_closed(one)]
        before = self._focused()
        self.tell(self.about(open_))
        self._nothing.setVisible(not rows)
        self.tiles.show_parts([self._made(one) for one in self._in_sight(open_, closed)])
        self.tiles.setVisible(bool(self.tiles.parts))
        self._more.setVisible(bool(closed))
        self._more.say(
            self.words("Verberg wat klaar is")
            if self._closed_too
            else self.closed_words(len(closed))
        )
        if before:
            self.focus_record(before)

    def _in_sight(self, open_: list[Row], closed: list[Row]) -> list[Row]:
        return [*open_, *(closed if self._closed_too else [])]

    def _made(self, record: Row) -> QWidget:
        part = self.part(record)
        part.setProperty("record", record["id"])
        return part

    def focus_record(self, record: str) -> None:
        """Put the focus on a record, or on the button for a new one."""
        for part in self.tiles.parts:
            if part.property("record") == record and (target := _focusable(part)):
                target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> str:
        # Of this window, also while the sheet over it is only just closing.
        focus = self.window().focusWidget()
        if focus is None:
            return ""
        inside = (part for part in self.tiles.parts if part is focus or part.isAncestorOf(focus))
        return next((str(part.property("record")) for part in inside), "")

    def _turn(self) -> None:
        self._closed_too = not self._closed_too
        self._fill()


class Barriers(Records):
    """What stands in the way, the most serious first."""

    def __init__(self, around: Surroundings) -> None:
        add = Button(
            around, around.words("Belemmering"), "ghost", icon="plus", keys="Ctrl+B",
            name=around.words("Belemmering vastleggen"),
        )  # fmt: skip
        super().__init__(around, around.words("Belemmeringen"), add, "record_barrier", most=2)

    def nothing(self) -> str:
        return self.words("Nog niets vastgelegd. Vraag wat werk nu in de weg staat.")

    def is_closed(self, record: Row) -> bool:
        return record["closed_on"] is not None

    def closed_words(self, n: int) -> str:
        return self.words.count(n, "Toon {n} afgesloten", "Toon {n} afgesloten")

    def about(self, rows: list[Row]) -> str:
        measured = max((one["measured_on"] for one in rows if one["measured_on"]), default=None)
        acute = sum(one["severity"] == 1 for one in rows)
        parts = [self.words("{n} acuut", n=acute)] if acute else []
        if measured:
            parts.append(self.words("gemeten {day}", day=self.around.near(measured)))
        return " · ".join(parts)

    def part(self, record: Row) -> QWidget:
        card = BarrierCard(self.around, record)
        card.clicked.connect(lambda: self.opened.emit(record["id"]))
        return card


class Actions(Records):
    """What we do about it: open first, by day."""

    def __init__(self, around: Surroundings) -> None:
        add = Button(
            around, around.words("Actie"), "ghost", icon="plus", keys="Ctrl+J",
            name=around.words("Actie afspreken"),
        )  # fmt: skip
        super().__init__(around, around.words("Acties"), add, "plan_action", most=1)

    def nothing(self) -> str:
        return self.words("Nog geen acties. Spreek een eerste stap af.")

    def is_closed(self, record: Row) -> bool:
        return record["finished_on"] is not None

    def closed_words(self, n: int) -> str:
        return self.words.count(n, "Toon {n} actie die klaar is", "Toon {n} acties die klaar zijn")

    def about(self, rows: list[Row]) -> str:
        today = self.around.today()
        late = sum(bool(one["due"]) and one["due"] < today for one in rows)
        now = sum(one["due"] == today for one in rows)
        parts = [self.words("{n} te laat", n=late)] if late else []
        if now:
            parts.append(self.words("{n} vandaag", n=now))
        return " · ".join(parts)

    def part(self, record: Row) -> QWidget:
        shown = ActionRow(self.around, record, finish=self.may)
        shown.opened.connect(lambda: self.opened.emit(record["id"]))
        return shown


def _focusable(part: QWidget) -> QWidget | None:
    inside = [part, *part.findChildren(QWidget)]
    return next((one for one in inside if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)

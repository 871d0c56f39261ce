"""The panes beside the rail: a list and what is open beside it; one of them when narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QStackedWidget, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column

LIST_WIDTH = 316
ONE_PANE = 820
"""Below this width, at 100 %, there is room for one pane."""


class Panes(QWidget):
    """A list pane and a detail pane; `back_asked` is the way back to the list in one pane."""

    back_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._one, self._detail_first, self._shared = False, False, False
        self._has_list = False
        self.banner = Banner(look)
        self._lists, self._details = QStackedWidget(), QStackedWidget()
        side = QHBoxLayout(self)
        side.setSpacing(0)
        side.setContentsMargins(0, 0, 0, 0)
        # The panes bend to the window, not the window to the panes.
        side.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.list_pane = QFrame()
        self.list_pane.setProperty("ground", "list")
        lists = column(look, self.list_pane, gap="")
        self._over_list = QWidget()
        self._list_top = column(look, self._over_list, gap="", pad="s")
        lists.addWidget(self._over_list)
        lists.addWidget(self._lists, 1)
        side.addWidget(self.list_pane)
        self.detail_pane = QWidget()
        self.detail_pane.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        side.addWidget(self.detail_pane, 1)
        self._fill_detail()
        look.theme.follow(self, self._arrange)

    @property
    def shown(self) -> list[Screen]:
        """The screens that can be seen now."""
        both = (self._lists.currentWidget(), self._details.currentWidget())
        return [one for one in both if isinstance(one, Screen) and one.isVisible()]

    @property
    def detail(self) -> Screen | None:
        """The screen in the detail pane."""
        found = self._details.currentWidget()
        return found if isinstance(found, Screen) else None

    @property
    def list(self) -> Screen | None:
        """The screen in the list pane."""
        found = self._lists.currentWidget()
        return found if isinstance(found, Screen) and self._has_list else None

    @property
    def one_pane(self) -> bool:
        """Whether there is room for one pane only."""
        return self._one

    def show_list(self, screen: Screen | None) -> None:
        """Put a list at the left, or nothing: then the detail pane has all the room."""
        self._has_list = screen is not None
        if screen is not None:
            if self._lists.indexOf(screen) < 0:
                self._lists.addWidget(screen)
            self._lists.setCurrentWidget(screen)
            self.back.say(screen.title, self._look.words("Terug naar {list}", list=screen.title))
        self._arrange()

    def show_detail(self, screen: Screen | None, *, first: bool = True) -> None:
        """Put a screen in the detail pane; `first`: in one pane it is what is seen."""
        if screen is None:
            self._details.setCurrentWidget(self.empty)
        else:
            if self._details.indexOf(screen) < 0:
                self._details.addWidget(screen)
            self._details.setCurrentWidget(screen)
        self._detail_first = first and screen is not None
        self._arrange()

    def let_go(self, screen: Screen) -> None:
        """Take a screen away for good."""
        for stack in (self._lists, self._details):
            if stack.indexOf(screen) >= 0:
                stack.removeWidget(screen)
        screen.hide()
        screen.deleteLater()

    def go_back(self) -> None:
        """Show the list again, in one pane."""
        self._detail_first = False
        self._arrange()
        if self.list is not None:
            self.list.focus_first()

    def share(self, on: bool) -> None:
        """Hide the list while a client looks along."""
        self._shared = on
        self._arrange()

    def make_narrow(self, width: int) -> None:
        """Arrange for a width, measured at 100 %."""
        one = width < ONE_PANE
        if one != self._one:
            self._one = one
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Take any size: what does not fit scrolls."""
        return QSize(1, 1)

    def _fill_detail(self) -> None:
        whole = column(self._look, self.detail_pane, gap="")
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        top = QWidget()
        self._top = column(self._look, top, gap="s", pad="s")
        self.back = Button(self._look, "", "ghost", icon="caret-left", keys="Alt+Left")
        self.back.clicked.connect(self.back_asked)
        self._top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._top.addWidget(self.banner)
        self._top_holder = top
        whole.addWidget(top)
        whole.addWidget(self._details, 1)
        self.empty = QWidget()
        self.empty.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        middle = column(self._look, self.empty)
        words = self._look.words
        middle.addStretch(1)
        for text, role in (
            (words("Kies een klant"), "h2"),
            (words("Zoek links op naam, of druk op Ctrl+K."), "muted"),
        ):
            line = Label(text, role)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            middle.addWidget(line)
        middle.addStretch(2)
        self._details.addWidget(self.empty)
        self.banner.shown_changed.connect(self._arrange_top)

    def _arrange(self) -> None:
        lists = self._has_list and not self._shared
        show_list = lists and not (self._one and self._detail_first)
        show_detail = not (self._one and lists and not self._detail_first)
        self.list_pane.setVisible(show_list)
        self.detail_pane.setVisible(show_detail)
        if self._one:
            self.list_pane.setMinimumWidth(0)
            self.list_pane.setMaximumWidth(1 << 20)
        else:
            self.list_pane.setFixedWidth(self._look.theme.px(LIST_WIDTH))
        self.back.setVisible(self._one and lists)
        # What is said is seen, also when there is room for the list only.
        (self._top if show_detail else self._list_top).addWidget(self.banner)
        self._arrange_top()

    def _arrange_top(self) -> None:
        over_list, said = self.detail_pane.isHidden(), not self.banner.isHidden()
        self._over_list.setVisible(said and over_list)
        self._top_holder.setVisible(not self.back.isHidden() or (said and not over_list))

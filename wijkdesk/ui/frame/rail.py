"""The rail at the left: search or do, the sections, the lock, and who works here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.brand import Brand
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label, set_look
from wijkdesk.ui.widgets.layout import column, ground, row

WIDE, NARROW = 216, 68
SEARCH_KEYS = "Ctrl+K"


@dataclass(frozen=True)
class Section:
    """A place in the rail: the name of its screen, its words and its icon."""

    name: str
    text: str
    icon: str


class Rail(QFrame):
    """Says `chosen(name)` for a section, `asked("search_or_do" | "lock")` for the rest."""

    chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, look: Look, sections: Sequence[Section], person: str, area: str) -> None:
        super().__init__()
        self._look, self._sections = look, list(sections)
        self._narrow = False
        self.setProperty("ground", "rail")
        self.setAccessibleName(look.words("Navigatie"))
        whole = column(look, self, gap="xs", pad="m")
        self._brand = Brand(look)
        whole.addWidget(self._brand)
        self._search = SearchButton(look)
        self._search.clicked.connect(lambda: self.asked.emit("search_or_do"))
        whole.addSpacing(look.theme.space("s"))
        whole.addWidget(self._search)
        whole.addSpacing(look.theme.space("s"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, NavButton] = {}
        for at, section in enumerate(self._sections, 1):
            whole.addWidget(self._section_button(section, at))
        whole.addStretch(1)
        self._lock = Button(look, look.words("Op slot"), "nav", icon="lock", keys="Ctrl+L")
        self._lock.clicked.connect(lambda: self.asked.emit("lock"))
        whole.addWidget(self._lock)
        whole.addWidget(ground("line"))
        whole.addWidget(self._who(person, area))
        look.theme.follow(self, self._dress)

    def show_section(self, name: str) -> None:
        """Mark the section that is shown."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
        for button in self._buttons.values():
            button.dress()

    def count(self, name: str, n: int) -> None:
        """Show a number at a section; none when it is 0."""
        section = next((one for one in self._sections if one.name == name), None)
        if section is not None:
            self._buttons[name].count(n)

    def share(self, on: bool) -> None:
        """Hide the sections while a client looks along: they show other people."""
        for button in self._buttons.values():
            button.setVisible(not on)

    def confine(self, names: frozenset[str]) -> None:
        """Show only these sections; all of them when it is empty."""
        for name, button in self._buttons.items():
            button.setVisible(not names or name in names)

    def make_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons with words."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._dress()

    def focus_first(self) -> None:
        """Put the focus on the section that is shown."""
        (self._group.checkedButton() or self._search).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _section_button(self, section: Section, at: int) -> NavButton:
        button = NavButton(self._look, section, f"Alt+{at}")
        button.clicked.connect(lambda: self.chosen.emit(section.name))
        self._group.addButton(button)
        self._buttons[section.name] = button
        return button

    def _who(self, person: str, area: str) -> QWidget:
        who = QWidget()
        line = row(self._look, who, gap="s")
        line.addWidget(Initials(self._look, person))
        self._names = QWidget()
        names = column(self._look, self._names, gap="")
        names.addWidget(Label(person, "strong", wrap=True))
        if area:
            names.addWidget(Label(area, "caption", wrap=True))
        line.addWidget(self._names, 1)
        return who

    def _dress(self) -> None:
        theme = self._look.theme
        self.setFixedWidth(theme.px(NARROW) if self._narrow else theme.px(WIDE))
        self._brand.show_name(not self._narrow)
        self._names.setVisible(not self._narrow)
        for button in (self._search, self._lock, *self._buttons.values()):
            set_look(button, "narrow", "true" if self._narrow else "false")
        for button in self._buttons.values():
            button.show_text(not self._narrow)
        self._lock.say(
            "" if self._narrow else self._look.words("Op slot"), self._look.words("Op slot")
        )
        self._search.show_text(not self._narrow)


class SearchButton(Button):
    """Opens the palette; looks like a search line, with its key at the right."""

    def __init__(self, look: Look) -> None:
        self._text = look.words("Zoek of doe…")
        self._name = look.words("Zoek een klant of kies een opdracht")
        super().__init__(
            look, self._text, "command", icon="magnifying-glass", name=self._name, keys=SEARCH_KEYS
        )

    def show_text(self, on: bool) -> None:
        """Show the words and the key, or the icon only."""
        self.say(self._text if on else "", self._name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the key at the right."""
        super().paintEvent(event)
        if self.text():
            theme = self._look.theme
            _paint_at_right(self, theme.font("caption"), theme.colour("muted"), SEARCH_KEYS)


class NavButton(Button):
    """A section in the rail, with a number at its right when there is something to do."""

    def __init__(self, look: Look, section: Section, keys: str) -> None:
        super().__init__(look, section.text, "nav", icon=section.icon, keys=keys)
        self._section, self._count, self._wide = section, 0, True
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def count(self, n: int) -> None:
        """Show a number, or none when it is 0."""
        self._count = n
        self.show_text(self._wide)

    def show_text(self, on: bool) -> None:
        """Show the words, or the icon only."""
        self._wide = on
        spoken = f"{self._section.text}, {self._count}" if self._count else self._section.text
        self.say(self._section.text if on else "", spoken)
        self.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number at the right."""
        super().paintEvent(event)
        if not (self._count and self._wide):
            return
        theme = self._look.theme
        ink = theme.colour("accent_text" if self.isChecked() else "muted")
        _paint_at_right(self, theme.font("caption", QFont.Weight.DemiBold), ink, str(self._count))


class Initials(QWidget):
    """The first letters of a name in a circle."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        parts = name.split()
        self._letters = "".join(part[0] for part in (*parts[:1], *parts[1:][-1:])).upper()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the circle."""
        side = self._look.theme.px(36)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circle and the letters."""
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setFont(theme.font("caption", QFont.Weight.Bold))
        painter.setPen(theme.colour("accent_text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)


def _paint_at_right(button: Button, font: QFont, ink: QColor, text: str) -> None:
    painter = QPainter(button)
    painter.setFont(font)
    painter.setPen(ink)
    area = button.rect().adjusted(0, 0, -button.fontMetrics().averageCharWidth() * 3 // 2, 0)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

"""Search or do: clients and commands in one box; the focus stays in the line, arrows choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import edged
from wijkdesk.ui.widgets.list import FACE, Face, LazyList, Row
from wijkdesk.ui.widgets.search_line import SearchLine
from wijkdesk.ui.widgets.speech import announce

MOST_CLIENTS = 8
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}
Find = Callable[[QWidget, str, Callable[[list[Row]], None]], None]
"""Looks clients up for a widget; the answer is dropped when that is gone."""


@dataclass(frozen=True)
class Command:
    """Something the person can have done: its words, what it is about, its icon and its key."""

    text: str
    about: str
    icon: str
    keys: str
    run: Callable[[], None]


class Palette(QDialog):
    """One line and a list; `find` looks up clients, `open_client(id)` shows one."""

    def __init__(
        self,
        look: Look,
        commands: Sequence[Command],
        find: Find | None,
        open_client: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._look, self._commands = look, list(commands)
        self._find, self._open_client = find, open_client
        words = look.words
        self.setWindowTitle(words("Zoek of doe"))
        whole = edged(look, self, gap="s")
        asked = words("Klant, opdracht of scherm") if find else words("Opdracht of scherm")
        self.line = SearchLine(look, asked)
        self.line.textChanged.connect(self._look_up)
        self.line.installEventFilter(self)
        whole.addWidget(self.line)
        self.results = LazyList(look, words("Gevonden"), self._face)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.opened.connect(self._run)
        whole.addWidget(self.results, 1)
        whole.addWidget(Label(words("↑ ↓ kiezen   Enter uitvoeren   Esc sluiten"), "caption"))
        self.resize(look.theme.px(560), look.theme.px(460))
        self._look_up("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter work on the list while the focus stays in the line."""
        if watched is self.line and isinstance(event, QKeyEvent) and self._steer(event):
            return True
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in STEPS:
            self.results.step(STEPS[Qt.Key(event.key())])
            face = self.results.currentIndex().data(FACE)
            if isinstance(face, Face):
                announce(self.line, face.spoken)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.results.current:
                self._run(self.results.current)
            return True
        return False

    def _look_up(self, text: str) -> None:
        typed = text.strip().lower()
        found = [
            {"id": f"command:{at}", "name": command.text, "command": command}
            for at, command in enumerate(self._commands)
            if all(part in command.text.lower() for part in typed.split())
        ]
        self._show(typed, found, [])
        if self._find is not None and typed:
            self._find(self, text.strip(), lambda clients: self._show(typed, found, clients))

    def _show(self, typed: str, commands: list[Row], clients: list[Row]) -> None:
        if typed == self.line.text().strip().lower():
            self.results.show_rows([*clients[:MOST_CLIENTS], *commands])
            self.results.step(-len(commands) - MOST_CLIENTS)

    def _face(self, row: Row) -> Face:
        command = row.get("command")
        if isinstance(command, Command):
            spoken = ", ".join(part for part in (command.text, command.about, command.keys) if part)
            return Face(command.text, command.about, spoken, icon=command.icon, keys=command.keys)
        about = self._look.words("Klant · {place}", place=row.get("neighbourhood") or "")
        return Face(row["name"], about, f"{row['name']}, {about}", icon="user")

    def _run(self, record: str) -> None:
        self.accept()
        if record.startswith("command:"):
            self._commands[int(record.partition(":")[2])].run()
        else:
            self._open_client(record)

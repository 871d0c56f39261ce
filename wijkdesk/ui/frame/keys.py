"""The keys of the window, declared once: they are installed and shown from this list."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from wijkdesk.i18n import mark
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import edged, space


@dataclass(frozen=True)
class Key:
    """A key, the act of the window it starts, and what it does in words."""

    keys: str
    act: str
    meaning: str


KEYS = (
    Key("Ctrl+K", "search_or_do", mark("Zoek een klant of kies een opdracht")),
    Key("Ctrl+F", "search", mark("Zoek in de lijst")),
    Key("Ctrl+N", "way", mark("Contact vastleggen bij deze klant")),
    Key("Ctrl+Shift+N", "way", mark("Werkaantekening maken bij deze klant")),
    Key("Ctrl+B", "way", mark("Belemmering vastleggen bij deze klant")),
    Key("Ctrl+J", "way", mark("Actie afspreken met deze klant")),
    Key("Ctrl+P", "way", mark("Plan van aanpak maken van deze klant")),
    Key("Ctrl+Shift+S", "sync", mark("Nu synchroniseren")),
    Key("Ctrl+M", "share", mark("Meekijkmodus aan of uit")),
    Key("Ctrl+L", "lock", mark("Op slot")),
    Key("F6", "next_region", mark("Naar het volgende deel van het venster")),
    Key("Shift+F6", "region_before", mark("Naar het vorige deel van het venster")),
    Key("Alt+Left", "back", mark("Terug naar de lijst")),
    Key("F1", "help", mark("Deze sneltoetsen")),
)
IN_FORMS = (
    Key("Tab", "", mark("Naar het volgende veld")),
    Key("Ctrl+Enter", "", mark("Opslaan")),
    Key("Esc", "", mark("Sluiten; wat u typte blijft bewaard")),
)


class KeysDialog(QDialog):
    """All keys with what they do; `sections` are the names behind Alt+1, Alt+2 and so on."""

    def __init__(self, look: Look, sections: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        words = look.words
        self.setWindowTitle(words("Sneltoetsen"))
        whole = edged(look, self, gap="l", pad="xl")
        whole.addWidget(Label(words("Sneltoetsen"), "h2"))
        grid = QGridLayout()
        space(look, grid, gap="s", pad="")
        grid.setColumnStretch(1, 1)
        lines = [(f"Alt+{at}", name) for at, name in enumerate(sections, 1)]
        lines += [(key.keys, words(key.meaning)) for key in (*KEYS, *IN_FORMS)]
        for at, (keys, meaning) in enumerate(lines):
            grid.addWidget(Label(keys.replace("Left", "←"), "strong"), at, 0)
            grid.addWidget(Label(meaning), at, 1)
        whole.addLayout(grid)
        close = Button(look, words("Sluiten"), "primary")
        close.clicked.connect(self.accept)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        close.setFocus()

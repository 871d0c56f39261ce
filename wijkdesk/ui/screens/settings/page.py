"""What the person at this desk may set: colours, size, language, passphrase, a copy in a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from wijkdesk.config.settings import SETTINGS, Settings
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.screens.settings.safety import Backup, Passphrase, Standing
from wijkdesk.ui.widgets.button import Button, Choices
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Page, column

if TYPE_CHECKING:
    from wijkdesk.caseload.touched import Touched

SIZES = (100, 125, 150, 175, 200)
# Each language is written in itself, so that it is found by who does not read the other.
LANGUAGES = (("nl", "Nederlands"), ("en", "English"))
Choose = Callable[[str, object], None]


class SettingsScreen(Screen):
    """Each choice works at once; the language after unlocking again."""

    place = "page"
    lock_wanted = Signal()

    def __init__(self, around: Surroundings, settings: Settings, choose: Choose) -> None:
        super().__init__(around)
        self._settings, self._choose = settings, choose
        page = Page(around)
        column(around, self, gap="").addWidget(page)
        page.body.addWidget(Label(self.title, "h1"))
        self.backup, self.standing = Backup(around), Standing(around)
        passphrase = Passphrase(around)
        passphrase.asked.connect(lambda: self.wants.emit("passphrase", {}))
        cards = (
            self._colours(), self._size(), self._language(), passphrase, self.backup,
            self.standing, self._machine(),
        )  # fmt: skip
        for card in cards:
            page.body.addWidget(card)
        page.body.addStretch(1)

    @property
    def title(self) -> str:
        """The title for the window."""
        return self.words("Instellingen")

    def load(self) -> None:
        """Ask how the desk stands to central."""
        self.standing.load()

    def look_again(self, touched: Touched) -> None:
        """Look how it stands after a sync."""
        if self.isVisible():
            self.standing.load()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at it each time it is shown."""
        self._stale = True
        super().showEvent(event)

    def focus_first(self) -> None:
        """Put the focus on the colours."""
        self._modes.take_focus()

    def _colours(self) -> Card:
        words = self.words
        card = Card(self.around, words("Kleuren"), words("Werkt meteen, ook tijdens het typen."))
        self._modes = Choices(
            self.around,
            words("Kleuren"),
            [
                ("system", words("Zoals deze computer")),
                ("light", words("Licht")),
                ("dark", words("Donker")),
                ("high_contrast", words("Hoog contrast")),
            ],
        )
        self._modes.choose(self.around.theme.mode)
        self._modes.chosen.connect(self._colours_chosen)
        card.body.addWidget(self._modes)
        return card

    def _size(self) -> Card:
        words = self.words
        card = Card(self.around, words("Grootte van de tekst"), words("Werkt meteen."))
        sizes = Choices(
            self.around, words("Grootte van de tekst"), [(size, f"{size} %") for size in SIZES]
        )
        now = round(self.around.theme.scale * 100)
        sizes.choose(min(SIZES, key=lambda size: abs(size - now)))
        sizes.chosen.connect(self._size_chosen)
        card.body.addWidget(sizes)
        return card

    def _language(self) -> Card:
        words = self.words
        card = Card(self.around, words("Taal"), words("Geldt nadat u opnieuw ontgrendelt."))
        languages = Choices(self.around, words("Taal"), LANGUAGES)
        languages.choose(self._settings.text("language"))
        languages.chosen.connect(lambda language: self._choose("language", language))
        card.body.addWidget(languages)
        again = Button(self.around, words("Nu op slot en opnieuw beginnen"), icon="lock")
        again.clicked.connect(self.lock_wanted)
        card.body.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _machine(self) -> Card:
        words = self.words
        card = Card(self.around, words("Van uw beheerder"), words("Alleen om te lezen."))
        for setting in SETTINGS:
            if setting.set_by == "it":
                value = str(self._settings[setting.name]) or words("niet ingesteld")
                card.body.addWidget(Label(f"{words(setting.meaning)}: {value}", "muted", wrap=True))
        return card

    def _colours_chosen(self, mode: object) -> None:
        self.around.theme.choose(mode=str(mode))
        self._choose("theme", mode)

    def _size_chosen(self, percent: int) -> None:
        self.around.theme.choose(scale=percent / 100)
        self._choose("text_size", percent)

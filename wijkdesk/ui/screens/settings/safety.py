"""The cards that keep the desk safe: the passphrase, a copy in a file, and the last sync."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.widgets.banner import Banner
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.card import Card
from wijkdesk.ui.widgets.files import ask_new_file
from wijkdesk.ui.widgets.label import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

ENDING = ".wijkdesk"


class Passphrase(Card):
    """`asked` when the passphrase is to be changed."""

    asked = Signal()

    def __init__(self, around: Surroundings) -> None:
        words = around.words
        super().__init__(around, words("Wachtzin"))
        about = words(
            "Denkt u dat iemand uw wachtzin kent? Kies dan meteen een nieuwe. Reservekopieën die "
            "er al zijn, houden hun oude wachtzin."
        )
        self.body.addWidget(Label(about, "muted", wrap=True))
        change = Button(around, words("Wachtzin veranderen"), icon="key")
        change.clicked.connect(self.asked)
        self.body.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)


class Backup(Card):
    """Writes a copy of the whole desk to a file, as encrypted as the desk itself."""

    def __init__(self, around: Surroundings) -> None:
        words = around.words
        super().__init__(around, words("Reservekopie"))
        self._around = around
        self.dialog: QFileDialog | None = None
        about = words(
            "Het hele bureau in één versleuteld bestand. Het opent met de wachtzin die u nu hebt. "
            "Bewaar het buiten deze laptop."
        )
        self.body.addWidget(Label(about, "muted", wrap=True))
        self.make = Button(around, words("Reservekopie maken"), icon="floppy-disk")
        self.make.clicked.connect(self.choose_file)
        self.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.banner = Banner(around, closable=False)
        self.body.addWidget(self.banner)

    def choose_file(self) -> None:
        """Ask where the copy may be written."""
        words, today = self._around.words, self._around.today().isoformat()
        self.dialog = ask_new_file(
            self, words("Reservekopie opslaan"), f"reservekopie-{today}{ENDING}",
            words("Reservekopie (*{ending})", ending=ENDING), self.write,
        )  # fmt: skip

    def write(self, chosen: str) -> None:
        """Write the copy to this file."""
        desk, file = self._around.desk, Path(chosen)
        self.make.setEnabled(False)
        self.banner.say(self._around.words("De reservekopie wordt gemaakt…"), "info")

        def job() -> int:
            from wijkdesk.caseload.backup import backup

            return backup(desk, file)

        self._around.background.run(self, job, lambda size: self._say_done(file, size), self._fail)

    def _say_done(self, file: Path, size: int) -> None:
        self.make.setEnabled(True)
        megabytes = max(1, round(size / 2**20))
        told = self._around.words("Bewaard: {file} ({n} MB).", file=file, n=megabytes)
        self.banner.say(told, "info")

    def _fail(self, trouble: Trouble) -> None:
        self.make.setEnabled(True)
        self.banner.say(self._around.words.trouble(trouble), "danger")


class Standing(Card):
    """When this desk spoke to central last, and until when it opens without."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around, around.words("Contact met het centrale systeem"))
        self._around = around
        self._last, self._until = Label("", wrap=True), Label("", "muted", wrap=True)
        self.body.addWidget(self._last)
        self.body.addWidget(self._until)

    def load(self) -> None:
        """Ask the desk how it stands."""
        desk = self._around.desk
        self._around.background.run(self, desk.status, self._show, only_latest="standing")

    def _show(self, status: dict[str, Any]) -> None:
        words, last, until = self._around.words, status["last_sync"], status["lease_until"]
        if last is None:
            self._last.say(words("Nog niet gesynchroniseerd"))
        else:
            when = self._around.near_moment(last)
            self._last.say(words("Laatst bijgewerkt: {when}", when=when))
        told = words(
            "Zonder contact werkt dit bureau tot {day}. Daarna opent het alleen om te "
            "synchroniseren.",
            day=words.day(until),
        )
        self._until.say(told if until else "")

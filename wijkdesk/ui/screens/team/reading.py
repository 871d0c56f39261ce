"""A coordinator asks to read along in one dossier, with a reason (practice.md R3)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from wijkdesk.caseload import opening
from wijkdesk.domain.values import OpenReason
from wijkdesk.errors import Trouble
from wijkdesk.ui.asking import ask_central
from wijkdesk.ui.frame.syncing import Post
from wijkdesk.ui.reasons import reasons
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.widgets.field import TextField
from wijkdesk.ui.widgets.reason import REASON, ReasonDialog

TEXT = "text"


class Reading(QObject):
    """Asks why over the list, and central for the dossier; `opened(client, until)`."""

    opened = Signal(str, str)

    def __init__(self, screen: Screen, post: Post) -> None:
        super().__init__(screen)
        self._screen, self._post = screen, post
        self.dialog: ReasonDialog | None = None

    def ask(self, client: Row) -> None:
        """Ask why this dossier is to be read."""
        screen, words = self._screen, self._screen.words
        about = words(
            "U leest het dossier van {name} een uur mee. U kunt niets veranderen. De "
            "contactpersoon krijgt meteen bericht.",
            name=client["name"],
        )
        more = TextField(
            screen.around, TEXT, words("Toelichting"), lines=3,
            hint=words("De contactpersoon leest dit ook."),
        )  # fmt: skip
        self.dialog = dialog = ReasonDialog(
            screen.around, words("Dossier meelezen"), about, reasons(words, "open_dossier"),
            screen, save=words("Meelezen"), after=[more],
        )  # fmt: skip
        dialog.lock_asked.connect(lambda: screen.asked.emit("lock"))
        dialog.asked.connect(lambda given: self._open(dialog, client["id"], given))

    def _open(self, dialog: ReasonDialog, client: str, given: dict[str, str]) -> None:
        reason = OpenReason(given[REASON])
        asked = opening.to_open(client, reason, given.get(TEXT, ""))
        around = self._screen.around

        def note(answer: dict[str, Any]) -> None:
            around.background.run(
                dialog, lambda: self._noted(client, reason, answer), done, dialog.refuse
            )

        def done(until: str) -> None:
            dialog.accept()
            self.opened.emit(client, until)

        ask_central(around, dialog, self._post, asked, note, lambda why: self._refuse(dialog, why))

    def _noted(self, client: str, reason: OpenReason, answer: dict[str, Any]) -> str:
        """Keep in the log that it was opened, and return until when."""
        opening.note_opened(self._screen.around.desk, client, reason, answer)
        return opening.opened_until(answer).isoformat()

    def _refuse(self, dialog: ReasonDialog, trouble: Trouble) -> None:
        if trouble.code == "central_unreachable":
            trouble = type(trouble)("online_only")
        dialog.refuse(trouble)

"""What is done on the client's page only with a reason: see the BSN, erase a text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.noun import ERASED
from wijkdesk.ui.reasons import reasons
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.screens.client.bsn import Bsn
from wijkdesk.ui.screens.client.dossier import Dossier
from wijkdesk.ui.widgets.choosing import ChoiceField
from wijkdesk.ui.widgets.reason import ReasonDialog

TEXTS = {
    "contact_moment": ("summary",),
    "work_note": ("text",),
    "action": ("title", "result"),
    "barrier": ("consequence", "result"),
}
"""The fields of each kind of record in which somebody wrote a text."""


class Guarded(QObject):
    """Asks for the reason over the page `screen`, and does the act."""

    def __init__(self, screen: Screen, client: str) -> None:
        super().__init__(screen)
        self._screen, self._client = screen, client
        self.dialog: ReasonDialog | None = None

    def show_bsn(self, bsn: Bsn, number: Callable[[], str]) -> None:
        """Show the burgerservicenummer for a while, with a reason in the log."""
        words = self._screen.words
        about = words("U ziet het nummer 30 seconden.")
        title = words("Burgerservicenummer bekijken")
        dialog = self._ask("show_bsn", title, about, words("Toon het nummer"))
        dialog.asked.connect(
            lambda given: self._do(dialog, "show_bsn", given, lambda: bsn.reveal(number()))
        )

    def erase(self, row: Row, dossier: Dossier) -> None:
        """Erase a text everywhere, with a reason in the log."""
        words = self._screen.words
        about = words(
            "De tekst verdwijnt overal: hier, bij collega’s en in het centrale systeem. U kunt "
            "dit niet terugdraaien. Uw coördinator krijgt bericht, zonder de tekst."
        )
        written = [(name, words.field(name)) for name in texts_of(row, dossier)]
        which = ChoiceField(
            self._screen.around, "field", words("Welke tekst?"), written, required=True, below=True
        )
        which.put(written[0][0])
        which.setVisible(len(written) > 1)
        dialog = self._ask(
            "erase_text", words("Tekst wissen"), about, words("Wis deze tekst"), which
        )

        def ask(given: dict[str, str]) -> None:
            said = words("De tekst is gewist. Bij de volgende synchronisatie ook overal elders.")
            chosen = {"record": row["id"], "field": which.value(), "reason": given["reason"]}
            self._do(dialog, "erase_text", chosen, lambda: self._screen.said.emit(said))

        dialog.asked.connect(ask)

    def _ask(
        self, verb: str, title: str, about: str, save: str, *before: ChoiceField
    ) -> ReasonDialog:
        screen = self._screen
        self.dialog = dialog = ReasonDialog(
            screen.around, title, about, reasons(screen.words, verb), screen, save=save,
            before=before,
        )  # fmt: skip
        dialog.lock_asked.connect(lambda: screen.asked.emit("lock"))
        return dialog

    def _do(
        self, dialog: ReasonDialog, verb: str, given: dict[str, str], then: Callable[[], None]
    ) -> None:
        def done(_touched: object) -> None:
            dialog.accept()
            then()

        self._screen.perform(verb, {"client": self._client, **given}, done, dialog.refuse)


def texts_of(row: Row, dossier: Dossier) -> list[str]:
    """Return the fields of a record on the timeline in which a text stands."""
    if row["kind"] in ("contact_moment", "work_note"):
        record: Row = dict.fromkeys(TEXTS[row["kind"]], row["text"])
    else:
        records = dossier.actions if row["kind"] == "action" else dossier.barriers
        record = next((one for one in records if one["id"] == row["id"]), {})
    # What a sensitive barrier means for work is a code, and no text.
    codes = {"consequence"} if record.get("domain") in SENSITIVE else set()
    names = [name for name in TEXTS.get(row["kind"], ()) if name not in codes]
    return [name for name in names if record.get(name) not in (None, "", ERASED)]

"""Make a contact moment of a work note, so that it stays: how the contact was is asked first."""

from __future__ import annotations

from wijkdesk.domain.values import Channel
from wijkdesk.ui.screen import Row, Screen
from wijkdesk.ui.widgets.choosing import ChoiceField
from wijkdesk.ui.widgets.reason import AskDialog


def keep_note(screen: Screen, row: Row) -> AskDialog:
    """Ask over the page how the contact of this work note was, and keep it as one."""
    words = screen.words
    about = words(
        "Een contactmoment blijft in het dossier. Ook wie met een reden meeleest, kan het lezen."
    )
    if row["about_others"]:
        about += " " + words("Let op: deze tekst gaat ook over iemand anders.")
    channels = [(channel.value, words.term(channel)) for channel in Channel]
    channel = ChoiceField(
        screen.around, "channel", words.field("channel"), channels, required=True, below=True
    )
    dialog = AskDialog(
        screen.around, words("Maak er een contactmoment van"), about, [channel], screen,
        save=words("Maak contactmoment"),
    )  # fmt: skip
    dialog.lock_asked.connect(lambda: screen.asked.emit("lock"))

    def done(_touched: object) -> None:
        dialog.accept()
        screen.said.emit(words("De werkaantekening is nu een contactmoment."))

    def ask(given: dict[str, str]) -> None:
        asked = {"work_note": row["id"], **given}
        screen.perform("keep_work_note", asked, done, dialog.refuse)

    dialog.asked.connect(ask)
    return dialog

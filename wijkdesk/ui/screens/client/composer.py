"""Where a contact or a work note is written, right on the client's page; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from wijkdesk.domain.values import Channel
from wijkdesk.errors import Trouble
from wijkdesk.policy.parameters import parameter
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.widgets.button import Button, Choices
from wijkdesk.ui.widgets.field import Field, TextField
from wijkdesk.ui.widgets.form import DRAFT_AFTER, ErrorSummary, bring_into_view
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column, row
from wijkdesk.ui.widgets.speech import announce
from wijkdesk.ui.widgets.tick import TickBox

LINES = 3
NOTE = "work_note"  # what is chosen in place of a channel for a work note


class Composer(QFrame):
    """Says `asked(verb, values)` for what is to be recorded, and `typed(values)` for the draft.

    A work note is one of the choices beside the channels, so that what was typed becomes one or the
    other with one key.
    """

    asked = Signal(str, dict)
    typed = Signal(dict)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._look, words = around, around.words
        self._along = self._aside = False
        self.setProperty("ground", "inset")
        self.setAccessibleName(words("Contact vastleggen"))
        lines = column(around, self, gap="s", pad="m")
        self.summary = ErrorSummary(around)
        lines.addWidget(self.summary)
        self.text = TextField(around, "summary", "", required=True, lines=LINES, counted=True)
        lines.addWidget(self.text)
        channels = [(channel.value, words.term(channel)) for channel in Channel]
        self.channel = Choices(
            around, words.field("kind"), [*channels, (NOTE, words("Werkaantekening"))]
        )
        lines.addWidget(self.channel)
        self.others = TickBox(around, words.field("about_others"))
        foot = row(around, gap="m")
        foot.addWidget(self.others)
        foot.addStretch(1)
        self.save_button = Button(around, words("Opslaan"), "primary", keys="Ctrl+Enter")
        self.save_button.clicked.connect(self.save)
        foot.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignBottom)
        lines.addLayout(foot)
        self._kept = Label("", "caption", wrap=True)
        self._kept.hide()
        lines.addWidget(self._kept)
        self._clock = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._clock.timeout.connect(self._keep)
        self.text.changed.connect(self._wait_to_keep)
        self.channel.chosen.connect(lambda _value: self._turn())
        self.others.clicked.connect(self._wait_to_keep)
        self._ask()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.save)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def is_note(self) -> bool:
        """Whether a work note is written here, and no contact."""
        return self.channel.value == NOTE

    def values(self) -> dict[str, str]:
        """Return what was typed and chosen."""
        about = {"about_others": "true"} if self.is_note and self.others.isChecked() else {}
        return {"summary": self.text.raw(), "channel": str(self.channel.value), **about}

    def save(self) -> None:
        """Ask for the act, or say what is still missing."""
        if not self.save_button.isEnabled():
            return
        problem = self.text.problem()
        self._show([(problem, self.text)] if problem else [])
        if not problem:
            self._clock.stop()
            self.save_button.setEnabled(False)
            self.asked.emit(*_as_act(self.values()))

    def done(self, saved: Mapping[str, str]) -> None:
        """Make room for the next; what was typed after saving stays."""
        words, note = self._look.words, "text" in saved
        self.save_button.setEnabled(True)
        if self.text.raw() == saved["text" if note else "summary"]:
            self.text.put("")
            self.others.setChecked(False)
            if note:
                self._choose(Channel.GESPREK.value)
            self._clock.stop()
        self._tell_kept("")
        said = words("Werkaantekening bewaard. Nog te versturen.")
        announce(self.text, said if note else words("Contact vastgelegd. Nog te versturen."))

    def refuse(self, trouble: Trouble) -> None:
        """Say why it was not saved, at the field when it is about the text."""
        self.save_button.setEnabled(True)
        field = self.text if trouble.field in ("summary", "text") else None
        self._show([(self._look.words.trouble(trouble), field)])

    def restore(self, draft: Mapping[str, object]) -> None:
        """Put a draft back, unless something was typed already."""
        if self.text.raw():
            return
        self.text.put(str(draft.get("summary", "")))
        channel = str(draft.get("channel", ""))
        if channel in {*Channel, NOTE}:
            self._choose(channel)
            self.others.setChecked(draft.get("about_others") == "true")
        self._clock.stop()
        self._tell_kept(self._look.words("Concept teruggezet"))

    def flush(self) -> None:
        """Keep the draft now, if something was typed since it was kept."""
        if self._clock.isActive():
            self._clock.stop()
            self._keep()

    def take_focus(self, note: bool = False) -> None:
        """Put the cursor where it is written; with `note` a work note is."""
        if note and not self.is_note:
            self._choose(NOTE)
        bring_into_view(self)
        self.text.take_focus()

    def share(self, on: bool) -> None:
        """Offer no work note to a client who looks along, nor show one that is being written."""
        self._along = on
        self.channel.offer(NOTE, not on)
        self._put_aside()

    def _choose(self, channel: str) -> None:
        self.channel.choose(channel)
        self._ask()

    def _turn(self) -> None:
        self._ask()
        self._wait_to_keep()

    def _ask(self) -> None:
        """Ask for what was said, or for what is to be remembered and who else it is about."""
        words = self._look.words
        self._put_aside()
        self.others.setVisible(self.is_note)
        if not self.is_note:
            missing = words("Schrijf in een paar woorden wat er is besproken.")
            self.text.ask(words.field("summary"), words("De klant kan dit lezen."), missing)
            return
        weeks = parameter("work_note_weeks", self._look.today()).value
        hint = words(
            "De klant kan dit lezen. Na {weeks} weken verdwijnt een werkaantekening, tenzij u er "
            "een contactmoment van maakt.",
            weeks=weeks,
        )
        missing = words("Schrijf in een paar woorden wat u wilt onthouden.")
        self.text.ask(words("Wat wilt u onthouden?"), hint, missing)

    def _put_aside(self) -> None:
        """Hide while there is a note in it that is not for who looks along, and come back after."""
        aside = self._along and self.is_note
        if aside is not self._aside:
            self._aside = aside
            self.setVisible(not aside)

    def _keep(self) -> None:
        written = bool(self.text.raw().strip())
        self.typed.emit(self.values() if written else {})
        self._tell_kept(self._look.words("Concept bewaard op dit apparaat") if written else "")

    def _wait_to_keep(self) -> None:
        if not self._clock.isActive():
            self._clock.start()

    def _tell_kept(self, told: str) -> None:
        self._kept.say(told)
        self._kept.setVisible(bool(told))

    def _show(self, problems: list[tuple[str, Field | None]]) -> None:
        wrong = {field: sentence for sentence, field in problems}
        self.text.fail(wrong.get(self.text, ""))
        self.summary.show_problems(problems)


def _as_act(typed: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the verb that keeps what was typed, with what it asks for."""
    if typed["channel"] != NOTE:
        return "record_contact", typed
    about = {"about_others": typed["about_others"]} if "about_others" in typed else {}
    return "record_work_note", {"text": typed["summary"], **about}

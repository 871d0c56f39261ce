"""Where a contact moment is written, right on the client's page; what is typed is never lost."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from wijkdesk.domain.values import Channel
from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.widgets.button import Button, Choices
from wijkdesk.ui.widgets.field import Field, TextField
from wijkdesk.ui.widgets.form import DRAFT_AFTER, ErrorSummary, bring_into_view
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column, row
from wijkdesk.ui.widgets.speech import announce

LINES = 3


class Composer(QFrame):
    """Says `asked(values)` for record_contact, and `typed(values)` for the draft."""

    asked = Signal(dict)
    typed = Signal(dict)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._look, words = around, around.words
        self.setProperty("ground", "inset")
        self.setAccessibleName(words("Contact vastleggen"))
        lines = column(around, self, gap="s", pad="m")
        self.summary = ErrorSummary(around)
        lines.addWidget(self.summary)
        self.text = TextField(
            around, "summary", words.field("summary"), hint=words("De klant kan dit lezen."),
            required=True, lines=LINES,
        )  # fmt: skip
        self.text.missing = words("Schrijf in een paar woorden wat er is besproken.")
        lines.addWidget(self.text)
        channels = [(channel.value, words.term(channel)) for channel in Channel]
        self.channel = Choices(around, words.field("channel"), channels)
        foot = row(around, gap="m")
        foot.addWidget(self.channel, 1)
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
        self.channel.chosen.connect(lambda _value: self._wait_to_keep())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.save)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def values(self) -> dict[str, str]:
        """Return what was typed and chosen."""
        return {"summary": self.text.raw(), "channel": str(self.channel.value)}

    def save(self) -> None:
        """Ask for the act, or say what is still missing."""
        if not self.save_button.isEnabled():
            return
        problem = self.text.problem()
        self._show([(problem, self.text)] if problem else [])
        if not problem:
            self._clock.stop()
            self.save_button.setEnabled(False)
            self.asked.emit(self.values())

    def done(self, saved: Mapping[str, str]) -> None:
        """Make room for the next contact; what was typed after saving stays."""
        self.save_button.setEnabled(True)
        if self.text.raw() == saved["summary"]:
            self.text.put("")
            self._clock.stop()
        self._tell_kept("")
        announce(self.text, self._look.words("Contact vastgelegd. Nog te versturen."))

    def refuse(self, trouble: Trouble) -> None:
        """Say why it was not saved, at the field when it is about the text."""
        self.save_button.setEnabled(True)
        field = self.text if trouble.field == "summary" else None
        self._show([(self._look.words.trouble(trouble), field)])

    def restore(self, draft: Mapping[str, object]) -> None:
        """Put a draft back, unless something was typed already."""
        if self.text.raw():
            return
        self.text.put(str(draft.get("summary", "")))
        channel = str(draft.get("channel", ""))
        if channel in set(Channel):
            self.channel.choose(channel)
        self._clock.stop()
        self._tell_kept(self._look.words("Concept teruggezet"))

    def flush(self) -> None:
        """Keep the draft now, if something was typed since it was kept."""
        if self._clock.isActive():
            self._clock.stop()
            self._keep()

    def take_focus(self) -> None:
        """Put the cursor where what was said is written."""
        bring_into_view(self)
        self.text.take_focus()

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

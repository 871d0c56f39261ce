"""A form: fields, a summary of what is wrong that takes the focus, and a draft that is kept.

On saving, every problem stands in the summary as a link to its field, and in the same words at
the field itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from wijkdesk.errors import Trouble
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.field import Field
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import Flow, clear, column, row
from wijkdesk.ui.widgets.speech import announce, speaks_as

DRAFT_AFTER = 1200
"""Milliseconds after a key that the draft is kept; two seconds is promised."""
Keep = Callable[[dict[str, str]], None]


class ErrorSummary(QFrame):
    """What is still to be mended, each as a link to its field."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("note", "danger")
        self.setProperty("focusPolicy", "StrongFocus")
        speaks_as(self, "AlertMessage")
        self._lines = column(look, self, gap="xs", pad="m")
        self.hide()

    def show_problems(self, problems: list[tuple[str, Field | None]]) -> None:
        """Show the problems and take the focus; without problems, hide."""
        clear(self._lines)
        self.setVisible(bool(problems))
        if not problems:
            return
        title = self._title(sum(field is not None for _, field in problems))
        if title:
            self._lines.addWidget(Label(title, "h3"))
        before: QWidget = self
        for sentence, field in problems:
            line = self._line(sentence, field)
            self._lines.addWidget(line)
            # Made after the fields, the links would otherwise come after them.
            self.setTabOrder(before, line)
            before = line
        said = [title, *(sentence for sentence, _ in problems)]
        self.setAccessibleName(". ".join(part for part in said if part))
        self.setFocus()
        bring_into_view(self)
        announce(self, self.accessibleName(), at_once=True)

    def _title(self, fields: int) -> str:
        """Return how many fields are to be mended; what is about no field cannot be mended here."""
        if not fields:
            return ""
        return self._look.words.count(
            fields, "Nog {n} ding om te herstellen", "Nog {n} dingen om te herstellen"
        )

    def _line(self, sentence: str, field: Field | None) -> QWidget:
        if field is None:
            return Label(sentence, "strong", wrap=True)
        link = Button(self._look, sentence, "link")
        link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        link.clicked.connect(lambda: _go_to(field))
        return link


class Form(QWidget):
    """Fields with a button that saves and one that cancels.

    `asked(dict)` gives the values by field name when nothing is wrong with them; the screen does
    the act and calls `done()` or `refuse(trouble)`. `titled(str)` is the title for the window
    ("Fout: ..." while something is wrong). Ctrl+Enter saves, Escape cancels.
    """

    asked = Signal(dict)
    cancelled = Signal()
    titled = Signal(str)

    def __init__(
        self,
        look: Look,
        title: str,
        fields: Iterable[Field],
        *,
        save: str,
        cancel: bool = True,
        keep: Keep | None = None,
    ) -> None:
        super().__init__()
        self._look, self.title, self._keep = look, title, keep
        self.fields = {field.name: field for field in fields}
        self._whole = whole = column(look, self, gap="l")
        whole.addWidget(Label(title, "h2", wrap=True))
        self.summary = ErrorSummary(look)
        whole.addWidget(self.summary)
        for field in self.fields.values():
            whole.addWidget(field)
            field.changed.connect(self._typed)
        whole.addWidget(self._buttons(save, cancel))
        self._clock = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._clock.timeout.connect(self.flush)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.check_and_ask)
            shortcut.setProperty("context", "WidgetWithChildrenShortcut")

    def explain(self, text: str) -> None:
        """Say below the title what this is about."""
        self._whole.insertWidget(1, Label(text, "muted", wrap=True))

    def values(self) -> dict[str, str]:
        """Return what each field gives the verb; empty ones and hidden ones are left out."""
        shown = (field for field in self.fields.values() if not field.isHidden())
        return {field.name: field.value() for field in shown if field.value()}

    def check_and_ask(self) -> None:
        """Check every field; ask for the act, or show what is wrong."""
        if not self.save_button.isEnabled():
            return
        shown = [field for field in self.fields.values() if not field.isHidden()]
        problems = [(field.problem(), field) for field in shown if field.problem()]
        self._show([(sentence, field) for sentence, field in problems])
        if not problems:
            self.save_button.setEnabled(False)
            self.asked.emit(self.values())

    def refuse(self, trouble: Trouble) -> None:
        """Show why the act was refused, at its field when it is about one."""
        self.save_button.setEnabled(True)
        field = self.fields.get(trouble.field or "")
        self._show([(self._look.words.trouble(trouble), field)])

    def done(self) -> None:
        """Say that the act was done: the draft is no longer wanted."""
        self._clock.stop()
        self.save_button.setEnabled(True)
        self._kept.say("")

    def restore(self, draft: Mapping[str, object]) -> None:
        """Put a draft back, as `keep` was given it."""
        for name, raw in draft.items():
            if name in self.fields:
                self.fields[name].put(str(raw))
        self._clock.stop()

    def flush(self) -> None:
        """Keep the draft now, if something was typed since it was kept."""
        self._clock.stop()
        if self._keep is None:
            return
        # What is hidden on the screen (a passphrase) is kept nowhere.
        self._keep({name: field.raw() for name, field in self.fields.items() if field.raw()})
        self._kept.say(self._look.words("Concept bewaard op dit apparaat"))

    @property
    def waiting_to_keep(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._clock.isActive()

    def _buttons(self, save: str, cancel: bool) -> QWidget:
        bar = QWidget()
        self._kept = Label("", "caption")
        self.save_button = Button(self._look, save, "primary", keys="Ctrl+Enter")
        self.save_button.clicked.connect(self.check_and_ask)
        if not cancel:
            alone = row(self._look, bar)
            alone.addWidget(self.save_button)
            alone.addWidget(self._kept, 1)
            return bar
        stop = Button(self._look, self._look.words("Annuleren"))
        stop.clicked.connect(self.cancelled)
        flow = Flow(self._look, bar)
        for part in (self.save_button, stop, self._kept):
            flow.addWidget(part)
        return bar

    def _typed(self) -> None:
        # Not started again at each key: who types on without a pause is kept as well.
        if self._keep is not None and not self._clock.isActive():
            self._clock.start()

    def _show(self, problems: list[tuple[str, Field | None]]) -> None:
        wrong = {field: sentence for sentence, field in problems if field is not None}
        for field in self.fields.values():
            field.fail(wrong.get(field, ""))
        words = self._look.words
        self.titled.emit(words("Fout: {title}", title=self.title) if problems else self.title)
        self.summary.show_problems(problems)


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page so that a widget is seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _go_to(field: Field) -> None:
    field.take_focus()
    bring_into_view(field)

"""A field of a form: label above it, hint and error between label and field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.label import Label, set_look
from wijkdesk.ui.widgets.layout import column
from wijkdesk.ui.widgets.speech import announce


class Field(QWidget):
    """One field: `name` is the verb's parameter it fills, `control` what takes the focus.

    `raw()` is what stands in the field, also when it is wrong, and goes into a draft; `value()`
    is what the verb gets, as text: a code, an ISO date, "true", or "" when it is empty.
    """

    changed = Signal()

    def __init__(
        self, look: Look, name: str, label: str, *, hint: str = "", required: bool = False
    ) -> None:
        super().__init__()
        self.look, self.name, self.label = look, name, label
        self.required = required
        self.missing = look.words("Vul nog in: {label}", label=label)
        self._hint = hint
        self._layout = column(look, self, gap="xs")
        self._title = Label(label, "strong", wrap=True)
        self._layout.addWidget(self._title)
        self._about = Label(hint, "small", wrap=True)
        self._layout.addWidget(self._about)
        if not hint:
            self._about.hide()
        self._error = Label("", "error", wrap=True)
        self._error.hide()
        self._layout.addWidget(self._error)
        self.control: QWidget = self

    @property
    def error(self) -> str:
        """The error that stands at the field, or ""."""
        return self._error.text() if not self._error.isHidden() else ""

    def ask(self, label: str, hint: str, missing: str) -> None:
        """Ask for something else in the same place; what was typed stays."""
        self.label, self._hint, self.missing = label, hint, missing
        self._title.say(label)
        self._about.say(hint)
        self._about.setVisible(bool(hint))
        self.control.setAccessibleName(label)
        self.fail("")

    def raw(self) -> str:
        """Return what stands in the field."""
        raise NotImplementedError

    def put(self, raw: str) -> None:
        """Put something in the field, as `raw` gave it."""
        raise NotImplementedError

    def value(self) -> str:
        """Return what the verb gets."""
        return self.raw().strip()

    def problem(self) -> str:
        """Return the sentence that says why this cannot be saved, or ""."""
        return self.missing if self.required and not self.raw().strip() else ""

    def fail(self, sentence: str) -> None:
        """Show an error at the field, or none."""
        self._error.say(sentence)
        self._error.setVisible(bool(sentence))
        set_look(self.control, "invalid", "true" if sentence else "false")
        told = self.look.words("Fout: {sentence}", sentence=sentence) if sentence else ""
        self.control.setAccessibleDescription(" ".join(part for part in (told, self._hint) if part))

    def take_focus(self) -> None:
        """Put the focus in the field."""
        from PySide6.QtCore import Qt  # not for the way in: see ui/window.py

        self.control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add(self, widget: QWidget) -> None:
        """Show something more below the control."""
        self._layout.addWidget(widget)

    def _hold(self, control: QWidget) -> None:
        """Show the control and tie it to its label."""
        self.control = control
        control.setAccessibleName(self.label)
        control.setAccessibleDescription(self._hint)
        self._title.setBuddy(control)
        self._layout.addWidget(control)


class LineField(Field):
    """One line of text; with `hidden` a passphrase."""

    def __init__(
        self,
        look: Look,
        name: str,
        label: str,
        *,
        hint: str = "",
        required: bool = False,
        hidden: bool = False,
        longest: int = 200,
    ) -> None:
        super().__init__(look, name, label, hint=hint, required=required)
        self.edit = QLineEdit(maxLength=longest)
        self._hidden = hidden
        if hidden:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.textChanged.connect(self.changed)
        self._hold(self.edit)

    def show_typed(self, on: bool) -> None:
        """Show what is typed in a passphrase, or hide it."""
        mode = QLineEdit.EchoMode
        self.edit.setEchoMode(mode.Normal if on else mode.Password)

    def raw(self) -> str:
        """Return the line."""
        return self.edit.text()

    def value(self) -> str:
        """Return the line; a passphrase exactly as it was typed."""
        return self.raw() if self._hidden else super().value()

    def put(self, raw: str) -> None:
        """Put a line in the field."""
        self.edit.setText(raw)


class TextField(Field):
    """Some lines of text; Tab goes on to the next field, as everywhere.

    With `counted` it says below how many characters of `longest` are taken.
    """

    def __init__(
        self,
        look: Look,
        name: str,
        label: str,
        *,
        hint: str = "",
        required: bool = False,
        lines: int = 4,
        longest: int = 4000,
        counted: bool = False,
    ) -> None:
        super().__init__(look, name, label, hint=hint, required=required)
        self._longest = longest
        self.edit = QPlainTextEdit(tabChangesFocus=True)
        self.edit.textChanged.connect(self._typed)
        self._hold(self.edit)
        self._count = Label("", "small") if counted else None
        if self._count is not None:
            self.add(self._count)
            self._tell_count(self._count)
        look.theme.follow(
            self,
            lambda: self.edit.setFixedHeight(
                self.edit.fontMetrics().lineSpacing() * lines + look.theme.px(20)
            ),
        )

    def raw(self) -> str:
        """Return the text."""
        return self.edit.toPlainText()

    def put(self, raw: str) -> None:
        """Put text in the field."""
        self.edit.setPlainText(raw)

    def problem(self) -> str:
        """Say that it is empty, or too long."""
        over = len(self.raw()) - self._longest
        if over > 0:
            return self.look.words.count(
                over, "Deze tekst is {n} teken te lang.", "Deze tekst is {n} tekens te lang."
            )
        return super().problem()

    def _typed(self) -> None:
        if self._count is not None:
            self._tell_count(self._count)
        self.changed.emit()

    def _tell_count(self, count: Label) -> None:
        """Say how much of the room is taken; a screen reader hears it once, when it is full."""
        words, taken = self.look.words, len(self.raw())
        told = words("{n} van {longest} tekens", n=taken, longest=self._longest)
        full = taken > self._longest
        if full and count.property("role") == "small":
            announce(self.edit, self.problem())
        set_look(count, "role", "error" if full else "small")
        count.say(told)

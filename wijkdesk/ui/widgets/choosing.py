"""Fields in which one of a few answers is chosen: choice, yes or no, level of self-reliance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QCompleter, QLineEdit, QRadioButton, QWidget

from wijkdesk.domain.values import SeverityLevel
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.field import Field
from wijkdesk.ui.widgets.label import set_look
from wijkdesk.ui.widgets.layout import Flow, column

FEW, MANY = 7, 15
"""Up to FEW answers all stand on the screen; from MANY on they are found by typing."""
Options = Sequence[tuple[str, str]]


class ChoiceField(Field):
    """One of `options` (code, words): all of them in sight when few, else a list to open."""

    def __init__(
        self,
        look: Look,
        name: str,
        label: str,
        options: Options,
        *,
        hint: str = "",
        required: bool = False,
        below: bool = False,
    ) -> None:
        super().__init__(look, name, label, hint=hint, required=required)
        self.missing = look.words("Kies nog: {label}", label=label)
        self._options = list(options)
        if len(options) <= FEW:
            self._answers: _Radios | _Drop = _Radios(look, label, self._options, below=below)
        else:
            self._answers = _Drop(look, self._options)
        self._hold(self._answers)
        self._answers.name(label)
        self._answers.connect_to(self.changed.emit)

    def raw(self) -> str:
        """Return the code that was chosen, or what was typed, or ""."""
        return self._answers.chosen()

    def put(self, raw: str) -> None:
        """Choose a code, or nothing."""
        self._answers.choose(raw)

    def problem(self) -> str:
        """Say that nothing was chosen, or something that is not there."""
        if self.raw() and self.raw() not in {code for code, _ in self._options}:
            return self.look.words("Kies een antwoord uit de lijst.")
        return super().problem()

    def fail(self, sentence: str) -> None:
        """Show an error at the field, or none."""
        super().fail(sentence)
        for button in self.findChildren(QRadioButton):
            set_look(button, "invalid", "true" if sentence else "false")

    def take_focus(self) -> None:
        """Put the focus on the answer that is on, or the first."""
        self._answers.focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)


class YesNoField(ChoiceField):
    """Yes, no, or not said."""

    def __init__(
        self, look: Look, name: str, label: str, *, hint: str = "", required: bool = False
    ) -> None:
        options = [("true", look.words("Ja")), ("false", look.words("Nee"))]
        super().__init__(look, name, label, options, hint=hint, required=required)


class LevelField(ChoiceField):
    """The level of the Zelfredzaamheid-Matrix, 1 to 5 with its name; not asked for is possible."""

    def __init__(
        self, look: Look, name: str, label: str, *, hint: str = "", required: bool = False
    ) -> None:
        options = [
            (str(level.value), f"{level.value}  {look.words.term(level)}")
            for level in SeverityLevel
        ]
        if not required:
            options.append(("", look.words("Geen niveau")))
        super().__init__(look, name, label, options, hint=hint, required=required, below=True)


class _Radios(QWidget):
    """All answers in sight, side by side or below each other."""

    def __init__(self, look: Look, label: str, options: Options, *, below: bool) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._codes: list[str] = []
        layout = column(look, self, gap="") if below else Flow(look, self, gap="l", below="xs")
        for code, text in options:
            button = QRadioButton(text.replace("&", "&&"))
            button.setAccessibleName(f"{label}: {text}")
            self._group.addButton(button, len(self._codes))
            self._codes.append(code)
            layout.addWidget(button)

    def name(self, label: str) -> None:
        """Each answer has its name already."""

    def connect_to(self, changed: object) -> None:
        self._group.idToggled.connect(lambda _at, on: on and changed())  # type: ignore[operator]

    def chosen(self) -> str:
        at = self._group.checkedId()
        return self._codes[at] if at >= 0 else ""

    def choose(self, code: str) -> None:
        if code in self._codes:
            self._group.button(self._codes.index(code)).setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)

    def focus_target(self) -> QWidget:
        return self._group.checkedButton() or self._group.buttons()[0]


class _Drop(QComboBox):
    """Answers in a list that opens; many of them are found by typing part of one."""

    def __init__(self, look: Look, options: Options) -> None:
        super().__init__()
        self._look = look
        self._codes = ["", *(code for code, _ in options)]
        self.addItem("")
        self.addItems([text for _, text in options])
        self.setPlaceholderText(look.words("Kies uit de lijst"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if len(options) >= MANY:
            self._find_by_typing()

    def _find_by_typing(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = QLineEdit()
        line.setPlaceholderText(self._look.words("Typ een deel van het woord"))
        self.setLineEdit(line)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        line.editingFinished.connect(self._settle)

    def _settle(self) -> None:
        """Take the answer that was meant when only part of it was typed."""
        completer, typed = self.completer(), self.currentText().strip()
        popup = completer.popup() if completer is not None else None
        if completer is None or popup is None:
            return
        popup.hide()
        if typed and self.findText(typed, Qt.MatchFlag.MatchFixedString) < 0:
            completer.setCompletionPrefix(typed)
            if completer.completionCount() == 1:
                self.setCurrentText(completer.currentCompletion())

    def name(self, label: str) -> None:
        """Name the line in which one types as the list itself."""
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(label)

    def connect_to(self, changed: object) -> None:
        self.currentTextChanged.connect(lambda _text: changed())  # type: ignore[operator]

    def chosen(self) -> str:
        at = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        return self._codes[at] if at >= 0 else self.currentText()

    def choose(self, code: str) -> None:
        self.setCurrentIndex(self._codes.index(code) if code in self._codes else 0)

    def focus_target(self) -> QWidget:
        return self

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, not the answer, unless the list has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow in the theme's colour over what the style painted."""
        super().paintEvent(event)
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("muted"), theme.px(2)))
        half = theme.px(5)
        right, middle = self.width() - theme.px(18), self.height() / 2
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(right - half, middle - half / 2),
                    QPointF(right, middle + half / 2),
                    QPointF(right + half, middle - half / 2),
                ]
            )
        )

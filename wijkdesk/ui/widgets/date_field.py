"""A field for a day, typed as people type days."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLineEdit

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.days import typed_day, written
from wijkdesk.ui.widgets.field import Field


class DateField(Field):
    """A day, typed freely (24-11-2026, 24 nov, morgen); leaving the field writes it out."""

    def __init__(
        self, look: Look, name: str, label: str, *, hint: str = "", required: bool = False
    ) -> None:
        example = hint or look.words("Bijvoorbeeld {day}", day=written(look.today()))
        super().__init__(look, name, label, hint=example, required=required)
        self.edit = QLineEdit(maxLength=30)
        self.edit.textChanged.connect(self.changed)
        self.edit.installEventFilter(self)
        self._hold(self.edit)

    def raw(self) -> str:
        """Return what was typed."""
        return self.edit.text()

    def put(self, raw: str) -> None:
        """Put a day in the field, typed or as ISO date."""
        day = typed_day(raw, self.look.today())
        self.edit.setText(written(day) if day else raw)

    def value(self) -> str:
        """Return the day as ISO date, or "" when there is none."""
        day = typed_day(self.raw(), self.look.today())
        return day.isoformat() if day else ""

    def problem(self) -> str:
        """Say that it is empty, or no day that exists."""
        if self.raw().strip() and not self.value():
            return self.look.words(
                "Vul een datum in die bestaat, zoals {day}", day=written(self.look.today())
            )
        return super().problem()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write the day out when the field is left."""
        if event.type() == QEvent.Type.FocusOut and watched is self.edit and self.value():
            self.put(self.raw())
        return super().eventFilter(watched, event)

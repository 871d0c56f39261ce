"""What a screen reader is told: the role of our own widgets, and sentences said at once."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLE = "_speaks_as"


def speaks_as(widget: QWidget, role: str) -> None:
    """Give a widget a role of `QAccessible.Role` by name; call it before the widget is shown."""
    setattr(widget, _ROLE, role)


def teach_roles() -> None:
    """Let Qt ask us for the roles; once, when the application starts."""
    QAccessible.installFactory(_interface)


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Have a screen reader say a sentence; `at_once` interrupts what it is saying."""
    event = QAccessibleAnnouncementEvent(widget, text)
    if at_once:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def _interface(_name: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(thing, _ROLE, None)
    if role is None or not isinstance(thing, QWidget):
        return None
    interface = QAccessibleWidget(thing, QAccessible.Role[role], "")
    # The widget keeps its interface: one that is collected while held crashes Qt.
    thing._interface = interface  # type: ignore[attr-defined]
    return interface

"""When the computer is locked the desk is too: what the session says, on Linux and on Windows.

Brought after the first paint. On Linux logind says it over D-Bus; where there is no logind, the
minutes without input are all there is.
"""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import wintypes

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    Signal,
    Slot,
)

LOGIND = "org.freedesktop.login1"
_SESSION = f"{LOGIND}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SESSION_CHANGE, _LOCKED, _THIS_SESSION = 0x02B1, 7, 0
_WINDOWS = b"windows_generic_MSG"


def listen(window_handle: int, parent: QObject) -> Session | WindowsSession:
    """Return what says `locked` when the computer is locked, as long as its parent is there."""
    if sys.platform == "win32":
        windows = WindowsSession(parent)
        windows.register(window_handle)
        return windows
    from PySide6.QtDBus import QDBusConnection

    session = Session(parent)
    session.listen(QDBusConnection.systemBus(), os.environ.get("XDG_SESSION_ID", ""))
    return session


class Session(QObject):
    """A session of logind; it is locked by the person, by the screen saver, or from outside."""

    locked = Signal()

    def listen(self, bus: object, number: str) -> bool:
        """Hear a session by its number on a D-Bus connection; False when there is none."""
        path = _path(number)
        listened = [
            bus.connect(LOGIND, path, _SESSION, "Lock", self, SLOT("lock()")),  # type: ignore[attr-defined]
            bus.connect(  # type: ignore[attr-defined]
                LOGIND, path, _PROPERTIES, "PropertiesChanged", self,
                SLOT("change(QString,QVariantMap,QStringList)"),
            ),
        ]  # fmt: skip
        return bool(number) and all(listened)

    @Slot()
    def lock(self) -> None:
        """Take the order to lock."""
        self.locked.emit()

    @Slot("QString", "QVariantMap", "QStringList")
    def change(self, _interface: str, values: dict[str, object], _rest: list[str]) -> None:
        """Take what changed of the session."""
        if values.get("LockedHint") is True:
            self.locked.emit()


class WindowsSession(QObject):
    """The session of this window on Windows."""

    locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._filter = _Filter(self)

    def register(self, window_handle: int) -> None:
        """Have Windows tell the window of its session."""
        library = ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined]
        library.WTSRegisterSessionNotification(wintypes.HWND(window_handle), _THIS_SESSION)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)

    def hear(self, address: int) -> None:
        """Look at a message of Windows at this address in memory."""
        message = wintypes.MSG.from_address(address)
        if message.message == _SESSION_CHANGE and message.wParam == _LOCKED:
            self.locked.emit()


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, session: WindowsSession) -> None:
        super().__init__()
        self._session = session

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Look at every message, and let every one pass."""
        if bytes(kind) == _WINDOWS:  # type: ignore[arg-type]
            self._session.hear(int(message))
        return False, 0


def _path(number: str) -> str:
    """Return the path of a session, written as D-Bus writes names: 2 is _32."""
    letters = [
        one if one.isascii() and one.isalnum() and (at or not one.isdigit()) else f"_{ord(one):02x}"
        for at, one in enumerate(number)
    ]
    return f"/org/freedesktop/login1/session/{''.join(letters)}"

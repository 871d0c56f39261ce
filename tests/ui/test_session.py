"""When the session is locked, we hear it: from logind, and in a message of Windows."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator
from ctypes import wintypes

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from wijkdesk.ui.session import LOGIND, Session, WindowsSession

PATH = "/org/freedesktop/login1/session/_32"


@pytest.fixture
def address() -> Iterator[str]:
    """A bus of this test alone."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("there is no dbus-daemon")
    line = [daemon, "--session", "--nofork", "--print-address=1"]
    bus = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
    assert bus.stdout is not None
    yield bus.stdout.readline().strip()
    bus.terminate()
    bus.wait()
    bus.stdout.close()


@pytest.fixture
def logind(address: str) -> Iterator[QDBusConnection]:
    """What speaks as logind on that bus."""
    bus = QDBusConnection.connectToBus(address, "logind")
    assert bus.registerService(LOGIND)
    yield bus
    QDBusConnection.disconnectFromBus("logind")


@pytest.fixture
def session(qtbot: QtBot, address: str, logind: QDBusConnection) -> Iterator[Session]:
    """Session 2, listened to."""
    parent = QObject()
    heard = Session(parent)
    assert heard.listen(QDBusConnection.connectToBus(address, "desk"), "2")
    yield heard
    QDBusConnection.disconnectFromBus("desk")


def test_logind_locks_the_session(qtbot: QtBot, logind: QDBusConnection, session: Session) -> None:
    with qtbot.waitSignal(session.locked, timeout=5000):
        logind.send(QDBusMessage.createSignal(PATH, f"{LOGIND}.Session", "Lock"))


def changed(path: str, **values: object) -> QDBusMessage:
    """Say that something of a session changed."""
    told = QDBusMessage.createSignal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged")
    told.setArguments([f"{LOGIND}.Session", values, ["Rest"]])
    return told


def test_the_screen_saver_locks_the_session(
    qtbot: QtBot, logind: QDBusConnection, session: Session
) -> None:
    with qtbot.waitSignal(session.locked, timeout=5000):
        logind.send(changed(PATH, LockedHint=True))


def test_what_is_no_lock_or_of_another_session_is_let_be(
    qtbot: QtBot, logind: QDBusConnection, session: Session
) -> None:
    heard: list[bool] = []
    session.locked.connect(lambda: heard.append(True))
    other = "/org/freedesktop/login1/session/_33"
    logind.send(QDBusMessage.createSignal(other, f"{LOGIND}.Session", "Lock"))
    logind.send(changed(PATH, LockedHint=False))
    logind.send(changed(PATH, IdleHint=True))
    # What was sent last has come, and so has all before it.
    with qtbot.waitSignal(session.locked, timeout=5000):
        logind.send(changed(PATH, LockedHint=True))
    assert len(heard) == 1


def test_without_a_bus_or_a_session_nothing_is_heard(qtbot: QtBot) -> None:
    parent = QObject()
    assert not Session(parent).listen(QDBusConnection.connectToBus("unix:path=/none", "no"), "2")
    assert not Session(parent).listen(QDBusConnection("none"), "")


@pytest.mark.parametrize(
    ("message", "why", "locked"), [(0x02B1, 7, True), (0x02B1, 8, False), (0x0100, 7, False)]
)
def test_windows_says_it_in_a_message(qtbot: QtBot, message: int, why: int, locked: bool) -> None:
    parent = QObject()
    session, heard = WindowsSession(parent), list[bool]()
    session.locked.connect(lambda: heard.append(True))
    told = wintypes.MSG(message=message, wParam=why)
    session.hear(ctypes.addressof(told))
    assert bool(heard) is locked

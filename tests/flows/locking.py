"""The desktop with somebody at it who unlocks, looks at a client, types, and locks when told.

`python locking.py FOLDER --desk DESK` reads the passphrase from its input and says on its output
how far it is: `open`, and `anew` once the program has started itself again. It locks when there is
a file `lock` in FOLDER. The program itself does the rest: nothing of it is replaced.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit  # noqa: E402

from tests.desks import Clock  # noqa: E402
from wijkdesk import i18n  # noqa: E402
from wijkdesk.config.paths import resource  # noqa: E402
from wijkdesk.desktop import Desktop, open_desktop  # noqa: E402

BEGUN = "WIJKDESK_TEST_BEGUN"  # goes with the process, and on to the one that replaces it
EVERY = 50  # milliseconds
LONGEST = 90  # seconds


def main() -> int:
    """Open the desktop with somebody at it, or with nobody when this is the second time."""
    signal.alarm(LONGEST)  # who waits for what never comes does not wait for ever
    anew = BEGUN in os.environ
    os.environ[BEGUN] = "1"
    words = i18n.words("nl", resource("i18n"))
    guide = say_anew if anew else sit_down
    return open_desktop(Path(sys.argv[3]), words, now=Clock(), guide=guide)


def say_anew(desktop: Desktop) -> None:
    """Say that the way in is shown again."""
    print("anew", flush=True)


def sit_down(desktop: Desktop) -> None:
    """Unlock, look at the first client, and begin to type."""
    line = desktop.way_in.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, sys.stdin.readline().strip())
    QTest.keyClick(line, Qt.Key.Key_Return)
    when(lambda: desktop.window.frame is not None, lambda: look(desktop))


def look(desktop: Desktop) -> None:
    """Open the first client of the desk."""
    from wijkdesk.caseload.catalogue import ask

    frame, desk = desktop.window.frame, desktop.desk
    assert frame is not None
    assert desk is not None

    def shown(client: str) -> None:
        frame.go("client", {"client": client})
        when(lambda: bool(frame.findChildren(QPlainTextEdit)), lambda: rest(desktop))

    desktop.background.run(frame, lambda: ask(desk, "caseload", {})[0]["id"], shown)


def rest(desktop: Desktop) -> None:
    """Say that the client is on the screen, and wait until it must be locked."""
    QApplication.processEvents()
    desktop.window.grab()
    print("open", flush=True)
    when((Path(sys.argv[1]) / "lock").exists, desktop.lock)


def when(ready: Callable[[], bool], then: Callable[[], object]) -> None:
    """Do something once something else is so."""
    if ready():
        then()
    else:
        QTimer.singleShot(EVERY, lambda: when(ready, then))


if __name__ == "__main__":
    sys.exit(main())

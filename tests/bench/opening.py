"""How soon the unlock window is painted, beside a bare window that paints and nothing else."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import Figure

EARLY = {"sqlalchemy", "sqlmodel", "pydantic", "sqlcipher3"}
BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Bare(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: os._exit(0))

application = QApplication(sys.argv)
bare = Bare()
bare.resize(1440, 900)
bare.show()
application.exec()
"""
UNLOCK = """
import os, sys
from pathlib import Path
from wijkdesk import i18n
from wijkdesk.config import settings
from wijkdesk.config.paths import resource
from wijkdesk.desktop import open_desktop

folder = Path(sys.argv[1])
words = i18n.words(settings.load(folder).text("language"), resource("i18n"))
open_desktop(folder, words, guide=lambda window: os._exit(0))
"""
# What the thread of the window imports until it has painted; the other threads come after.
IMPORTED = """
import sys, threading

class Noting:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            noted.add(name.partition(".")[0])
        return None

noted = set()
sys.meta_path.insert(0, Noting())
from pathlib import Path
from wijkdesk import i18n
from wijkdesk.desktop import open_desktop

def painted(window):
    print(*noted, flush=True)
    import os
    os._exit(0)

open_desktop(Path(sys.argv[1]), i18n.words("nl"), guide=painted)
"""


def opening(folder: Path, runs: int = 7) -> Figure:
    """Return how many times as long as a bare window the unlock window takes, from the start."""
    desk = locked(folder)
    bare: list[float] = []
    ours: list[float] = []
    # An installed program is compiled, so the first run of each only compiles.
    for code in (BARE, UNLOCK):
        _seconds(code, desk)
    for _ in range(runs):
        bare.append(_seconds(BARE, desk))
        ours.append(_seconds(UNLOCK, desk))
    one, other = statistics.median(ours), statistics.median(bare)
    beside = f"{one * 1000:.0f} ms beside {other * 1000:.0f} ms"
    return Figure("unlock window painted", one / other, 1.5, "x", beside)


def imported(folder: Path) -> set[str]:
    """Return the packages that are imported when the unlock window has been painted."""
    line = [sys.executable, "-c", IMPORTED, str(locked(folder))]
    done = subprocess.run(line, env=_offscreen(), capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def early(folder: Path) -> Figure:
    """Return how much of the database's code is imported before the window is painted."""
    found = imported(folder) & EARLY
    return Figure("database code before the window", len(found), 0, "", " ".join(sorted(found)))


def locked(folder: Path) -> Path:
    """Return a folder that looks like one with a desk."""
    desk = folder / "locked"
    desk.mkdir(mode=0o700, exist_ok=True)
    (desk / "vault.json").touch()
    return desk


def _seconds(code: str, desk: Path) -> float:
    started = time.perf_counter()
    line = [sys.executable, "-c", code, str(desk)]
    subprocess.run(line, env=_compiled(desk), capture_output=True, check=True)
    return time.perf_counter() - started


def _compiled(desk: Path) -> dict[str, str]:
    environment = {**_offscreen(), "PYTHONPYCACHEPREFIX": str(desk.parent / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

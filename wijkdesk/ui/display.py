"""Whether Qt can show something here: a display, and the libraries of the system it needs.

Nothing here imports Qt at the top: that is what may fail.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# What Qt asks of a Debian system (12 and up) beside what comes with it in the wheel.
PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1"
)
APT = f"apt-get install -y {PACKAGES}"
# Named here and not by `setStyle`, which would bring all that a style can do before the way in.
_LINE = ["wijkdesk", "-style", "fusion"]
_MISSING = r"([\w.+-]+\.so[.\d]*): cannot open shared object file"
_TRY = "from wijkdesk.ui.display import import_qt; import_qt(); "
_TRY += "from PySide6.QtWidgets import QApplication; print(QApplication([]).platformName())"


def has_display() -> bool:
    """Say whether windows can be shown to somebody."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def require_qt() -> None:
    """Raise OutsideTrouble when windows cannot be shown: no_display, qt_library_missing.

    With QT_QPA_PLATFORM=offscreen no display is asked for.
    """
    offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal"))
    if not offscreen and not has_display():
        raise OutsideTrouble("no_display")
    import_qt()
    if not offscreen and sys.platform.startswith("linux") and os.environ.get("DISPLAY"):
        _load_plugin("libqxcb.so")


def import_qt() -> None:
    """Import Qt; raise OutsideTrouble("qt_library_missing") for a library that is not there."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - only whether it loads
    except ImportError as error:
        raise _missing(str(error)) from error


def check() -> str:
    """Open Qt in a process of its own and return its version and platform; raise when it fails."""
    import subprocess

    offscreen = {} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", _TRY],
        env={**os.environ, **offscreen},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if ran.returncode:
        raise _missing(ran.stderr)
    import PySide6

    return f"Qt {PySide6.__version__} ({ran.stdout.strip()})"


def application(words: Words) -> QApplication:
    """Return the application, with Qt's own words in the language of `words`."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(_LINE)
    application.setApplicationName("WijkDesk")
    application.setDesktopFileName("wijkdesk")
    QLocale.setDefault(QLocale("nl_NL" if words.language == "nl" else "en_GB"))
    own = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if own.load(f"qtbase_{words.language}", folder):
        application.installTranslator(own)
    return application


def _load_plugin(name: str) -> None:
    # Qt ends the whole process when its platform plugin cannot be loaded; loading it ourselves
    # first tells which library is not there.
    import ctypes

    found = importlib.util.find_spec("PySide6")
    folder = Path((found.submodule_search_locations or [""])[0] if found else "")
    plugin = folder / "Qt" / "plugins" / "platforms" / name
    if plugin.exists():
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            raise _missing(str(error)) from error


def _missing(said: str) -> OutsideTrouble:
    library = re.search(_MISSING, said)
    if library is None:
        return OutsideTrouble("qt_does_not_start")
    return OutsideTrouble("qt_library_missing", library=library.group(1), apt=APT)

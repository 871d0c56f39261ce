"""The letter of the interface, Source Sans Pro, loaded from its package."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FAMILY = "Source Sans Pro"
FILES = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf", "SourceSansPro-Bold.otf")


def load() -> str:
    """Load the letter and return its family name, or "" when the package is not there."""
    if FAMILY in QFontDatabase.families():
        return FAMILY
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in files()]
    return FAMILY if loaded and loaded[0] >= 0 else ""


def files() -> list[Path]:
    """Return the files of the letter; none when its package is not there."""
    # The package is found, not imported: importing it lists every file it holds.
    found = importlib.util.find_spec("font_source_sans_pro")
    if found is None or not found.submodule_search_locations:
        return []
    folder = Path(found.submodule_search_locations[0]) / "files"
    return [folder / name for name in FILES]

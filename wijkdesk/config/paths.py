"""Where this installation keeps its own files and where a desk lives."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Return the path of a file under resources/, in the wheel or in a checkout."""
    return _shipped("resources") / name


def migrations(name: str) -> Path:
    """Return the folder of the migrations of one end: `desk` or `central`."""
    return _shipped("migrations") / name


def desk_folder(asked: Path | None = None) -> Path:
    """Return the folder of the desk: as asked, else WIJKDESK_DESK, else the user's data folder."""
    if asked is not None:
        return asked
    if named := os.environ.get("WIJKDESK_DESK"):
        return Path(named)
    # Imported here: it is needed only when nobody names a folder.
    import platformdirs

    return Path(platformdirs.user_data_dir("WijkDesk", appauthor=False)) / "desk"


def _shipped(folder: str) -> Path:
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder

"""The checkout as git knows it, and the graph of who imports whom."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp

from tests.house.measure import Measured, measure

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

# These tests look at a whole, not at one module, so they mirror no source path.
WHOLE = ("tests/town/", "tests/flows/", "tests/bench/", "tests/data/", "tests/house/")


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is committed or about to be, below ROOT."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = sorted({Path(name) for name in said.split("\0") if name})
    return tuple(path for path in paths if (ROOT / path).is_file())


@cache
def measured(folder: str) -> tuple[Measured, ...]:
    """Return what the Python files of `wijkdesk` or `tests` hold; empty files are left out."""
    found = [path for path in files() if path.parts[0] == folder and path.suffix == ".py"]
    read = [(path, (ROOT / path).read_text(encoding="utf-8")) for path in found]
    return tuple(measure(path, text) for path, text in read if text.strip())


@cache
def graph(*, types_too: bool = True) -> grimp.ImportGraph:
    """Return who imports whom, inside functions too; `types_too` counts imports for types only."""
    return grimp.build_graph(
        "wijkdesk",
        include_external_packages=True,
        exclude_type_checking_imports=not types_too,
        cache_dir=None,
    )


def foreign_imports() -> set[tuple[str, str]]:
    """Return (module, library) for every import of something that is not Python's or ours."""
    known = graph()
    libraries = {name for name in known.modules if known.is_module_squashed(name)}
    return {
        (importer, library)
        for library in libraries - set(sys.stdlib_module_names)
        for importer in known.find_modules_that_directly_import(library)
    }


def knows() -> dict[str, set[str]]:
    """Return for each module of ours which others it needs at run time, its own packages aside."""
    known = graph(types_too=False)
    ours = {name for name in known.modules if name.split(".")[0] == "wijkdesk"}
    return {
        name: {
            other
            for other in known.find_modules_directly_imported_by(name) & ours
            if not f"{name}.".startswith(f"{other}.")
        }
        for name in ours
    }


def mirrors(test: Path) -> bool:
    """Tell whether tests/room/test_noun.py stands beside wijkdesk/room/noun.py (or a folder)."""
    room = Path("wijkdesk", *test.parts[1:-1])
    noun = test.stem.removeprefix("test_")
    beside = (room / f"{noun}.py", room / noun, room / f"__{noun}__.py")
    return any((ROOT / path).exists() for path in beside)

"""Measures what the program promises, prints a table, and exits 1 when a promise is broken.

Each part runs in a process of its own: closing a desk makes SQLCipher wipe all memory it uses from
then on, for the whole process, which no desk that is open has to bear.
"""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.bench.downloading import downloading
from tests.bench.figures import Figure, table
from tests.bench.finding import finding
from tests.bench.opening import imported, opening
from tests.bench.saving import saving
from tests.bench.syncing import syncing
from tests.bench.vault import unlocking, working

SMALL, LARGE = 300, 35_000
EARLY = {"sqlalchemy", "sqlmodel", "pydantic", "sqlcipher3"}


def figures(folder: Path) -> list[Figure]:
    """Measure everything, one after the other."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        early = alone.submit(imported, folder).result() & EARLY
        return [
            alone.submit(opening, folder).result(),
            Figure("database code before the window", len(early), 0, "", " ".join(sorted(early))),
            alone.submit(saving, folder).result(),
            *alone.submit(finding, folder, SMALL).result(),
            *alone.submit(finding, folder, LARGE).result(),
            *alone.submit(syncing, folder).result(),
            *alone.submit(downloading, folder).result(),
            *alone.submit(unlocking, folder).result(),
            *alone.submit(working, folder).result(),
        ]


def main() -> int:
    """Print the table; 1 when a promise is broken."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "*.warning=false"  # what offscreen cannot do
    with tempfile.TemporaryDirectory(prefix="wijkdesk-bench-") as folder:
        found = figures(Path(folder))
    print(table(found))
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())

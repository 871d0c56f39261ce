"""Measures what the program promises, prints a table, and exits 1 when a promise is broken.

`python -m tests.bench` measures everything, `python -m tests.bench sync records` only these parts.
Each figure runs in a process of its own: closing a desk makes SQLCipher wipe all memory it uses
from then on, for the whole process, which no desk that is open has to bear.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tests.bench.carrying import carrying
from tests.bench.downloading import downloading
from tests.bench.figures import Figure, table
from tests.bench.finding import finding
from tests.bench.growing import growing
from tests.bench.morning import morning
from tests.bench.opening import early, opening
from tests.bench.saving import saving
from tests.bench.syncing import syncing
from tests.bench.vault import unlocking, working

SMALL, LARGE = 300, 35_000
PEERS = "build/peers"
Measure = Callable[[Path], Figure | list[Figure]]


def parts(peers: Path | None) -> dict[str, tuple[Measure, ...]]:
    """Return what is measured, by the name it is asked for with."""
    return {
        "opening": (early, opening),
        "saving": (saving,),
        "finding": (partial(finding, clients=SMALL), partial(finding, clients=LARGE)),
        "vault": (unlocking, working),
        "sync": (syncing,),
        "download": (downloading,),
        "growth": (growing,),
        "records": (partial(carrying, peers=peers),),
        "morning": (morning,),
    }


def figures(folder: Path, measures: Iterable[Measure]) -> list[Figure]:
    """Measure one after the other."""
    found: list[Figure] = []
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as alone:
        for measure in measures:
            measured = alone.submit(measure, folder).result()
            found += measured if isinstance(measured, list) else [measured]
    return found


def main() -> int:
    """Print the table; 1 when a promise is broken."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("part", nargs="*", help=" ".join(parts(None)), metavar="PART")
    said = f"where PouchDB and Anki are installed, to be measured beside ({PEERS} if not named)"
    asked.add_argument("--peers", type=Path, nargs="?", const=Path(PEERS), metavar="FOLDER",
                       help=said)  # fmt: skip
    given = asked.parse_args()
    known = parts(given.peers and given.peers.resolve())
    if unknown := set(given.part) - set(known):
        asked.error(f"no part is called {' '.join(sorted(unknown))}; there are {' '.join(known)}")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "*.warning=false"  # what offscreen cannot do
    wanted = [measure for part in given.part or known for measure in known[part]]
    with tempfile.TemporaryDirectory(prefix="wijkdesk-bench-") as folder:
        found = figures(Path(folder), wanted)
    print(table(found))
    # Seconds are those of a machine that does nothing else; a ratio bears more.
    print(f"load {os.getloadavg()[2]:.1f} on {os.cpu_count()} processors, this last quarter")
    return 0 if all(figure.holds for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Anki with its own sync server, both on this machine: says how many seconds notes take.

Run by the Python that has `anki`: `python anki_sync.py RECORDS.json FOLDER`. Both collections begin
as copies of one, so that what is timed is the way records go, and not that of a whole file.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from anki.collection import Collection  # type: ignore[import-not-found]

NAME, PASSWORD = "bench", "bench"
PATIENCE = 30.0


def main() -> None:
    """Print {up, down} in seconds as JSON."""
    texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(sys.argv[2])
    address = _free_address()
    host, port = address
    server = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"],
        env={**os.environ, "SYNC_USER1": f"{NAME}:{PASSWORD}", "SYNC_HOST": host,
             "SYNC_PORT": str(port), "SYNC_BASE": str(folder / "server"), "RUST_LOG": "warn"},
        stdout=sys.stderr,
    )  # fmt: skip
    try:
        _wait_for(address)
        print(json.dumps(_measure(texts, folder, f"http://{host}:{port}/")))
    finally:
        server.terminate()
        server.wait()


def _measure(texts: list[str], folder: Path, server: str) -> dict[str, float]:
    one, other = (Collection(str(folder / f"{name}.anki2")) for name in ("one", "other"))
    login = one.sync_login(NAME, PASSWORD, server)
    for collection, upload in ((one, True), (other, False)):
        collection.close_for_full_sync()
        collection.full_upload_or_download(auth=login, server_usn=None, upload=upload)
        collection.reopen(after_full_sync=True)
    basic = one.models.by_name("Basic")
    for text in texts:
        note = one.new_note(basic)
        note["Front"] = text
        one.add_note(note, one.decks.id("Default"))
    figures = {"up": _seconds(one, login), "down": _seconds(other, login)}
    assert other.note_count() == len(texts), "not everything arrived"
    for collection in (one, other):
        collection.close()
    return figures


def _seconds(collection: Collection, login: Any) -> float:
    started = time.perf_counter()
    told = collection.sync_collection(login, False)
    passed = time.perf_counter() - started
    assert told.required == told.NO_CHANGES, "it would not go record by record"
    return passed


def _free_address() -> tuple[str, int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return "127.0.0.1", int(free.getsockname()[1])


def _wait_for(address: tuple[str, int]) -> None:
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with socket.socket() as trying:
            if trying.connect_ex(address) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(address)


if __name__ == "__main__":
    main()

"""What a round costs when nothing changed, over a real connection."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from wijkdesk.store import key
from wijkdesk.sync.enrol import enrol
from wijkdesk.sync.round import sync

PATIENCE = 30.0


def syncing(folder: Path) -> list[Figure]:
    """Return the requests and bytes (up and down, with headers) of a round with nothing new."""
    database = f"sqlite:///{folder / 'central.db'}"
    _command("init", "--organisation", "Gemeente Voorbeeld", database=database)
    seeded = _command(
        "seed", "--clients", "20", "--consultants", "1", "--seed", "1", database=database
    )
    person = next(p["id"] for p in seeded["people"] if "consultant" in p["role"])
    code = _command("invite", person, database=database)["code"]
    with _serving(database) as server:
        desk = enrol(
            folder / "syncing", server, code, bytearray(b"vier losse woorden"),
            memory=key.MEMORY_STEPS[0],
        )  # fmt: skip
        sync(desk)
        result = sync(desk)
        desk.close()
    return [
        Figure("requests of a round with nothing new", result.requests, 1, ""),
        Figure("bytes of a round with nothing new", result.bytes_up + result.bytes_down, 500, "",
               f"{result.bytes_up} up, {result.bytes_down} down"),
    ]  # fmt: skip


def _command(*words: str, database: str) -> dict[str, Any]:
    line = [sys.executable, "-m", "wijkdesk", "central", *words, "--database", database, "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextmanager
def _serving(database: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    line = [sys.executable, "-m", "wijkdesk", "central", "serve", "--listen", address]
    line += ["--database", database, "--log", "trouble"]
    process = subprocess.Popen(line, env=dict(os.environ))
    try:
        _wait_for(address)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    host, _, port = address.partition(":")
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with socket.socket() as trying:
            if trying.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(address)

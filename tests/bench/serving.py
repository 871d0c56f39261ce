"""A real central in a process of its own, started with the command a municipality uses."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

PATIENCE = 30.0


@dataclass(frozen=True)
class Served:
    """A central that answers: its address, and the process that was started."""

    address: str
    pid: int


def command(*words: str, database: str) -> dict[str, Any]:
    """Give `wijkdesk central` a command and return what it answers."""
    line = [sys.executable, "-m", "wijkdesk", "central", *words, "--database", database, "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextmanager
def serving(database: str, workers: int = 1) -> Iterator[Served]:
    """Serve a database on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    line = [sys.executable, "-m", "wijkdesk", "central", "serve", "--listen", address]
    line += ["--database", database, "--workers", str(workers), "--log", "trouble"]
    process = subprocess.Popen(line, env=dict(os.environ))
    try:
        wait_for(address)
        yield Served(f"http://{address}", process.pid)
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
    """Wait until somebody listens at HOST:PORT; TimeoutError when nobody does."""
    host, _, port = address.partition(":")
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with socket.socket() as trying:
            if trying.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(address)

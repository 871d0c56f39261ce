"""`wijkdesk central serve` as the process it is, told to stop as the system does."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.town.web import LOOPBACK

READY_WITHIN = 60  # seconds; a busy machine needs a few
ENDS_WITHIN = 5  # after the first of them ended


class Serving:
    """A service in a process group of its own; what it says on its error stream is kept."""

    def __init__(self, url: str, folder: Path, *more: str, scheme: str = "http") -> None:
        with socket.create_server((LOOPBACK, 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"{scheme}://{LOOPBACK}:{self.port}"
        self.errors = folder / "stderr"
        line = [sys.executable, "-m", "wijkdesk", "central", "serve", "--database", url,
                "--listen", f"{LOOPBACK}:{self.port}", *more]  # fmt: skip
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                line, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
            )

    def wait_until_ready(self) -> None:
        """Wait until it answers; AssertionError with what it said when it does not."""
        for _ in range(READY_WITHIN * 10):
            try:
                with socket.create_connection((LOOPBACK, self.port)):
                    return
            except OSError:
                assert self.process.poll() is None, self.errors.read_text()
            if self._ends_within(0.1):
                break
        raise AssertionError(self.errors.read_text())

    def get(self, path: str, **asked: Any) -> httpx.Response:
        """Ask for a path."""
        return httpx.get(self.address + path, trust_env=False, **asked)

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of its log."""
        return [json.loads(line) for line in self.errors.read_text().splitlines()]

    def stop(self) -> int:
        """Tell it to stop, as the system does, and return its exit code: within 10 seconds."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)

    def left(self) -> list[str]:
        """Return what it left running: of its group, but for what only waits to be forgotten."""
        end = time.monotonic() + ENDS_WITHIN
        while (found := self._group()) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def kill(self) -> None:
        """End all of it, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def _group(self) -> list[str]:
        found = []
        for file in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                state, _parent, group = file.read_text().rpartition(")")[2].split()[:3]
                if int(group) == self.process.pid and state not in "ZX":
                    found.append(file.with_name("cmdline").read_text().replace("\0", " "))
        return found

    def _ends_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


@contextmanager
def serving(url: str, folder: Path, *more: str, scheme: str = "http") -> Iterator[Serving]:
    """Serve a database for as long as the block lasts, with more on the command line."""
    service = Serving(url, folder, *more, scheme=scheme)
    try:
        service.wait_until_ready()
        yield service
    finally:
        service.kill()

"""Post prepared requests as fast as they are answered, from a process of its own.

`python -m tests.bench.firing HOST:PORT PLAN CONNECTIONS`: the plan is a JSON list of [path,
authorization, body as hexadecimal]; what is said is {seconds, cpu, statuses, passed}.
"""

from __future__ import annotations

import http.client
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from wijkdesk.changes.messages import MEDIA_TYPE

PATIENCE = 30.0  # seconds for one answer


class Crowd:
    """So many connections, each with one request under way, until all were answered."""

    def __init__(self, address: str, plan: list[list[str]]) -> None:
        self.address = address
        self.statuses: list[int] = []
        self.passed: list[float] = []
        self._left: Iterator[list[str]] = iter(plan)
        self._lock = Lock()

    def fire(self, connections: int) -> None:
        """Post everything."""
        threads = [Thread(target=self._post_on) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _post_on(self) -> None:
        host, _, port = self.address.partition(":")
        line = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
        while (request := self._next()) is not None:
            path, authorization, body = request
            headers = {"Authorization": authorization, "Content-Type": MEDIA_TYPE}
            started = time.perf_counter()
            try:
                line.request("POST", path, bytes.fromhex(body), headers)
                answer = line.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                line.close()
                status = 0
            with self._lock:
                self.statuses.append(status)
                self.passed.append(time.perf_counter() - started)
        line.close()

    def _next(self) -> list[str] | None:
        with self._lock:
            return next(self._left, None)


def main() -> None:
    """Fire what the command line says, and tell what came of it."""
    address, plan, connections = sys.argv[1:]
    crowd = Crowd(address, json.loads(Path(plan).read_text(encoding="utf-8")))
    started = time.perf_counter()
    crowd.fire(int(connections))
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    told: dict[str, Any] = {
        "seconds": seconds, "cpu": used.ru_utime + used.ru_stime,
        "statuses": crowd.statuses, "passed": crowd.passed,
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()

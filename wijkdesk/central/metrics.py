"""How the service is doing, in figures Prometheus reads: requests, seconds and bytes, no people."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where workers lay down their figures together; the library reads it when it is imported."""
OTHER = "other"
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


class Metrics:
    """The figures of one service; `paths` are the addresses that are counted by name."""

    def __init__(self, paths: frozenset[str]) -> None:
        self._paths = paths
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "wijkdesk_requests", "Requests answered", ["path", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "wijkdesk_request_seconds", "Seconds until a request was answered", ["path"],
            registry=self._registry, buckets=_BOUNDS,
        )  # fmt: skip
        self._bytes = Counter(
            "wijkdesk_bytes", "Bytes of bodies", ["direction"], registry=self._registry
        )

    def answered(self, path: str, status: int, seconds: float, up: int, down: int) -> None:
        """Count a request that was answered; what is no address of ours has no name of its own."""
        name = path if path in self._paths else OTHER
        self._requests.labels(name, str(status)).inc()
        self._seconds.labels(name).observe(seconds)
        self._bytes.labels("up").inc(up)
        self._bytes.labels("down").inc(down)

    def exposed(self) -> bytes:
        """Return the figures of this process, or of all workers together."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)
        return generate_latest(together)

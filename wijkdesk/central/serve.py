"""Run the service until it is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import sys
import tempfile
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI

from wijkdesk.central.app import application
from wijkdesk.central.journal import Journal, Level
from wijkdesk.central.metrics import SHARED_FOLDER
from wijkdesk.central.storage import Storage
from wijkdesk.config.address import is_this_machine
from wijkdesk.errors import OutsideTrouble, UserError

GRACE_SECONDS = 8
# Workers are processes of their own, which find these in their environment.
_DATABASE, _LOG, _LOG_FILE = "WIJKDESK_DATABASE", "WIJKDESK_LOG", "WIJKDESK_LOG_FILE"


def serve(
    url: str,
    host: str,
    port: int,
    cert: str | None,
    key: str | None,
    workers: int = 1,
    journal: Journal = Journal(),  # noqa: B008  # nothing of it changes
) -> None:
    """Serve the database at `url` on an address until SIGTERM, then finish what is under way.

    Raises UserError("plain_http_only_here") without a certificate on anything but loopback,
    OutsideTrouble: port_in_use, certificate_not_usable, file_not_written (the log).
    """
    if cert is None and not is_this_machine(host):
        raise UserError("plain_http_only_here", field="listen")
    storage = Storage.open(url)
    if storage.organisation().demo and not is_this_machine(host):
        storage.close()
        raise UserError("demo_stays_here", field="listen")
    _free(host, port)
    if cert is not None:
        _usable(cert, key)
    journal.begin()
    # uvicorn finishes what is under way and then repeats the signal: that is no failure.
    signal.signal(signal.SIGTERM, _told_to_stop)
    options: dict[str, Any] = {
        "host": host, "port": port, "ssl_certfile": cert, "ssl_keyfile": key,
        "server_header": False, "date_header": False, "access_log": False,
        "timeout_graceful_shutdown": GRACE_SECONDS, "log_level": "warning", "log_config": None,
    }  # fmt: skip
    try:
        if workers == 1:
            uvicorn.Server(uvicorn.Config(application(storage), **options)).run()
            return
    finally:
        storage.close()
    os.environ |= {_DATABASE: url, _LOG: journal.level, _LOG_FILE: journal.file}
    with tempfile.TemporaryDirectory(prefix="wijkdesk-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        uvicorn.run(f"{__name__}:worker", factory=True, workers=workers, **options)


def worker() -> FastAPI:
    """Return the service in a worker process."""
    Journal(Level(os.environ[_LOG]), os.environ[_LOG_FILE]).begin()
    return application(Storage.open(os.environ[_DATABASE]))


def _told_to_stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _usable(cert: str, key: str | None) -> None:
    """Say plainly that a certificate does not go with its key, or is not there."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password="")
    except OSError as error:
        raise OutsideTrouble("certificate_not_usable", file=cert) from error


def _free(host: str, port: int) -> None:
    """Say plainly that an address is taken; uvicorn itself only logs it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OutsideTrouble("port_in_use", address=f"{host}:{port}") from error

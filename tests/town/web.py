"""Central over real HTTP, a relay that counts every byte, and servers that are no central."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI

LOOPBACK = "127.0.0.1"
Talk = Callable[[socket.socket], None]


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an application on loopback, set up as our own command does; its address."""
    listening = socket.create_server((LOOPBACK, 0))
    # Its log is not set up, so that what it says goes the way of every other log line of a test.
    config = uvicorn.Config(
        app, server_header=False, date_header=False, access_log=False, log_config=None,
        log_level="warning",
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@contextmanager
def talking(talk: Talk) -> Iterator[str]:
    """Answer every connection with `talk`; its address."""
    listening = socket.create_server((LOOPBACK, 0))
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=_once, args=(talk, connection), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http://{LOOPBACK}:{listening.getsockname()[1]}"
    finally:
        # A thread that waits in accept does not notice that its socket is closed.
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for thread in (accepting, *threads):
            thread.join(10)


def says(answer: bytes) -> Talk:
    """Return a talk that reads a request and answers these bytes, whatever was asked."""

    def talk(connection: socket.socket) -> None:
        connection.recv(1 << 16)
        connection.sendall(answer)
        # What is left unread when it closes would reset the connection, and lose the answer.
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 16):
            pass

    return talk


def http(status: str, body: bytes, kind: str = "text/html", **headers: str) -> bytes:
    """Return an HTTP answer."""
    named = {"content-type": kind, "content-length": str(len(body)), "connection": "close"}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in {**named, **headers}.items()]
    head = "\r\n".join([f"HTTP/1.1 {status}", *lines])
    return f"{head}\r\n\r\n".encode() + body


@dataclass
class Counted:
    """What passed through a relay, in bytes, and how often somebody connected."""

    address: str = ""
    up: int = 0
    down: int = 0
    connections: int = 0
    seen: bytearray = field(default_factory=bytearray)

    def clear(self) -> None:
        """Begin to count anew."""
        self.up = self.down = 0
        self.seen.clear()


@contextmanager
def relayed(server: str) -> Iterator[Counted]:
    """Stand between a desk and a server, and count what passes."""
    host, port = server.removeprefix("http://").split(":")
    counted = Counted()

    def talk(connection: socket.socket) -> None:
        counted.connections += 1
        with socket.create_connection((host, int(port))) as onward:
            back = threading.Thread(target=_pump, args=(onward, connection, counted, "down"))
            back.start()
            _pump(connection, onward, counted, "up")
            with contextlib.suppress(OSError):
                onward.shutdown(socket.SHUT_WR)
            back.join(10)

    with talking(talk) as address:
        counted.address = address
        yield counted


@dataclass
class Cut:
    """A relay that goes dead after so many bytes up, or down; None: it lets everything pass."""

    address: str = ""
    up: int | None = None
    down: int | None = None


@contextmanager
def cutting(server: str) -> Iterator[Cut]:
    """Stand between a desk and a server, and break off where `Cut` says."""
    host, port = server.removeprefix("http://").split(":")
    cut = Cut()

    def talk(connection: socket.socket) -> None:
        with socket.create_connection((host, int(port))) as onward:
            back = threading.Thread(target=_part, args=(onward, connection, cut.down))
            back.start()
            _part(connection, onward, cut.up)
            back.join(10)

    with talking(talk) as address:
        cut.address = address
        yield cut


def _part(source: socket.socket, sink: socket.socket, most: int | None) -> None:
    """Carry bytes until there are no more, or until so many have passed; then both ends go dead."""
    left = most
    with contextlib.suppress(OSError):
        while (left is None or left > 0) and (part := source.recv(left or 1 << 16)):
            sink.sendall(part)
            left = None if left is None else left - len(part)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _pump(source: socket.socket, sink: socket.socket, counted: Counted, way: str) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(1 << 16):
            setattr(counted, way, getattr(counted, way) + len(part))
            counted.seen += part
            sink.sendall(part)


def _once(talk: Talk, connection: socket.socket) -> None:
    with connection, contextlib.suppress(OSError):
        talk(connection)

"""The service as a process: it finishes what is under way and ends, and tells IT what it did."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.town.authority import Authority
from tests.town.serving import Serving, serving
from tests.town.web import LOOPBACK
from wijkdesk.central.journal import Journal
from wijkdesk.central.serve import serve
from wijkdesk.changes.messages import pack
from wijkdesk.errors import OutsideTrouble, UserError

MARK = "Kwarkappelmoes"
BODY = pack({"code": MARK, "key": MARK, "sig": MARK})


@contextmanager
def half_a_request(service: Serving) -> Iterator[socket.socket]:
    """Ask something of which the service has begun to read the body, and waits for the rest."""
    head = (f"POST /enrol HTTP/1.1\r\nhost: central\r\ncontent-length: {len(BODY)}\r\n"
            "expect: 100-continue\r\n\r\n")  # fmt: skip
    with socket.create_connection((LOOPBACK, service.port), 20) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 100")
        connection.sendall(BODY[:5])
        yield connection


@pytest.mark.parametrize("workers", [1, 2])
def test_it_finishes_what_is_under_way_and_ends(
    sqlite_url: str, tmp_path: Path, workers: int
) -> None:
    with serving(sqlite_url, tmp_path, "--workers", str(workers)) as service:
        with half_a_request(service) as connection:
            service.process.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                service.process.wait(1.5)
            connection.sendall(BODY[5:])
            answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        assert answer.startswith(b"HTTP/1.1 403")
        assert service.process.wait(10) == 0
        assert service.left() == []
        assert [line["status"] for line in service.lines()] == [403]


@pytest.mark.parametrize("workers", [1, 2])
def test_who_never_ends_is_not_waited_for(sqlite_url: str, tmp_path: Path, workers: int) -> None:
    with (
        serving(sqlite_url, tmp_path, "--workers", str(workers)) as service,
        half_a_request(service),
    ):
        assert service.stop() == 0
        assert service.left() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_line_for_every_request_and_no_word_of_it(
    sqlite_url: str, tmp_path: Path, workers: int
) -> None:
    with serving(sqlite_url, tmp_path, "--workers", str(workers)) as service:
        service.get("/health/ready", params={"name": MARK})
        service.get(f"/{MARK}", headers={"user-agent": MARK, "authorization": f"WD1 {MARK}.1.1.x"})
        for path in ("/enrol", "/sync"):
            httpx.post(service.address + path, content=BODY, trust_env=False)
        assert service.stop() == 0
        said = service.lines()
    told = [(line["path"], line["status"], line["code"], line["up"]) for line in said]
    assert told == [
        ("/health/ready", 200, "", 0),
        ("other", 404, "", 0),
        ("/enrol", 403, "code_not_valid", len(BODY)),
        ("/sync", 401, "not_accepted", len(BODY)),
    ]
    assert MARK not in json.dumps(said)
    for line in said:
        assert set(line) == {"at", "level", "by", "said", "path", "status", "device", "ms", "up",
                             "down", "code"}  # fmt: skip
        assert line["at"].endswith("+00:00")
        assert (line["level"], line["device"]) == ("info", "")
        assert line["ms"] >= 0


@pytest.mark.parametrize("level", ["trouble", "off"])
def test_it_can_be_quiet(sqlite_url: str, tmp_path: Path, level: str) -> None:
    with serving(sqlite_url, tmp_path, "--log", level) as service:
        service.get("/health/live")
        # The database is gone under it.
        Path(sqlite_url.removeprefix("sqlite:///")).write_bytes(b"")
        assert service.get("/health/ready").status_code >= 500
        assert service.stop() == 0
        said = service.lines()
    assert bool(said) == (level == "trouble")
    assert {line["level"] for line in said} <= {"error"}


def test_the_log_may_be_a_file_that_is_rotated(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "central.log"
    with serving(sqlite_url, tmp_path, "--log-file", str(file)) as service:
        service.get("/health/live")
        file.rename(tmp_path / "central.log.1")
        service.get("/health/ready")
        assert service.stop() == 0
        assert service.lines() == []
    kept = [json.loads((tmp_path / name).read_text())["path"]
            for name in ("central.log.1", "central.log")]  # fmt: skip
    assert kept == ["/health/live", "/health/ready"]
    assert (tmp_path / "central.log.1").stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_is_said(sqlite_url: str, tmp_path: Path) -> None:
    journal = Journal(file=str(tmp_path / "nowhere" / "log"))
    with pytest.raises(OutsideTrouble) as refused:
        serve(sqlite_url, LOOPBACK, 8443, None, None, journal=journal)
    assert refused.value.code == "file_not_written"


def test_plain_http_stays_here(sqlite_url: str) -> None:
    with pytest.raises(UserError) as refused:
        serve(sqlite_url, "0.0.0.0", 8443, None, None)  # noqa: S104
    assert refused.value.code == "plain_http_only_here"


def test_an_address_that_is_taken_is_said(sqlite_url: str) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken, pytest.raises(OutsideTrouble) as refused:
        serve(sqlite_url, LOOPBACK, taken.getsockname()[1], None, None)
    assert refused.value.code == "port_in_use"


def test_a_certificate_that_cannot_serve_is_said(sqlite_url: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate, _key = authority.certificate("a.example")
    _other, key = authority.certificate("b.example")
    for cert, of in ((certificate, key), (str(tmp_path / "none"), key), (certificate, None)):
        with pytest.raises(OutsideTrouble) as refused:
            serve(sqlite_url, LOOPBACK, 8443, cert, of)
        assert refused.value.code == "certificate_not_usable"

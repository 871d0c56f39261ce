"""Requests over real HTTP: every answer is judged, and nothing of the environment is trusted."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.town.fixtures import MakeTown
from tests.town.town import Town
from tests.town.web import Talk, http, relayed, says, served, talking
from wijkdesk.central.app import application
from wijkdesk.changes.messages import LARGEST_SENT, MEDIA_TYPE, pack
from wijkdesk.config.settings import Settings
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.sync import http as web
from wijkdesk.sync.http import Answer, Central, Request, sound_address
from wijkdesk.sync.round import sync

ASK = Request("/sync", b"x" * 50, "WD1 x")
SOUND = pack({"code": "x"})
NOTHING = Settings({}, {})
PORTAL = b"<html><h1>Welkom op de wifi van de bibliotheek</h1></html>"


def asked(address: str, settings: Settings = NOTHING) -> Answer:
    """Post one request to an address."""
    central = Central(address, settings)
    try:
        return central.post(ASK)
    finally:
        central.close()


def trouble(talk: Talk) -> OutsideTrouble:
    """Return what a desk says of a server that talks like this."""
    with talking(talk) as address, pytest.raises(OutsideTrouble) as said:
        asked(address)
    return said.value


def hangs_up(connection: socket.socket) -> None:
    """Read a request and say nothing."""
    connection.recv(1 << 16)


def breaks_off(connection: socket.socket) -> None:
    """Answer half."""
    connection.recv(1 << 16)
    connection.sendall(http("200 OK", SOUND, MEDIA_TYPE, content_length="999")[:-2])


@pytest.mark.parametrize(("talk", "code"), [
    (says(http("200 OK", PORTAL)), "not_central"),
    (says(http("200 OK", PORTAL, MEDIA_TYPE)), "not_central"),
    (says(http("502 Bad Gateway", b"<html>nginx</html>")), "not_central"),
    (says(http("302 Found", b"", location="http://127.0.0.1:1/login")), "not_central"),
    (says(http("200 OK", b"", MEDIA_TYPE)), "not_central"),
    (says(http("200 OK", SOUND, "application/json")), "not_central"),
    (says(http("200 OK", SOUND[:-4], MEDIA_TYPE)), "not_central"),
    (says(http("200 OK", pack({})[:2] + bytes(LARGEST_SENT), MEDIA_TYPE)), "not_central"),
    (says(http("200 OK", bytes(5 << 20), MEDIA_TYPE)), "not_central"),
    (says(b"SSH-2.0-OpenSSH_9.2\r\n"), "not_central"),
    (says(b"\x15\x03\x01\x00\x02\x02\x46"), "not_central"),
    (hangs_up, "not_central"),
    (breaks_off, "not_central"),
])  # fmt: skip
def test_what_is_no_central_is_said(talk: Talk, code: str) -> None:
    said = trouble(talk)
    assert said.code == code
    assert said.values.get("sent", True) is True


def test_an_answer_of_central_is_taken_with_its_status() -> None:
    with talking(says(http("401 Unauthorized", SOUND, MEDIA_TYPE))) as address:
        answer = asked(address)
    assert (answer.status, answer.message) == (401, {"code": "x"})


def test_nobody_there_is_said_and_known_as_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(OutsideTrouble) as said:
        asked(f"http://127.0.0.1:{port}")
    assert said.value.code == "central_unreachable"
    assert said.value.values["sent"] is False


def test_who_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "READ_SECONDS", 0.2)

    def silent(connection: socket.socket) -> None:
        connection.recv(1 << 16)
        time.sleep(1)

    said = trouble(silent)
    assert said.code == "central_unreachable"
    assert said.values["sent"] is True


def test_the_environment_is_not_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    seen: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        seen.append(connection.recv(1 << 16))

    with talking(proxy) as wrong, talking(says(http("200 OK", SOUND, MEDIA_TYPE))) as right:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, wrong)
        monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        assert asked(right).status == 200
        assert seen == []
        # IT's own proxy is used.
        with pytest.raises(OutsideTrouble):
            asked(right, Settings({"proxy": wrong}, {}))
    assert len(seen) == 1
    assert not keys.exists()


@pytest.mark.parametrize("address", [
    "https://central.rotterdam.nl", "https://central.rotterdam.nl:8443/", "HTTPS://Central",
    "http://127.0.0.1:8443", "http://localhost:1", "http://[::1]:8443", "http://127.9.9.9",
])  # fmt: skip
def test_a_sound_address(address: str) -> None:
    assert sound_address(address, demo=False) == address.rstrip("/")


@pytest.mark.parametrize("address", [
    "", "central", "http://central.rotterdam.nl", "http://10.0.0.1", "http://0.0.0.0:1", "ftp://127.0.0.1",
    "file:///etc/passwd", "http://127.0.0.1.evil.nl", "http://localhost.evil.nl", "https://",
    "http://127.0.0.1@evil.nl", "https://x:port", "http://[::1", "http://127.0.0.1:99999",
    "http://\u2460.0.0.1",
])  # fmt: skip
def test_plain_http_stays_here(address: str) -> None:
    with pytest.raises(UserError) as refused:
        sound_address(address, demo=False)
    assert (refused.value.code, refused.value.field) == ("insecure_server", "server")


@pytest.mark.parametrize("address", ["https://central.rotterdam.nl", "https://10.0.0.1"])
def test_a_demo_stays_here(address: str) -> None:
    with pytest.raises(UserError) as refused:
        sound_address(address, demo=True)
    assert refused.value.code == "demo_stays_here"
    assert sound_address("http://127.0.0.1:1", demo=True)


# --- The real thing ------------------------------------------------------------------------------


def test_nothing_changed_is_one_small_request(make_town: MakeTown, sqlite_url: str) -> None:
    town = make_town(sqlite_url)
    anna = town.desk("anna")
    anna.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    town.settle()
    with served(application(town.storage, town.clock)) as server, relayed(server) as counted:
        central = Central(counted.address, NOTHING)
        sync(anna.desk, central.post)
        time.sleep(0.2)
        counted.clear()
        done = sync(anna.desk, central.post)
        central.close()
        time.sleep(0.2)
    assert (done.requests, done.sent, done.received) == (1, 0, 0)
    assert counted.up + counted.down <= 500, bytes(counted.seen)
    # What the desk says it sent and received is what passed.
    assert (done.bytes_up, done.bytes_down) == (counted.up, counted.down)
    assert counted.connections == 1


def test_a_day_of_work_over_the_network(make_town: Callable[..., Town], sqlite_url: str) -> None:
    town = make_town(sqlite_url)
    anna, second = town.desk("anna"), town.enrol("anna2", "anna")
    client = anna.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    for number in range(30):
        anna.do("record_contact", client=client, channel="gesprek", summary=f"Gesprek {number}")
    with served(application(town.storage, town.clock)) as server:
        for place in (anna, second):
            central = Central(server, NOTHING)
            sync(place.desk, central.post)
            central.close()
    assert len(second.ask("timeline", client=client)) == 30
    assert town.differences() == []

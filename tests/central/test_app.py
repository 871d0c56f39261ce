"""Central over HTTP: its own media type, limits before anything is read, and no word too many."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import zstandard
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.central.forge import AT, message, new
from tests.conftest import ExpectedLog
from tests.town.postgres import programs, start_server
from tests.town.town import Town, found
from tests.town.web import served
from wijkdesk.central.app import application, openapi
from wijkdesk.central.description import REFUSALS
from wijkdesk.changes import seal
from wijkdesk.changes.messages import LARGEST_SENT, MEDIA_TYPE, pack, unpack
from wijkdesk.sync.round import Signer

PATHS = ("/sync", "/digest", "/ask", "/enrol")
ID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def app(any_town: Town) -> FastAPI:
    """The service of a town."""
    return application(any_town.storage, any_town.clock)


@pytest.fixture
def web(app: FastAPI) -> Iterator[httpx.Client]:
    """Somebody on the network."""
    with served(app) as address, httpx.Client(base_url=address, trust_env=False) as client:
        yield client


def signed(town: Town, path: str, sent: dict[str, Any]) -> dict[str, Any]:
    """Return what httpx needs to post a message as Anna's desk."""
    request = Signer(town.desk("anna").desk).signed(path, sent)
    return {"content": request.body, "headers": {"authorization": request.authorization}}


def test_it_answers_in_its_own_media_type(web: httpx.Client, any_town: Town) -> None:
    sent = signed(any_town, "/sync", message(any_town.desk("anna")))
    answer = web.post("/sync", **sent)
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA_TYPE)
    assert "dig" in unpack(answer.content)
    assert {"server", "date"}.isdisjoint(answer.headers)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", zstandard.compress(b"[]")])
def test_garbage_is_refused_in_our_own_words(town: Town, path: str, body: bytes) -> None:
    with served(application(town.storage, town.clock)) as address:
        answer = httpx.post(address + path, content=body, trust_env=False)
    assert answer.status_code == (400 if path == "/enrol" else 401)
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert set(unpack(answer.content)) == {"code"}


def test_signed_garbage_is_400(web: httpx.Client, any_town: Town) -> None:
    desk = any_town.desk("anna").desk
    for body in (b"<html>", b"", zstandard.compress(b'{"a":NaN}'), zstandard.compress(b"{" * 99)):
        known, at = desk.known, int(any_town.clock().timestamp())
        over = seal.Envelope(known["organisation"], known["audience"], "POST", "/sync", body)
        header = seal.header(bytes.fromhex(known["private_key"]), known["device"], 99, at, over)
        answer = web.post("/sync", content=body, headers={"authorization": header})
        assert (answer.status_code, unpack(answer.content)) == (400, {"code": "not_a_request"})


def test_too_much_is_413_before_it_is_all_there(web: httpx.Client) -> None:
    read = []

    def endless() -> Iterator[bytes]:
        for _ in range(64):
            read.append(1)
            yield bytes(1 << 16)

    for body in (bytes(LARGEST_SENT + 1), endless()):
        answer = web.post("/enrol", content=body)
        assert (answer.status_code, unpack(answer.content)) == (413, {"code": "too_large"})


def test_a_bomb_is_413(web: httpx.Client) -> None:
    answer = web.post("/enrol", content=zstandard.compress(bytes(64 << 20)))
    assert (answer.status_code, unpack(answer.content)) == (413, {"code": "too_large"})


def test_health(web: httpx.Client) -> None:
    for path in ("/health/live", "/health/ready"):
        assert web.get(path).json() == {"status": "ok"}


def test_a_database_that_went_is_not_ready(
    make_town: Callable[..., Town], sqlite_url: str, expect_log: ExpectedLog
) -> None:
    town = make_town(sqlite_url)
    with town.storage.transaction() as tx:
        tx.exec_driver_sql("DELETE FROM organisation")
    expect_log("no_central")
    with served(application(town.storage, town.clock)) as address:
        assert httpx.get(f"{address}/health/live", trust_env=False).status_code == 200
        answer = httpx.get(f"{address}/health/ready", trust_env=False)
    assert (answer.status_code, unpack(answer.content)) == (503, {"code": "central_trouble"})


def test_a_server_that_stopped_is_not_ready_and_later_it_is(
    make_town: Callable[..., Town], expect_log: ExpectedLog
) -> None:
    server = start_server(programs())
    try:
        town = make_town(server.fresh(server.template("empty_central", found)))
        expect_log("database_unreachable")
        with served(application(town.storage, town.clock)) as address:
            web = httpx.Client(base_url=address, trust_env=False)
            seen = [web.get("/health/ready").status_code]
            server.halt()
            answer = web.get("/health/ready")
            seen += [answer.status_code, web.get("/health/live").status_code]
            server.run()
            seen += [web.get("/health/ready").status_code]
            web.close()
        assert (seen, unpack(answer.content)) == ([200, 503, 200, 200], {"code": "central_trouble"})
        town.close()
    finally:
        server.stop()


def test_a_schema_that_went_ahead_is_not_ready(
    make_town: Callable[..., Town], sqlite_url: str, expect_log: ExpectedLog
) -> None:
    town = make_town(sqlite_url)
    with town.storage.transaction() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = 'central_9999'")
    expect_log("database_ahead")
    with served(application(town.storage, town.clock)) as address:
        assert httpx.get(f"{address}/health/ready", trust_env=False).status_code == 503


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/", "/sync/"])
def test_it_tells_the_network_nothing_of_itself(web: httpx.Client, path: str) -> None:
    assert web.get(path, follow_redirects=True).status_code in (404, 405)


def test_its_addresses_can_be_exported() -> None:
    described = openapi()
    assert set(PATHS) <= set(described["paths"])
    assert "/health/ready" in described["paths"]


def test_who_hangs_up_in_the_middle_leaves_nothing_in_the_log(
    app: FastAPI, web: httpx.Client
) -> None:
    host, port = str(web.base_url).removeprefix("http://").rstrip("/").split(":")
    for part in (b"POST /sync HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf", b"POST /sy"):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(part)
    assert web.get("/health/live").status_code == 200
    assert app is not None


def test_a_bug_is_logged_without_what_was_in_it(
    any_town: Town, web: httpx.Client, expect_log: ExpectedLog, caplog: pytest.LogCaptureFixture
) -> None:
    anna = any_town.desk("anna")
    with any_town.storage.transaction() as tx:
        tx.exec_driver_sql("CREATE UNIQUE INDEX one_name ON client (family_name)")
    expect_log("^ERROR wijkdesk.central.app: database: (23505 one_name|IntegrityError)$")
    values = {"given_name": "SECRET", "family_name": "SECRET", "neighbourhood": "Tarwewijk"}
    ops = [new(n, "client", None, values) for n in (1, 2)]
    answer = web.post("/sync", **signed(any_town, "/sync", message(anna, ops=ops)))
    assert answer.status_code == 500
    assert unpack(answer.content) == {"code": "central_trouble"}
    assert caplog.records
    assert "SECRET" not in caplog.text
    assert "INSERT" not in caplog.text
    assert not any(record.exc_info for record in caplog.records)


# --- Whatever arrives ----------------------------------------------------------------------------

PRINTED = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=9)
SCALARS = st.none() | st.booleans() | st.integers(-(10**19), 10**19) | PRINTED
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PRINTED, inner, max_size=3),
    max_leaves=6,
)
IDS = st.sampled_from([ID, "x", "x" * 36, "x" * 37, "é" * 36])
OPS = st.fixed_dictionaries(
    {
        "n": st.integers(1, 4),
        "t": st.sampled_from(["new", "set", "res"]),
        "k": st.sampled_from(["client", "barrier", "action", "contact_moment", "grant", "person"]),
        "id": IDS,
        "at": st.sampled_from([AT, "0001-01-01T00:00:00+23:59"]),
    },
    optional={
        "v": st.dictionaries(
            st.sampled_from(["given_name", "family_name", "neighbourhood", "born", "phase", "bsn"]),
            st.sampled_from(["Tarwewijk", "1990-01-01", "0001-01-01", None, 1, True, []]) | SCALARS,
        )
        | ANYTHING,
        "f": st.sampled_from(["phase", "born", "given_name", "!phone"]) | PRINTED,
        "b": st.integers(0, 2**53),
        "p": st.integers(0, 9),
        "c": IDS,
        "seen": st.lists(PRINTED, max_size=2),
    },
)
MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "ops": st.lists(OPS | ANYTHING, max_size=4),
        "log": st.lists(ANYTHING, max_size=3) | ANYTHING,
        "want": ANYTHING,
        **dict.fromkeys(("since", "after", "epoch", "sv", "x"), ANYTHING),
    },
)


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(PATHS), more=MESSAGES)
def test_whatever_is_signed_is_answered_without_a_bug(
    any_town: Town, path: str, more: dict[str, Any]
) -> None:
    anna = any_town.desk("anna")
    request = Signer(anna.desk).signed(path, {**message(anna), **more})
    web = httpx.Client(transport=_InProcess(any_town), base_url="http://central")
    answer = web.post(path, content=request.body,
                      headers={"authorization": request.authorization})  # fmt: skip
    assert answer.status_code in (200, 400, 401, 403, 409, 413, 426), (answer.status_code, more)
    assert is_described(path, answer), (answer.status_code, unpack(answer.content))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PATHS), st.binary(max_size=300) | MESSAGES.map(pack), PRINTED)
def test_whatever_is_not_signed_is_answered_without_a_bug(
    town: Town, path: str, body: bytes, header: str
) -> None:
    web = httpx.Client(transport=_InProcess(town), base_url="http://central")
    answer = web.post(path, content=body, headers={"authorization": header.encode()})
    assert answer.status_code in (400, 401, 403, 413)
    assert is_described(path, answer), (answer.status_code, unpack(answer.content))


def is_described(path: str, answer: httpx.Response) -> bool:
    """Say whether this is an answer that the description of the address knows."""
    codes = REFUSALS[path].get(answer.status_code, ())
    return answer.status_code == 200 or unpack(answer.content)["code"] in codes


class _InProcess(httpx.BaseTransport):
    """The whole service without a socket: from an HTTP request to an HTTP answer."""

    def __init__(self, town: Town) -> None:
        self._app = httpx.ASGITransport(application(town.storage, town.clock))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""

        async def ask() -> httpx.Response:
            answer = await self._app.handle_async_request(request)
            await answer.aread()
            return httpx.Response(answer.status_code, headers=answer.headers,
                                  content=answer.content)  # fmt: skip

        return asyncio.run(ask())

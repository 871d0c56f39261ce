"""Requests to central over HTTP, and answers judged before anybody believes them.

Nothing of the user's environment is trusted: no proxy, certificate or key log variable. IT says
in machine policy which certificate authority and which proxy there are.
"""

from __future__ import annotations

import os
import ssl
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import truststore

from wijkdesk.changes.messages import LARGEST_SENT, MEDIA_TYPE, NotAMessage, unpack
from wijkdesk.config.address import is_this_machine
from wijkdesk.config.settings import Settings
from wijkdesk.errors import OutsideTrouble, UserError

CONNECT_SECONDS, READ_SECONDS = 10.0, 60.0
_LARGEST_ANSWER = 4 * LARGEST_SENT


@dataclass(frozen=True)
class Request:
    """A request to central: a path, a packed body and who signed it ("" for nobody)."""

    path: str
    body: bytes
    authorization: str = ""


@dataclass(frozen=True)
class Answer:
    """Central's answer: a status, its message, and how many bytes went up and down.

    The bytes count start line, headers and body.
    """

    status: int
    message: dict[str, Any]
    bytes_up: int
    bytes_down: int


class Central:
    """The central at an address. It holds one connection and no secrets."""

    def __init__(self, server: str, settings: Settings, *, demo: bool = False) -> None:
        self.server = sound_address(server, demo=demo)
        secure = urlsplit(self.server).scheme == "https"
        self._client = httpx.Client(
            verify=_certificates(settings.text("ca_file")) if secure else _none(),
            proxy=settings.text("proxy") or None,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        )

    def post(self, request: Request) -> Answer:
        """Send a request and return the answer.

        Raises OutsideTrouble: central_unreachable, not_central, clock_outside_certificate,
        certificate_not_trusted; its value `sent` is False when the request cannot have arrived.
        """
        asked = httpx.Request(
            "POST", self.server + request.path, headers=_headers(request), content=request.body
        )
        # What httpx adds by itself costs bytes on bad links and says nothing to central.
        for header in ("accept", "accept-encoding", "connection", "user-agent"):
            asked.headers.pop(header, None)
        asked.headers["accept-encoding"] = "identity"
        try:
            # Not the client's own `stream`, which would add them again.
            with closing(self._client.send(asked, stream=True)) as response:
                body = _read(response)
        except httpx.HTTPError as error:
            unsent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            raise OutsideTrouble(_trouble(error), sent=not unsent) from error
        if response.headers.get("content-type", "").split(";")[0] != MEDIA_TYPE:
            raise OutsideTrouble("not_central")
        try:
            message = unpack(body)
        except NotAMessage as error:
            raise OutsideTrouble("not_central") from error
        return Answer(response.status_code, message, _sent(asked, request.body),
                      _came(response, body))  # fmt: skip

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


def sound_address(server: str, *, demo: bool) -> str:
    """Return an address of central without a slash at the end.

    Raises UserError("insecure_server") for plain HTTP to another machine, and
    UserError("demo_stays_here") when a demo would speak to one.
    """
    try:
        parts, _ = urlsplit(server), httpx.URL(server)
        _ = parts.port  # judged only when it is asked for
    except (ValueError, httpx.InvalidURL) as error:
        raise UserError("insecure_server", field="server") from error
    here = is_this_machine(parts.hostname or "")
    if demo and not here:
        raise UserError("demo_stays_here", field="server")
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
        raise UserError("insecure_server", field="server")
    return server.rstrip("/")


def _headers(request: Request) -> dict[str, str]:
    headers = {"content-type": MEDIA_TYPE}
    if request.authorization:
        headers["authorization"] = request.authorization
    return headers


def _none() -> ssl.SSLContext:
    """Return a context that trusts nobody, for plain HTTP; httpx's own would open a key log."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _certificates(ca_file: str) -> ssl.SSLContext:
    """Return the certificates to trust: IT's file alone, else those of the system."""
    if not ca_file:
        # OpenSSL would trust what the person's environment names in their place.
        for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
            os.environ.pop(name, None)
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError) as error:
        raise OutsideTrouble("policy_not_readable", file=ca_file) from error
    return context


def _read(response: httpx.Response) -> bytes:
    body = b""
    for part in response.iter_raw():
        body += part
        if len(body) > _LARGEST_ANSWER:
            raise OutsideTrouble("not_central")
    return body


def _trouble(error: httpx.HTTPError) -> str:
    """Name what went wrong: a certificate out of its dates says that this clock is wrong."""
    said = str(error)
    if "certificate has expired" in said or "certificate is not yet valid" in said:
        return "clock_outside_certificate"
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return "certificate_not_trusted"
    return "not_central" if isinstance(error, httpx.ProtocolError) else "central_unreachable"


def _sent(asked: httpx.Request, body: bytes) -> int:
    start = len(f"POST {asked.url.raw_path.decode()} HTTP/1.1\r\n")
    return start + _size(asked.headers) + len(body)


def _came(response: httpx.Response, body: bytes) -> int:
    start = len(f"HTTP/1.1 {response.status_code} {response.reason_phrase}\r\n")
    return start + _size(response.headers) + len(body)


def _size(headers: httpx.Headers) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.raw) + 2

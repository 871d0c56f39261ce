"""The few addresses of central."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from wijkdesk.central.access import Asked, Refusal
from wijkdesk.central.answers import Central
from wijkdesk.central.description import ADDRESSES, HEALTH, of_address, responses
from wijkdesk.central.metrics import MEDIA_TYPE as FIGURES
from wijkdesk.central.metrics import Metrics
from wijkdesk.changes.messages import LARGEST_SENT, MEDIA_TYPE
from wijkdesk.config.address import is_this_machine

PATHS = frozenset({*ADDRESSES, *HEALTH, "/metrics", "/openapi.json"})


def add_routes(app: FastAPI, central: Central | None) -> None:
    """Add every address; without a central they can only be described."""
    for path, about in ADDRESSES.items():
        app.add_api_route(
            path, _answer(central), methods=["POST"], description=about, name=path.strip("/"),
            response_class=Response, **of_address(path),
        )  # fmt: skip

    @app.get(HEALTH[0])
    def live() -> dict[str, str]:
        """Say that the process answers."""
        return {"status": "ok"}

    @app.get(HEALTH[1], responses=responses(HEALTH[1]))
    def ready() -> dict[str, str]:
        """Say that the database answers too, and that this program goes with its schema."""
        if central is not None:
            central.storage.ready()
        return {"status": "ok"}


def add_figures(app: FastAPI, metrics: Metrics, described: Callable[[], dict[str, Any]]) -> None:
    """Add what is for this machine alone: figures, and the description of the addresses.

    To anybody else they do not exist; a proxy in front does not pass them on.
    """

    @app.get("/metrics", include_in_schema=False)
    def figures(request: Request) -> Response:
        """Tell how the service is doing."""
        _only_here(request)
        return Response(metrics.exposed(), media_type=FIGURES)

    @app.get("/openapi.json", include_in_schema=False)
    def description(request: Request) -> dict[str, Any]:
        """Describe the addresses."""
        _only_here(request)
        return described()


def _only_here(request: Request) -> None:
    if request.client is None or not is_this_machine(request.client.host):
        raise Refusal(404, "not_found")


def _answer(central: Central | None) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if central is None:
            raise Refusal(503, "central_trouble")
        body = await _body(request)
        asked = Asked(request.url.path, request.headers.get("authorization", ""), body)
        answered = await run_in_threadpool(central.answer, asked)
        return Response(answered, media_type=MEDIA_TYPE)

    return answer


async def _body(request: Request) -> bytes:
    """Read a body up to what anybody may send; Refusal 413 beyond it."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            request.state.up = len(body)
            if len(body) > LARGEST_SENT:
                raise Refusal(413, "too_large")
    except ClientDisconnect as error:
        # Nobody hears this; the desk sends it again.
        raise Refusal(400, "not_a_request") from error
    return body

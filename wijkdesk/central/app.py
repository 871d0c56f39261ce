"""Puts the service together: routes, limits, health; the only place that knows what went wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request, Response
from sqlalchemy.exc import DBAPIError

from wijkdesk import __version__
from wijkdesk.central.access import Refusal
from wijkdesk.central.answers import Central
from wijkdesk.central.journal import claimed_device
from wijkdesk.central.metrics import OTHER, Metrics
from wijkdesk.central.routes import PATHS, add_figures, add_routes
from wijkdesk.central.storage import Storage
from wijkdesk.changes.messages import MEDIA_TYPE, pack
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n.calendar import utc_now
from wijkdesk.policy.retention import DOSSIER_RULE, rule

_log = logging.getLogger(__name__)


def application(
    storage: Storage, now: Callable[[], datetime] = utc_now, page: int | None = None
) -> FastAPI:
    """Return the service over an open database."""
    rule(DOSSIER_RULE)  # a kind of record that nobody said how long to keep: no start
    app = FastAPI(title="WijkDesk central", version=__version__, openapi_url=None)
    central = Central(storage, now) if page is None else Central(storage, now, page)
    metrics = Metrics(PATHS)
    add_routes(app, central)
    add_figures(app, metrics, openapi)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(OutsideTrouble, _not_now)
    # Not as a handler of Exception: the server would log the error as well, in its own words.
    app.middleware("http")(_counting(metrics))
    return app


def openapi() -> dict[str, Any]:
    """Return the description of the addresses, without a database."""
    app = FastAPI(title="WijkDesk central", version=__version__)
    add_routes(app, None)
    return app.openapi()


def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    request.state.code = error.code
    body = pack({"code": error.code, **error.more})
    return Response(body, error.status, media_type=MEDIA_TYPE)


def _not_now(request: Request, error: Exception) -> Response:
    request.state.code = str(error)
    _log.error("%s", error)
    return Response(pack({"code": "central_trouble"}), 503, media_type=MEDIA_TYPE)


Next = Callable[[Request], Awaitable[Response]]


def _counting(metrics: Metrics) -> Callable[[Request, Next], Awaitable[Response]]:
    async def answer(request: Request, call_next: Next) -> Response:
        started = time.perf_counter()
        response = await _silently(request, call_next)
        up, down = getattr(request.state, "up", 0), int(response.headers.get("content-length", 0))
        seconds = time.perf_counter() - started
        metrics.answered(request.url.path, response.status_code, seconds, up, down)
        _note(request, response.status_code, seconds, up, down)
        return response

    return answer


def _note(request: Request, status: int, seconds: float, up: int, down: int) -> None:
    """Write down that a request was answered; what is no address of ours may hold anything."""
    path = request.url.path
    facts = {
        "path": path if path in PATHS else OTHER,
        "status": status,
        "device": claimed_device(request.headers.get("authorization", "")),
        "ms": round(seconds * 1000, 1),
        "up": up,
        "down": down,
        "code": getattr(request.state, "code", ""),
    }
    _log.info("request", extra={"facts": facts})


async def _silently(request: Request, call_next: Next) -> Response:
    try:
        return await call_next(request)
    except Exception as error:  # noqa: BLE001  # the one place that knows what went wrong
        request.state.code = "central_trouble"
        return _bug(error)


def _bug(error: Exception) -> Response:
    """Say nothing of what was in the request: a database's own words may hold a person's data."""
    if isinstance(error, DBAPIError):
        _log.error("database: %s", _of_the_database(error.orig))
    else:
        _log.error("bug: %s", type(error).__name__)
    return Response(pack({"code": "central_trouble"}), 500, media_type=MEDIA_TYPE)


def _of_the_database(error: object) -> str:
    """Return the SQLSTATE of an error and the constraint it is about; never its own words."""
    state = getattr(error, "sqlstate", None) or type(error).__name__
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    return f"{state} {constraint}" if constraint else str(state)

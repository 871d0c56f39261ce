"""Figures of the service: what was asked and how long it took, for this machine alone."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from tests.town.town import Town
from tests.town.web import served
from wijkdesk.central.app import application, openapi
from wijkdesk.central.metrics import MEDIA_TYPE, Metrics
from wijkdesk.central.routes import PATHS

MARK = "Zeldzaamheid"
TWO_WORKERS = """
import os, sys
from wijkdesk.central.metrics import Metrics
Metrics(frozenset({"/sync"})).answered("/sync", 200, 0.01, 1, 2)
if len(sys.argv) > 1:
    sys.stdout.write(Metrics(frozenset({"/sync"})).exposed().decode())
"""


@pytest.fixture
def app(town: Town) -> FastAPI:
    """The service of a town."""
    return application(town.storage, town.clock)


def test_requests_are_counted_by_address_and_status(app: FastAPI) -> None:
    with served(app) as address, httpx.Client(base_url=address, trust_env=False) as web:
        web.post("/sync", content=b"garbage")
        web.get(f"/{MARK}?name={MARK}")
        told = web.get("/metrics")
    assert told.headers["content-type"] == MEDIA_TYPE
    assert 'wijkdesk_requests_total{path="/sync",status="401"} 1.0' in told.text
    assert 'wijkdesk_requests_total{path="other",status="404"} 1.0' in told.text
    assert 'wijkdesk_bytes_total{direction="up"} 7.0' in told.text
    # What was asked for has no name of its own: an address may hold anything.
    assert MARK not in told.text


def test_the_description_is_there_for_this_machine(app: FastAPI) -> None:
    with served(app) as address:
        told = httpx.get(f"{address}/openapi.json", trust_env=False).json()
    assert told == openapi()
    assert set(told["paths"]) <= PATHS


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json"])
@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.0.0.8", 404)])
def test_to_others_they_do_not_exist(app: FastAPI, path: str, host: str, status: int) -> None:
    async def asked() -> int:
        road = httpx.ASGITransport(app, client=(host, 50_000))
        async with httpx.AsyncClient(transport=road, base_url="http://central") as web:
            return (await web.get(path)).status_code

    assert asyncio.run(asked()) == status


def test_workers_are_counted_together(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    told = ""
    for more in ([], ["tell"]):
        line = [sys.executable, "-c", TWO_WORKERS, *more]
        ran = subprocess.run(line, env=environment, capture_output=True, text=True, check=True)
        told = ran.stdout
    assert 'wijkdesk_requests_total{path="/sync",status="200"} 2.0' in told


def test_two_services_do_not_count_for_each_other() -> None:
    one, other = Metrics(PATHS), Metrics(PATHS)
    one.answered("/sync", 200, 0.1, 1, 1)
    assert b'path="/sync"' in one.exposed()
    assert b'path="/sync"' not in other.exposed()

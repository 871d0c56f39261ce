"""Fixtures of the small real world: a central's database, and towns on SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.town.postgres import PostgresServer
from tests.town.town import Town, found
from wijkdesk.central import setup

MakeTown = Callable[..., Town]
MEMORY = Path("/dev/shm")
SERVICE = "wijkdesk_service"


@pytest.fixture(scope="session")
def empty_central(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A central on SQLite with nobody in it, made once, to be copied."""
    file = tmp_path_factory.mktemp("central") / "central.db"
    found(f"sqlite:///{file}")
    return file


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """A folder of this test alone, in memory where there is such a place: towns write a lot."""
    folder = Path(tempfile.mkdtemp(prefix="wijkdesk-", dir=MEMORY if MEMORY.is_dir() else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(empty_central: Path, quick_path: Path) -> str:
    """The address of a central on SQLite with nobody in it."""
    file = quick_path / "central.db"
    shutil.copy(empty_central, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def central_url(request: pytest.FixtureRequest) -> str:
    """The address of a central with nobody in it, on each of the two databases."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    server = request.getfixturevalue("postgres")
    return str(server.fresh(server.template("empty_central", found)))


@pytest.fixture(params=["sqlite", "postgresql"])
def no_central_url(request: pytest.FixtureRequest, quick_path: Path) -> str:
    """The address of a database with nothing in it, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{quick_path / 'fresh.db'}"
    return str(request.getfixturevalue("postgres_url"))


def as_service(server: PostgresServer, url: str) -> str:
    """Give the role of the service its rights in a database, and return its address for it."""
    if not server.ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{SERVICE}'"):
        server.ask(f"CREATE ROLE {SERVICE} LOGIN")
    setup.migrate(url, SERVICE)
    return url.replace("//postgres@", f"//{SERVICE}@")


@pytest.fixture
def service_url(postgres: PostgresServer) -> str:
    """The address of a central with nobody in it, for a service that does not own its tables."""
    return as_service(postgres, postgres.fresh(postgres.template("empty_central", found)))


@pytest.fixture
def make_town(quick_path: Path) -> Iterator[MakeTown]:
    """Make towns, which are closed after the test."""
    made: list[Town] = []

    def make(url: str, *, page: int = 2000) -> Town:
        made.append(Town(quick_path / f"town{len(made)}", url, page=page))
        return made[-1]

    yield make
    for town in made:
        town.close()


@pytest.fixture
def town(make_town: MakeTown, sqlite_url: str) -> Town:
    """A town whose central is on SQLite."""
    return make_town(sqlite_url)


@pytest.fixture
def any_town(make_town: MakeTown, central_url: str) -> Town:
    """A town whose central is on SQLite, and one on PostgreSQL."""
    return make_town(central_url)

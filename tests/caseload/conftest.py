"""A desk with the places of the city and somebody at it: made once, copied for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import desks
from tests.desks import Clock
from wijkdesk.caseload.desk import Desk


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the desk."""
    return Clock()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a desk of a consultant."""
    folder = tmp_path_factory.mktemp("made") / "desk"
    desks.make(folder, Clock(), "consultant").close()
    return folder


@pytest.fixture(scope="session")
def of_a_coordinator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a desk of a coordinator."""
    folder = tmp_path_factory.mktemp("coordinator") / "desk"
    desks.make(folder, Clock(), "coordinator").close()
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """Open a copy of the consultant's desk that belongs to this test."""
    found = desks.copy(made, tmp_path / "desk", clock)
    yield found
    if found.database.connection is not None:
        found.close()


@pytest.fixture
def fatma(desk: Desk) -> str:
    """Register a client and return the id."""
    return desks.client(desk)

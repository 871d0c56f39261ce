"""The coordinator's list comes from central when it is looked at, and is gone when it is not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.screens.stage import Stage, beyond, clipped, tab_walk, unnamed
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.http import Answer, Request
from wijkdesk.ui.screens.team import UNASSIGNED, Team

ROWS: list[dict[str, Any]] = [
    {
        "id": "c1", "name": "Samira El Idrissi", "neighbourhood": "Tarwewijk",
        "contact_person": "Anouk Bakker", "phase": "ontwikkelen",
        "last_contact": "2026-11-24T08:00:00+00:00", "open_actions": 2, "unassigned_since": None,
    },
    {
        "id": "c2", "name": "Tomasz Kowalczyk", "neighbourhood": "Carnisse",
        "contact_person": None, "phase": "intake", "last_contact": None, "open_actions": 0,
        "unassigned_since": "2026-11-03",
    },
]  # fmt: skip


class Central:
    """A central that answers with rows, or not at all; notes who asked from where."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows, self.online = rows, True
        self.asked: list[tuple[str, str]] = []

    def __call__(self, request: Request) -> Answer:
        self.asked.append((request.path, threading.current_thread().name))
        if not self.online:
            raise OutsideTrouble("central_unreachable", sent=False)
        return Answer(200, {"rows": self.rows}, 0, 0)


@pytest.fixture
def central() -> Central:
    return Central(ROWS)


@pytest.fixture
def team(staged: Callable[..., Stage], central: Central) -> tuple[Stage, Team]:
    """A coordinator's window with the list open."""
    stage = staged(roles=("coordinator",), filled=False, post=central)
    return stage, opened(stage)


def opened(stage: Stage) -> Team:
    stage.go("team")
    stage.settle()
    found = stage.screen(Team)
    assert isinstance(found, Team)
    return found


def column(team: Team, at: int) -> list[str]:
    people = team.table.people
    return [str(people.index(row, at).data()) for row in range(people.rowCount())]


def test_it_is_asked_over_the_network_lane(team: tuple[Stage, Team], central: Central) -> None:
    assert central.asked == [("/ask", "network")]
    assert column(team[1], 0) == ["Tomasz Kowalczyk", "Samira El Idrissi"]


def test_who_has_nobody_comes_first_and_it_is_said(team: tuple[Stage, Team]) -> None:
    assert column(team[1], 2) == ["nog toe te wijzen, sinds di 3 nov 2026", "Anouk Bakker"]
    assert column(team[1], 4) == ["nog geen", "vandaag"]
    assert column(team[1], 5) == ["0", "2"]


def test_a_cell_says_the_head_of_its_column(team: tuple[Stage, Team]) -> None:
    index = team[1].table.people.index(1, 3)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Fase: Ontwikkelen"


def test_it_is_found_by_typing_and_by_who_has_nobody(team: tuple[Stage, Team]) -> None:
    stage, screen = team
    assert stage.focus is screen.line
    stage.type("tarwe an")
    assert column(screen, 0) == ["Samira El Idrissi"]
    screen.line.clear()
    screen.filter.choose(UNASSIGNED)
    screen.filter.chosen.emit(UNASSIGNED)
    assert column(screen, 0) == ["Tomasz Kowalczyk"]
    assert screen.count.text() == "1 klant"


def test_without_connection_it_says_so_and_tries_again(
    staged: Callable[..., Stage], central: Central
) -> None:
    central.online = False
    stage = staged(roles=("coordinator",), filled=False, post=central)
    screen = opened(stage)
    assert screen.state.isVisible()
    assert "geen verbinding" in screen.state.text.text()
    central.online = True
    stage.tab_to("Probeer opnieuw")
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    stage.settle()
    assert screen.table.isVisible()


def test_the_list_is_not_kept_when_one_goes_elsewhere(
    team: tuple[Stage, Team], central: Central
) -> None:
    stage, screen = team
    stage.go("caseload")
    assert screen.table.people.rowCount() == 0
    assert screen.list.rows.rowCount() == 0
    opened(stage)
    assert len(central.asked) == 2
    assert screen.table.people.rowCount() == 2


def test_nobody_is_shown_while_a_client_looks_along(team: tuple[Stage, Team]) -> None:
    stage, screen = team
    stage.frame.share()
    assert not screen.isVisible()
    assert screen.table.people.rowCount() == 0


def test_in_a_narrow_window_it_is_a_list_that_says_all(
    staged: Callable[..., Stage], central: Central
) -> None:
    stage = staged(roles=("coordinator",), filled=False, post=central, size=(1440, 900), scale=2.0)
    screen = opened(stage)
    assert screen.list.isVisible()
    said = str(screen.list.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    for part in (
        "Tomasz Kowalczyk",
        "Carnisse",
        "Kennismaken",
        "nog toe te wijzen",
        "0 open acties",
    ):
        assert part in said
    assert clipped(screen) == []
    assert beyond(screen) == []


def test_everything_has_a_name_and_tab_leaves_the_table(team: tuple[Stage, Team]) -> None:
    stage, screen = team
    assert unnamed(screen) == []
    assert clipped(screen) == []
    assert screen.table in tab_walk(stage, screen)

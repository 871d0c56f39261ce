"""A search is one line of the log, without what was typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from wijkdesk.caseload.desk import Desk
from wijkdesk.store import audit
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.search_log import REST, SearchLog


@pytest.fixture
def log(around: Surroundings) -> SearchLog:
    return SearchLog(around, QObject(around.background))


def lines(around: Surroundings, qtbot: QtBot) -> list[str]:
    """Return what the searches in the log were about."""
    found: list[list[str]] = []
    desk: Desk = around.desk

    def job() -> list[str]:
        with desk.reading() as tx:
            kept = audit.after(tx, 0, 500)
        return [str(line) for line in kept if line["act"] == "search"]

    around.background.run(around.background, job, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_typing_that_rests_is_one_search(
    qtbot: QtBot, around: Surroundings, log: SearchLog
) -> None:
    assert log.clock.interval() == REST == 2000
    for typed in ("s", "sa", "sam"):
        log.typed(typed)
        log.found(1)
    log.clock.start(1)
    qtbot.waitUntil(lambda: not log.clock.isActive())
    (line,) = lines(around, qtbot)
    assert "'count': 1" in line or '"count": 1' in line
    assert "sam" not in line


def test_opening_a_result_logs_at_once_and_only_once(
    qtbot: QtBot, around: Surroundings, log: SearchLog
) -> None:
    log.typed("sam")
    log.found(2)
    log.settle()
    log.settle()
    assert len(lines(around, qtbot)) == 1


def test_an_empty_line_is_no_search(qtbot: QtBot, around: Surroundings, log: SearchLog) -> None:
    log.typed("sam")
    log.typed("  ")
    assert not log.clock.isActive()
    log.settle()
    assert lines(around, qtbot) == []

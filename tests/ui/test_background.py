"""Work off the GUI thread: two lanes, results by signal, dropped for who is gone."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.conftest import ExpectedLog
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.ui.background import Background


def test_the_result_comes_on_the_gui_thread(qtbot: QtBot, background: Background) -> None:
    owner, came = QObject(), []
    background.run(owner, threading.get_ident, lambda at: came.append((at, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(came))
    worked, told = came[0]
    assert told == threading.get_ident()
    assert worked != told


def test_each_lane_is_one_thread(qtbot: QtBot, background: Background) -> None:
    owner, came = QObject(), []
    for lane in ("desk", "network", "desk", "network"):
        background.run(
            owner, threading.get_ident, lambda at, lane=lane: came.append((lane, at)), lane=lane
        )
    qtbot.waitUntil(lambda: len(came) == 4)
    assert len(set(came)) == 2


def test_jobs_of_a_lane_are_done_in_order(qtbot: QtBot, background: Background) -> None:
    owner, came = QObject(), []
    for n in range(20):
        background.run(owner, lambda n=n: n, came.append)
    qtbot.waitUntil(lambda: len(came) == 20)
    assert came == list(range(20))


def test_a_result_for_who_is_gone_is_dropped_but_the_work_is_done(
    qtbot: QtBot, background: Background
) -> None:
    owner, waits, done, came = QObject(), threading.Event(), [], []
    background.run(owner, lambda: (waits.wait(5), done.append("saved")), came.append)
    owner.deleteLater()
    qtbot.wait(10)
    waits.set()
    other = QObject()
    last: list[object] = []
    background.run(other, lambda: "last", last.append)
    qtbot.waitUntil(lambda: bool(last))
    assert done == ["saved"]
    assert came == []


@pytest.mark.parametrize("kind", [UserError, OutsideTrouble])
def test_trouble_is_told_to_who_asked(
    qtbot: QtBot, background: Background, kind: type[Trouble]
) -> None:
    def refuse() -> None:
        raise kind("wrong_passphrase", field="passphrase")

    owner, came = QObject(), []
    background.run(owner, refuse, None, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert (came[0].code, came[0].field) == ("wrong_passphrase", "passphrase")


def test_trouble_that_nobody_waits_for_is_told_to_all(qtbot: QtBot, background: Background) -> None:
    def refuse() -> None:
        raise OutsideTrouble("disk_full")

    with qtbot.waitSignal(background.trouble) as told:
        background.run(background, refuse)
    assert told.args[0].code == "disk_full"


def test_a_bug_is_logged_without_what_it_was_about(
    qtbot: QtBot, background: Background, expect_log: ExpectedLog
) -> None:
    expect_log(r"^(?!.*Samira).*KeyError in .*")

    def broken() -> None:
        raise KeyError("Samira El Idrissi")

    owner, came = QObject(), []
    with qtbot.waitSignal(background.broke) as told:
        background.run(owner, broken, None, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert came[0].code == "unexpected"
    assert "Samira" not in told.args[0]


def test_a_lane_lives_on_after_a_bug(
    qtbot: QtBot, background: Background, expect_log: ExpectedLog
) -> None:
    expect_log("ZeroDivisionError")
    owner, came = QObject(), []
    background.run(owner, lambda: 1 // 0)
    background.run(owner, lambda: "on", came.append)
    qtbot.waitUntil(lambda: bool(came))


def test_only_the_latest_question_is_answered(qtbot: QtBot, background: Background) -> None:
    owner, waits, asked, came = QObject(), threading.Event(), [], []
    background.run(owner, lambda: waits.wait(5))
    for text in ("s", "sa", "sam"):
        background.run(
            owner, lambda text=text: asked.append(text) or text, came.append, only_latest="search"
        )
    waits.set()
    qtbot.waitUntil(lambda: bool(came))
    qtbot.wait(20)
    assert came == ["sam"]
    assert asked == ["sam"]


def test_closing_finishes_what_waits(qtbot: QtBot) -> None:
    lanes, done = Background(), []
    for n in range(50):
        lanes.run(lanes, lambda n=n: done.append(n))
    lanes.close()
    assert done == list(range(50))
    assert not any(thread.name in ("desk", "network") for thread in lanes.threads)

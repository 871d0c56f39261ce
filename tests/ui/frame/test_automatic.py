"""Rounds that begin by themselves: when, how often, and when not."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.sync.test_pace import Dice
from tests.ui.frame.rounds import Steps
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.pace import Pace
from wijkdesk.ui.background import Background
from wijkdesk.ui.frame.automatic import Automatic
from wijkdesk.ui.frame.syncing import Syncing

PACE = Pace(after_work=20, between=300, first_wait=10, longest_wait=60)
LOST = OutsideTrouble("central_unreachable", sent=False)


class Desk(QObject):
    """A desk that syncs by itself, with a round that can be told to fail."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.steps = Steps(left=0)
        post = self.steps.post
        self.syncing = Syncing(background, self.steps.begin, post, self)  # type: ignore[arg-type]
        self.automatic = Automatic(self.syncing, PACE, Dice(), self)

    @property
    def seconds(self) -> float | None:
        """After how many seconds a round begins by itself; None if none is planned."""
        soon = self.automatic.soon
        return soon.interval() / 1000 if soon.isActive() else None

    def fails(self, qtbot: QtBot, trouble: OutsideTrouble) -> None:
        """Let a round fail that began by itself."""
        self.steps.left, self.steps.trouble = 1, trouble
        with qtbot.waitSignal(self.syncing.failed):
            self.syncing.start(by_hand=False)

    def goes_well(self, qtbot: QtBot) -> None:
        """Let a round go well that somebody asked for."""
        self.steps.left, self.steps.trouble = 0, None
        with qtbot.waitSignal(self.syncing.ended):
            self.syncing.start()


@pytest.fixture
def desk(qtbot: QtBot, background: Background) -> Iterator[Desk]:
    """Return a desk where nothing was done yet."""
    made = Desk(background)
    yield made
    qtbot.waitUntil(lambda: not made.syncing.going_on)


def test_a_round_begins_a_while_after_the_last_act(qtbot: QtBot, desk: Desk) -> None:
    assert desk.seconds is None
    desk.automatic.work_waits()
    assert desk.seconds == PACE.after_work
    desk.automatic.soon.start(1)
    desk.automatic.work_waits()
    assert desk.seconds == PACE.after_work
    with qtbot.waitSignal(desk.syncing.ended):
        desk.automatic.soon.timeout.emit()
    assert not desk.syncing.by_hand


def test_a_round_begins_every_so_often(qtbot: QtBot, desk: Desk) -> None:
    assert desk.automatic.often.isActive()
    assert desk.automatic.often.interval() == PACE.between * 1000
    with qtbot.waitSignal(desk.syncing.ended):
        desk.automatic.often.timeout.emit()


def test_a_round_begins_when_central_is_there_again_and_not_at_every_look(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.automatic.look(False)
    assert desk.steps.begun == 0
    with qtbot.waitSignal(desk.syncing.ended):
        desk.automatic.look(True)
    desk.automatic.look(True)
    assert not desk.syncing.going_on
    desk.automatic.look(False)
    with qtbot.waitSignal(desk.syncing.ended):
        desk.automatic.look(True)


def test_what_time_mends_is_tried_again_later_each_time(qtbot: QtBot, desk: Desk) -> None:
    waits = []
    for _ in range(5):
        desk.fails(qtbot, LOST)
        waits.append(desk.seconds)
        # Neither an act nor the clock of every day makes it sooner.
        desk.automatic.work_waits()
        desk.automatic.often.timeout.emit()
        assert (desk.seconds, desk.syncing.going_on) == (waits[-1], False)
    assert waits == [5, 10, 20, 30, 30]
    desk.goes_well(qtbot)
    desk.fails(qtbot, LOST)
    assert desk.seconds == waits[0]


def test_the_network_that_comes_back_is_not_waited_for(qtbot: QtBot, desk: Desk) -> None:
    desk.automatic.look(False)
    for _ in range(3):
        desk.fails(qtbot, LOST)
    desk.steps.left, desk.steps.trouble = 0, None
    with qtbot.waitSignal(desk.syncing.ended):
        desk.automatic.look(True)
    desk.fails(qtbot, LOST)
    assert desk.seconds == 5


def test_what_somebody_on_the_spot_must_mend_is_tried_at_the_calm_pace(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.fails(qtbot, OutsideTrouble("not_central"))
    desk.automatic.work_waits()
    assert desk.seconds is None
    desk.steps.left, desk.steps.trouble = 0, None
    with qtbot.waitSignal(desk.syncing.ended):
        desk.automatic.often.timeout.emit()


@pytest.mark.parametrize("code", ["not_accepted", "update_needed", "same_desk_twice"])
def test_what_the_office_must_mend_is_only_tried_by_hand(
    qtbot: QtBot, desk: Desk, code: str
) -> None:
    desk.fails(qtbot, OutsideTrouble(code))
    desk.automatic.work_waits()
    desk.automatic.often.timeout.emit()
    desk.automatic.look(True)
    assert (desk.seconds, desk.syncing.going_on, desk.steps.begun) == (None, False, 1)
    desk.goes_well(qtbot)
    desk.automatic.work_waits()
    assert desk.seconds == PACE.after_work


def test_no_round_begins_while_one_goes_on_but_its_work_is_not_forgotten(
    qtbot: QtBot, desk: Desk
) -> None:
    gate = desk.steps.gate = threading.Event()
    desk.steps.left = 1
    desk.syncing.start(by_hand=False)
    desk.automatic.work_waits()
    desk.automatic.soon.stop()
    desk.automatic.soon.timeout.emit()
    desk.automatic.often.timeout.emit()
    assert desk.seconds == PACE.after_work
    with qtbot.waitSignal(desk.syncing.ended):
        gate.set()
    assert desk.steps.begun == 1
    assert desk.seconds == PACE.after_work


def test_a_round_that_was_stopped_is_not_taken_up_at_once(qtbot: QtBot, desk: Desk) -> None:
    desk.steps.left = 9
    desk.syncing.progress.connect(desk.syncing.stop)
    desk.automatic.work_waits()
    with qtbot.waitSignal(desk.syncing.stopped):
        desk.automatic.soon.timeout.emit()
    assert desk.seconds is None

"""One round in steps over both lanes, told in words."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.conftest import ExpectedLog
from tests.ui.frame.rounds import Steps
from wijkdesk import i18n
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.round import Progress, Result
from wijkdesk.ui.background import Background
from wijkdesk.ui.frame.syncing import Syncing, said_of, said_of_progress


def syncing(background: Background, steps: Steps, owner: QObject) -> Syncing:
    """Return a syncing of these steps."""
    return Syncing(background, steps.begin, steps.post, owner)  # type: ignore[arg-type,return-value]


def test_the_store_and_the_network_have_their_own_lane(
    qtbot: QtBot, background: Background
) -> None:
    owner, steps = QObject(), Steps()
    runs = syncing(background, steps, owner)
    with qtbot.waitSignal(runs.ended) as ended:
        runs.start()
    assert ended.args == [steps.result]
    lanes = {
        lane: {at for name, at in steps.threads if name == lane} for lane in ("desk", "network")
    }
    assert [len(lanes[lane]) for lane in lanes] == [1, 1]
    assert lanes["desk"].isdisjoint(lanes["network"])
    assert threading.get_ident() not in lanes["desk"] | lanes["network"]


def test_a_second_round_does_not_begin_while_one_is_going_on(
    qtbot: QtBot, background: Background
) -> None:
    owner, steps, busy = QObject(), Steps(), []
    runs = syncing(background, steps, owner)
    runs.busy.connect(busy.append)
    runs.start()
    runs.start()
    assert runs.going_on
    with qtbot.waitSignal(runs.ended):
        pass
    assert busy == [True, False]
    assert not runs.going_on


def test_trouble_of_any_step_is_told_and_it_can_be_tried_again(
    qtbot: QtBot, background: Background
) -> None:
    owner, steps = QObject(), Steps()

    def unreachable(_request: object) -> str:
        raise OutsideTrouble("central_unreachable")

    runs = Syncing(background, lambda: steps, unreachable, owner)  # type: ignore[arg-type,return-value]
    for _ in range(2):
        with qtbot.waitSignal(runs.failed) as failed:
            runs.start()
        assert failed.args[0].code == "central_unreachable"
    assert not runs.going_on


def test_a_bug_in_a_round_does_not_leave_it_busy(
    qtbot: QtBot, background: Background, expect_log: ExpectedLog
) -> None:
    expect_log("ZeroDivisionError")
    owner = QObject()
    runs = Syncing(background, lambda: 1 // 0, Steps().post, owner)  # type: ignore[arg-type,return-value]
    with qtbot.waitSignal(runs.failed) as failed:
        runs.start()
    assert failed.args[0].code == "unexpected"
    assert not runs.going_on


def test_who_asks_during_a_round_that_began_by_itself_gets_one_after_it(
    qtbot: QtBot, background: Background
) -> None:
    owner, steps, ended, gate = QObject(), Steps(left=1), list[bool](), threading.Event()
    steps.gate = gate
    runs = syncing(background, steps, owner)
    runs.ended.connect(lambda _result: ended.append(runs.by_hand))
    runs.start(by_hand=False)
    runs.start(by_hand=False)
    assert not runs.by_hand
    for _ in range(2):
        runs.start()
    assert runs.by_hand
    gate.set()
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert ended == [False, True]
    assert steps.begun == 2
    assert not runs.going_on


def test_a_round_is_stopped_between_two_requests(qtbot: QtBot, background: Background) -> None:
    owner, steps, told = QObject(), Steps(left=9), list[str]()
    steps.result.touched = {("client", "c1")}
    runs = syncing(background, steps, owner)
    runs.taken_in.connect(lambda touched: told.append(touched.id))
    runs.ended.connect(lambda _result: told.append("ended"))
    runs.progress.connect(lambda progress: runs.stop() if progress.waiting == 7 else None)
    with qtbot.waitSignal(runs.stopped):
        runs.start()
    # The request that was under way is finished, and what came with it stays.
    assert steps.left == 6
    assert steps.threads[-1][0] == "left"
    assert told == ["c1"]
    assert not runs.going_on
    with qtbot.waitSignal(runs.ended):
        runs.start()
    assert steps.left == 0


def test_nothing_is_stopped_when_nothing_goes_on(qtbot: QtBot, background: Background) -> None:
    owner, steps = QObject(), Steps()
    runs = syncing(background, steps, owner)
    runs.stop()
    with qtbot.waitSignal(runs.ended):
        runs.start()


def test_what_came_before_the_trouble_is_told_too(qtbot: QtBot, background: Background) -> None:
    owner, steps = QObject(), Steps(trouble=OutsideTrouble("central_unreachable"))
    steps.result.touched = {("client", "c1")}
    runs, told = syncing(background, steps, owner), list[object]()
    runs.taken_in.connect(lambda touched: told.append(touched.id))
    runs.failed.connect(lambda trouble: told.append(trouble.code))
    with qtbot.waitSignal(runs.failed):
        runs.start()
    assert told == ["c1", "central_unreachable"]
    assert steps.threads[-1][0] == "left"


def test_a_desk_that_is_about_to_close_is_not_touched_again(
    qtbot: QtBot, background: Background
) -> None:
    owner, steps, told, gate = QObject(), Steps(), list[object](), threading.Event()
    steps.gate = gate
    runs = syncing(background, steps, owner)
    for signal in (runs.ended, runs.failed, runs.stopped, runs.taken_in):
        signal.connect(lambda *given: told.append(given))
    runs.start()
    qtbot.waitUntil(lambda: [lane for lane, _ in steps.threads] == ["desk", "network"])
    runs.leave()
    gate.set()
    for lane in ("network", "desk"):
        background.run(owner, lambda: None, lambda _none, lane=lane: told.append(lane), lane=lane)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert set(told) == {"network", "desk"}
    assert len(steps.threads) == 2
    runs.start()
    assert steps.begun == 1


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(), "Bezig met synchroniseren"),
        (Progress(0, 0, 500), "Versturen: 0 van 500"),
        (Progress(1000, 3, 240), "Versturen: 1.000 van 1.240"),
        (Progress(40, 0, 0), "Bezig met synchroniseren"),
        (Progress(500, 1, 0), "Ophalen: 1 gegeven"),
        (Progress(0, 1200, 0), "Ophalen: 1.200 gegevens"),
    ],
)
def test_how_far_a_round_is_in_words(progress: Progress, said: str) -> None:
    assert said_of_progress(i18n.words("nl"), progress) == said


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result(), "Alles was al bijgewerkt."),
        (Result(sent=1), "Gesynchroniseerd: 1 wijziging verstuurd."),
        (
            Result(sent=3, received=2, versions=1),
            (
                "Gesynchroniseerd: 3 wijzigingen verstuurd, 2 wijzigingen ontvangen, 1 keer twee "
                "versies."
            ),
        ),
        (
            Result(sent=2, refused=1),
            (
                "Gesynchroniseerd: 2 wijzigingen verstuurd, 1 wijziging niet aangenomen: kijk in "
                "de wachtrij."
            ),
        ),
    ],
)
def test_what_a_round_did_in_words(result: Result, said: str) -> None:
    assert said_of(i18n.words("nl"), result) == said

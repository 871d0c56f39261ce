"""One round in steps over both lanes, told in words."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.conftest import ExpectedLog
from wijkdesk import i18n
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.round import Result
from wijkdesk.ui.background import Background
from wijkdesk.ui.frame.syncing import Syncing, said_of


@dataclass
class Steps:
    """A round of some requests that notes in which thread each step was done."""

    left: int = 2
    result: Result = field(default_factory=lambda: Result(sent=3))
    threads: list[tuple[str, int]] = field(default_factory=list)

    def request(self) -> str | None:
        """Return the next request."""
        self.threads.append(("desk", threading.get_ident()))
        return "request" if self.left else None

    def post(self, _request: object) -> str:
        """Answer a request."""
        self.threads.append(("network", threading.get_ident()))
        return "answer"

    def take(self, _answer: object) -> None:
        """Take an answer in."""
        self.threads.append(("desk", threading.get_ident()))
        self.left -= 1


def syncing(background: Background, steps: Steps, owner: QObject) -> Syncing:
    """Return a syncing of these steps."""
    return Syncing(background, lambda: steps, steps.post, owner)  # type: ignore[arg-type,return-value]


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

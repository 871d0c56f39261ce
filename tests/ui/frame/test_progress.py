"""How far a round is: shown when it takes a while, and read out now and then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.ui.frame.rounds import Steps
from wijkdesk import i18n
from wijkdesk.sync.round import Progress
from wijkdesk.ui.background import Background
from wijkdesk.ui.frame import progress
from wijkdesk.ui.frame.progress import ProgressView
from wijkdesk.ui.frame.status import Standing, StatusBar
from wijkdesk.ui.frame.syncing import Syncing
from wijkdesk.ui.look import Look


class Shown(QObject):
    """A status bar that follows rounds, and what a screen reader was given to say."""

    def __init__(self, look: Look, background: Background, qtbot: QtBot) -> None:
        super().__init__()
        self.bar, self.said, steps = StatusBar(look), list[str](), Steps()
        qtbot.addWidget(self.bar)
        self.syncing = Syncing(background, steps.begin, steps.post, self)  # type: ignore[arg-type]
        self.view = ProgressView(i18n.words("nl"), self.syncing, self.bar, self)
        self.bar.show_standing(Standing(True))
        self.bar.show()

    def begin(self, *, by_hand: bool) -> None:
        """Say that a round began, without one."""
        self.syncing._by_hand = by_hand
        self.syncing.busy.emit(True)

    def comes_to(self, received: int) -> None:
        """Say how far the round is."""
        self.syncing.progress.emit(Progress(0, received, 0))

    @property
    def text(self) -> str:
        """What the status bar says."""
        return self.bar.queue.text().split(" · ")[-1]


@pytest.fixture
def shown(
    look: Look, background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Shown:
    """Return a status bar with nothing going on; its clocks are turned by hand."""
    made = Shown(look, background, qtbot)
    # What Qt hands to a screen reader cannot be asked back.
    monkeypatch.setattr(progress, "announce", lambda _bar, text: made.said.append(text))
    for clock in (made.view.shown, made.view.stoppable, made.view.silence):
        clock.setInterval(1_000_000)
    return made


def test_a_round_that_is_over_at_once_is_not_seen(shown: Shown) -> None:
    shown.begin(by_hand=False)
    shown.comes_to(100)
    assert shown.bar.sync.accessibleName() == "Nu synchroniseren"
    assert shown.text == "Nog niet gesynchroniseerd"
    shown.syncing.busy.emit(False)
    assert not shown.view.shown.isActive()
    assert shown.said == []


def test_who_asks_for_a_round_sees_at_once_that_it_goes_on(shown: Shown) -> None:
    shown.begin(by_hand=True)
    assert shown.bar.sync.accessibleName() == "Bezig…"
    assert shown.text == "Nog niet gesynchroniseerd"


def test_a_round_that_takes_a_while_says_how_far_it_is(shown: Shown) -> None:
    shown.begin(by_hand=False)
    shown.comes_to(100)
    shown.view.shown.timeout.emit()
    assert shown.text == "Ophalen: 100 gegevens"
    assert shown.bar.sync.accessibleName() == "Bezig…"
    shown.comes_to(1200)
    assert shown.text == "Ophalen: 1.200 gegevens"
    shown.syncing.busy.emit(False)
    assert shown.text == "Nog niet gesynchroniseerd"
    # The next round does not begin with what the last one came to.
    shown.begin(by_hand=False)
    shown.view.shown.timeout.emit()
    assert shown.text == "Bezig met synchroniseren"


def test_a_screen_reader_is_told_now_and_then(shown: Shown) -> None:
    shown.begin(by_hand=True)
    shown.comes_to(500)
    shown.view.shown.timeout.emit()
    for received in (1000, 1500):
        shown.comes_to(received)
    assert shown.said == ["Ophalen: 500 gegevens"]
    shown.view.silence.stop()
    shown.comes_to(2000)
    assert shown.said == ["Ophalen: 500 gegevens", "Ophalen: 2.000 gegevens"]


def test_nobody_is_interrupted_for_a_short_round_they_did_not_ask_for(shown: Shown) -> None:
    shown.begin(by_hand=False)
    shown.view.shown.timeout.emit()
    shown.comes_to(500)
    assert shown.said == []
    shown.view.stoppable.stop()
    shown.view.stoppable.timeout.emit()
    assert shown.said == ["Ophalen: 500 gegevens"]


def test_a_round_that_takes_long_can_be_stopped(qtbot: QtBot, shown: Shown) -> None:
    assert (progress.SHOWN_AFTER, progress.STOPPED_AFTER) == (300, 3000)
    shown.syncing.progress.connect(lambda _progress: shown.view.stoppable.timeout.emit())
    shown.syncing.progress.connect(lambda _progress: shown.bar.stop.click())
    with qtbot.waitSignal(shown.syncing.stopped):
        shown.syncing.start()
    assert shown.bar.stop.isHidden()
    assert not shown.view.stoppable.isActive()

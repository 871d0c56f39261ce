"""A window that syncs by itself: the network goes and comes back, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.sync.test_http import NOTHING, PORTAL
from tests.town.fixtures import MakeTown
from tests.town.town import Place, Town
from tests.town.web import http, says, talking
from wijkdesk import i18n
from wijkdesk.caseload.catalogue import perform
from wijkdesk.changes.messages import MEDIA_TYPE, pack
from wijkdesk.config import settings
from wijkdesk.desktop import Desktop
from wijkdesk.sync.http import Answer, Central, Request
from wijkdesk.ui.frame.automatic import Automatic
from wijkdesk.ui.frame.frame import Frame

# What the offscreen platform says it cannot do is no trouble of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CLIENT = {"given_name": "Samira", "family_name": "Test", "neighbourhood": "Carnisse"}
BROKEN = http("500 Internal Server Error", pack({"code": "central_trouble"}), MEDIA_TYPE)


@dataclass
class Way:
    """The way from a window to central; `passing` is called with each request on it."""

    town: Town
    place: Place
    passing: Callable[[], None] = lambda: None
    passed: list[Answer] = field(default_factory=list)

    def post(self, request: Request) -> Answer:
        """Bring a request to central, in the lane of the network."""
        self.passing()
        self.passed.append(self.place.road.carry(self.town.central, request))
        return self.passed[-1]

    def close(self) -> None:
        """Hold on to nothing."""


class Seat:
    """The whole program at a desk of the town, unlocked."""

    def __init__(self, qtbot: QtBot, way: Way | Central, place: Place, town: Town) -> None:
        self.qtbot, self.town, self.place = qtbot, town, place
        desk = place.desk
        rules = settings.load(place.folder)
        self.desktop = Desktop(place.folder, i18n.words("nl"), rules, town.clock)
        self.desktop._central = way  # type: ignore[assignment]
        self.desktop.entrance.desk = desk
        self.desktop._opened(desk)
        self.left = False
        self.desktop.window.show()
        self.settle()

    @property
    def frame(self) -> Frame:
        """What is in the window."""
        assert self.desktop.window.frame is not None
        return self.desktop.window.frame

    @property
    def by_itself(self) -> Automatic:
        """What begins rounds here."""
        assert self.frame.central._automatic is not None
        return self.frame.central._automatic

    @property
    def stands(self) -> tuple[bool | None, int]:
        """Whether the status bar says online, and how many changes wait."""
        self.settle()
        return self.frame.status.standing.online, self.frame.status.standing.waiting

    @property
    def said(self) -> str:
        """What stands in the banner; "" when nothing does."""
        banner = self.frame.panes.banner
        return "" if banner.isHidden() else banner.text

    def act(self, verb: str, **given: str) -> None:
        """Do an act in the lane of the desk, as a screen does."""
        touched, desk = list[object](), self.place.desk
        self.desktop.background.run(self.frame, lambda: perform(desk, verb, given), touched.append)
        self.qtbot.waitUntil(lambda: bool(touched))
        self.frame.central.acted()
        self.frame.touched(touched[0])  # type: ignore[arg-type]
        self.settle()

    def looks(self, reachable: bool) -> None:
        """Look whether something listens at central."""
        self.frame.central._show_online(reachable)
        self.rest()

    def rest(self) -> None:
        """Wait until no round goes on."""
        self.qtbot.waitUntil(lambda: not self.frame.syncing.going_on, timeout=20_000)
        self.settle()

    def settle(self) -> None:
        """Wait until both lanes have done what was asked of them."""
        for lane in ("network", "desk", "desk"):
            done = list[None]()
            self.desktop.background.run(self.desktop.window, lambda: None, done.append, lane=lane)
            self.qtbot.waitUntil(lambda done=done: bool(done), timeout=20_000)  # type: ignore[misc]

    def leave(self) -> None:
        """Close the window; the desk is opened anew from its file when it is next used."""
        self.left = True
        self.desktop.window.close()
        self.desktop.close()
        self.place.restart()


@pytest.fixture
def town(make_town: MakeTown, sqlite_url: str) -> Town:
    """A town whose central hands out five records at a time."""
    return make_town(sqlite_url, page=5)


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication, town: Town) -> Iterator[Callable[..., Seat]]:
    """Sit down at a desk; `way` leads to central, else the road of the town."""
    seats: list[Seat] = []

    def down(place: Place, way: Way | Central | None = None) -> Seat:
        seats.append(Seat(qtbot, way or Way(town, place), place, town))
        return seats[-1]

    yield down
    for seat in seats:
        if not seat.left:
            seat.leave()
        seat.desktop.window.deleteLater()


def test_the_network_goes_and_comes_back(town: Town, sit: Callable[..., Seat]) -> None:
    seat = sit(town.enrol("anna"))
    seat.looks(True)
    assert seat.stands == (True, 0)
    town.fail("anna", "drop_request")
    seat.act("register_client", **CLIENT)
    seat.by_itself.soon.timeout.emit()
    seat.rest()
    waits = seat.stands[1]
    assert seat.stands == (False, waits)
    assert waits > 0
    assert seat.said == ""
    seat.looks(False)
    assert seat.stands == (False, waits)
    seat.looks(True)
    assert seat.stands == (True, 0)
    assert town.agrees()


def test_what_is_recorded_is_sent_by_itself_when_no_more_comes(
    town: Town, sit: Callable[..., Seat]
) -> None:
    seat = sit(town.enrol("anna"))
    seat.act("register_client", **CLIENT)
    assert seat.by_itself.soon.isActive()
    assert seat.by_itself.soon.interval() == 20_000
    seat.act("register_client", **CLIENT)
    seat.by_itself.soon.start(1)
    seat.qtbot.waitUntil(lambda: seat.stands == (True, 0), timeout=20_000)
    assert town.agrees()


def test_a_first_download_is_stopped_and_goes_on(town: Town, sit: Callable[..., Seat]) -> None:
    anna = town.enrol("anna")
    for _ in range(12):
        anna.do("register_client", **CLIENT)
    town.sync("anna")
    laptop = town.enrol("laptop", "anna", download=False)
    seat = sit(laptop)
    received = list[int]()
    seat.frame.syncing.progress.connect(lambda progress: received.append(progress.received))
    seat.frame.syncing.progress.connect(
        lambda progress: seat.frame.syncing.stop() if progress.received >= 10 else None
    )
    with seat.qtbot.waitSignal(seat.frame.syncing.stopped, timeout=20_000):
        seat.frame.act("sync")
    assert seat.said.startswith("Gestopt.")
    seat.settle()
    fetched = [tuple(row[:2]) for message in laptop.road.messages() for row in message["rows"]]
    assert 10 <= len(fetched) < 24
    # Nobody stops it now.
    seat.frame.syncing.progress.disconnect()
    with seat.qtbot.waitSignal(seat.frame.syncing.ended, timeout=20_000):
        seat.frame.act("sync")
    seat.settle()
    every = [tuple(row[:2]) for m in laptop.road.messages() for row in m.get("rows", [])]
    assert len(every) == len(set(every))
    assert town.agrees()


@pytest.mark.parametrize("at", [1, 2, 4])
def test_closing_the_window_in_the_middle_loses_nothing(
    town: Town, sit: Callable[..., Seat], at: int
) -> None:
    anna, laptop = town.enrol("anna"), town.enrol("laptop", "anna")
    for _ in range(12):
        anna.do("register_client", **CLIENT)
    town.sync("anna")
    way, under_way, gate = Way(town, laptop), threading.Event(), threading.Event()
    seat = sit(laptop, way)
    seat.act("register_client", **CLIENT)
    assert seat.stands[1] > 0

    def wait() -> None:
        if len(way.passed) == at - 1:
            under_way.set()
            gate.wait(10)

    way.passing = wait
    seat.frame.act("sync")
    seat.qtbot.waitUntil(under_way.is_set, timeout=20_000)
    seat.desktop.window.close()
    gate.set()
    # The answer comes, and nobody takes it in.
    seat.qtbot.waitUntil(lambda: len(way.passed) == at)
    seat.leave()
    again = sit(laptop)
    again.looks(True)
    assert again.stands == (True, 0)
    town.sync("anna")
    assert town.agrees()
    assert len(laptop.ask("search", text="samira")) == 13


def test_a_portal_is_said_once_and_work_stays(town: Town, sit: Callable[..., Seat]) -> None:
    anna = town.enrol("anna")
    with talking(says(http("200 OK", PORTAL))) as address:
        seat = sit(anna, Central(address, NOTHING))
        seat.act("register_client", **CLIENT)
        waits = seat.stands[1]
        seat.looks(True)
        assert seat.said.startswith("Synchroniseren is niet gelukt. Er kwam antwoord, maar niet")
        seat.frame.panes.banner.put_away()
        seat.by_itself.often.timeout.emit()
        seat.rest()
        assert (seat.said, seat.stands) == ("", (False, waits))
        assert not seat.by_itself.soon.isActive()
        with seat.qtbot.waitSignal(seat.frame.syncing.failed):
            seat.frame.act("sync")
        assert "Kijk of u eerst moet inloggen op het netwerk." in seat.said
        seat.leave()
    town.sync("anna")
    assert town.agrees()


def test_a_central_that_is_broken_is_tried_again_in_silence(
    town: Town, sit: Callable[..., Seat]
) -> None:
    anna = town.enrol("anna")
    with talking(says(BROKEN)) as address:
        seat = sit(anna, Central(address, NOTHING))
        seat.act("register_client", **CLIENT)
        waits = seat.stands[1]
        seat.looks(True)
        assert (seat.said, seat.stands[1]) == ("", waits)
        assert seat.by_itself.soon.isActive()
        with seat.qtbot.waitSignal(seat.frame.syncing.failed):
            seat.frame.act("sync")
        assert "heeft een storing. Probeer het later opnieuw." in seat.said
        seat.leave()
    town.sync("anna")
    assert town.agrees()

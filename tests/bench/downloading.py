"""A first download of a whole caseload: how long it takes, and whether one can go on typing."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.bench.figures import Figure
from tests.bench.serving import command, serving
from wijkdesk import i18n
from wijkdesk.caseload.client import search
from wijkdesk.caseload.desk import Desk
from wijkdesk.central import seed
from wijkdesk.central.grants import Given, conclude
from wijkdesk.central.storage import Storage, take_versions
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.config import settings
from wijkdesk.desktop import Desktop
from wijkdesk.domain.values import Capacity
from wijkdesk.i18n.calendar import today, utc_now
from wijkdesk.store import key
from wijkdesk.sync.enrol import enrol
from wijkdesk.sync.round import Result, Round, central_of
from wijkdesk.ui.frame.frame import Frame

PASSPHRASE = "vier losse woorden"
CLIENTS, RECORDS = 300, 40
AT_ONCE = 50  # clients in one transaction
TICK = 5  # ms
ASKED_EVERY = 50  # ms
SHOWING = 500  # ms
PATIENCE = 120.0


def downloading(folder: Path, clients: int = CLIENTS, records: int = RECORDS) -> list[Figure]:
    """Return what it costs to fetch so many clients with so many records each, over HTTP.

    Two desks of one consultant: the first fetches in a plain round, the second in its window.
    """
    database = f"sqlite:///{folder / 'downloading.db'}"
    command("init", "--organisation", "Gemeente Voorbeeld", database=database)
    seeded = command(
        "seed", "--clients", "1", "--consultants", "1", "--seed", "1", database=database
    )
    person = next(p["id"] for p in seeded["people"] if "consultant" in p["role"])
    plain, window = folder / "downloading-plain", folder / "downloading-window"
    with serving(database) as served:
        for desk in (plain, window):
            _enrolled(desk, served.address, command("invite", person, database=database)["code"])
        with _Opened(window) as opened:
            fill(database, person, clients, records)
            gap, wait = opened.download()
            seconds, longest = _plainly(plain)
    rows = clients * records
    return [
        Figure(f"first download of {rows} rows", seconds, 4, "s"),
        Figure("longest job of it in the desk lane", longest, 100, "ms"),
        Figure("longest gap in the window during it", gap, 100, "ms"),
        Figure("longest wait of a search during it", wait, 100, "ms"),
    ]


def fill(database: str, person: str, clients: int, records: int) -> None:
    """Give a consultant clients with dossiers of so many records, client and grant included."""
    storage, now = Storage.open(database), utc_now()
    town = seed.Town(2, now)
    for start in range(0, clients, AT_ONCE):
        _fill(storage, town, person, range(start, min(start + AT_ONCE, clients)), records, now)
    storage.close()


def _fill(
    storage: Storage, town: seed.Town, person: str, numbers: range, records: int, now: datetime
) -> None:
    organisation, contact = storage.organisation().id, Capacity.CONTACT_PERSON
    rows: list[Row] = []
    for number in numbers:
        client = town.id()
        own = [Row("client", client, client, 0, town.client(number + 1))]
        own.append(Given(client, person, contact, "seed", today(now)).row(0, town.id()))
        while len(own) < records:
            dossier = town.dossier(number + 1, person)
            own += [Row(kind, town.id(), client, 0, values) for kind, values in dossier]
        rows += own[:records]
    with storage.transaction() as tx:
        ledger = Ledger(tx, organisation)
        for version, row in enumerate(rows, take_versions(tx, organisation, len(rows))):
            row.made = version
            ledger.add(row)
        conclude(ledger, {}, row.made, now)


class _Opened(QObject):
    """The whole program with a desk that was unlocked."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._application = QApplication.instance() or QApplication([])
        self._desktop = Desktop(folder, i18n.words("nl"), settings.load(folder), utc_now)

    def __enter__(self) -> _Opened:
        window = self._desktop.window
        window.painted.connect(self._desktop.bring_the_rest)
        window.show()
        line = self._desktop.way_in.findChild(QLineEdit)
        QTest.keyClicks(line, PASSPHRASE)
        QTest.keyClick(line, Qt.Key.Key_Return)
        _until(lambda: window.frame is not None and window.frame.status.standing.online is True)
        # It syncs by itself when it opens.
        _until(lambda: window.frame is not None and not window.frame.syncing.going_on)
        return self

    def __exit__(self, *_: object) -> None:
        self._desktop.window.close()
        self._desktop.close()

    def download(self) -> tuple[float, float]:
        """Sync by hand; return the longest gap of the window and of a search, in ms."""
        frame = self._desktop.window.frame
        assert frame is not None
        watch, over = Watch(frame), list[object]()
        frame.syncing.ended.connect(over.append)
        frame.syncing.failed.connect(over.append)
        frame.act("sync")
        watch.begin()
        _until(lambda: bool(over))
        if not isinstance(over[0], Result) or not over[0].received:
            raise TypeError(over[0])
        # What came is shown, too.
        QTimer.singleShot(SHOWING, lambda: over.append(None))
        _until(lambda: over[-1] is None)
        watch.end()
        return watch.gap, watch.wait


class Watch(QObject):
    """Notes how long the window does nothing, and how long a search waits for its answer."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame, self.gap, self.wait = frame, 0.0, 0.0
        self._last = 0.0
        self._tick = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._note)
        self._asking = QTimer(self, interval=ASKED_EVERY, singleShot=True)
        self._asking.timeout.connect(self._ask)

    def begin(self) -> None:
        """Begin to note."""
        self._last = time.perf_counter()
        self._tick.start()
        self._ask()

    def end(self) -> None:
        """Note no more."""
        self._tick.stop()
        self._asking.stop()

    def _note(self) -> None:
        now = time.perf_counter()
        self.gap, self._last = max(self.gap, (now - self._last) * 1000), now

    def _ask(self) -> None:
        asked, desk = time.perf_counter(), self._frame.around.desk

        def came(_rows: object) -> None:
            self.wait = max(self.wait, (time.perf_counter() - asked) * 1000)
            self._asking.start()

        self._frame.around.background.run(self, lambda: search(desk, "a", limit=20), came)


def _enrolled(folder: Path, server: str, code: str) -> None:
    """Make a desk, in a process of its own: what is opened after one was closed is slower."""
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:
        alone.submit(_enrol, folder, server, code).result()


def _enrol(folder: Path, server: str, code: str) -> None:
    enrol(folder, server, code, _passphrase(), memory=key.MEMORY_STEPS[0]).close()


def _plainly(folder: Path) -> tuple[float, float]:
    """Do one round; return its seconds and its longest job at the desk, in ms."""
    desk = Desk.open(folder, _passphrase())
    central, started, jobs = central_of(desk), time.perf_counter(), list[float]()
    round_ = Round(desk)
    while (request := round_.request()) is not None:
        answer = central.post(request)
        began = time.perf_counter()
        round_.take(answer)
        jobs.append((time.perf_counter() - began) * 1000)
    seconds = time.perf_counter() - started
    central.close()
    desk.close()
    return seconds, max(jobs)


def _passphrase() -> bytearray:
    return bytearray(PASSPHRASE.encode())


def _until(there: Callable[[], bool]) -> None:
    patience = time.perf_counter() + PATIENCE
    pulse = QTimer(interval=100)  # so that patience has an end
    pulse.start()
    while not there():
        if time.perf_counter() > patience:
            raise TimeoutError
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    pulse.stop()

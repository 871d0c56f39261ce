"""How soon the list follows what is typed: the question alone, and from key to repaint."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from tests import desks
from tests.bench.figures import Figure, percentile
from wijkdesk import i18n
from wijkdesk.caseload.client import search
from wijkdesk.caseload.desk import Desk
from wijkdesk.config.paths import resource
from wijkdesk.domain import Action, Client, ContactMoment
from wijkdesk.domain.state import RowState
from wijkdesk.policy.places import places
from wijkdesk.ui.background import Background
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screens.caseload import Caseload
from wijkdesk.ui.theme.theme import Theme

PAGE = 100
PATIENCE = 5.0
LIMIT = 100.0


def finding(folder: Path, clients: int, words: int = 12) -> list[Figure]:
    """Return how long searching takes among so many clients, a key at a time (95 of 100)."""
    desk = desks.make(folder / f"finding-{clients}", desks.Clock(), "consultant")
    typed = _typed(fill(desk, clients), words)
    asked = [_milliseconds(desk, text) for word in typed for text in _beginnings(word)]
    with _screen(desk) as (screen, watch):
        painted = [passed for word in typed for passed in _type(screen, watch, word)]
    desk.close()
    return [
        Figure(f"search() among {clients}", percentile(asked, 95), LIMIT, "ms"),
        Figure(f"key to repaint among {clients}", percentile(painted, 95), LIMIT, "ms"),
    ]


def fill(desk: Desk, clients: int) -> list[str]:
    """Put made-up clients in a desk, each with a step and a contact; return their last names."""
    lists = tomllib.loads(resource("demo/town.toml").read_text(encoding="utf-8"))
    dice, names = random.Random(1), [place.name for place in places()]
    key = {"organisation": desk.organisation}
    rows: dict[Any, list[dict[str, Any]]] = {
        Client: [],
        Action: [],
        ContactMoment: [],
        RowState: [],
    }
    for n in range(clients):
        id_ = f"{n:08x}-0000-4000-8000-000000000000"
        own = {"client": id_, "recorded_at": desks.NOW, "recorded_by": desks.ANNA}
        empty = {"born": None, "bsn": None, "phone": None, "email": None, "postcode": None}
        rows[Client].append({**key, **empty, "id": id_, "given_name": dice.choice(lists["given"]),
                             "family_name": dice.choice(lists["family"]), "talk_language": None,
                             "neighbourhood": dice.choice(names), "phase": "intake"})  # fmt: skip
        due = desks.NOW.date() + timedelta(days=dice.randint(-9, 90))
        rows[Action].append({**key, **own, "id": id_, "title": "Bellen", "kind": "overig",
                             "by": "klant", "due": due, "barrier": None, "partner": None,
                             "finished_on": None, "result": None})  # fmt: skip
        rows[ContactMoment].append({**key, **own, "id": id_, "channel": "email", "summary": "x",
                                    "at": desks.NOW})  # fmt: skip
        rows[RowState] += [
            {**key, "kind": kind, "id": id_, "client": id_, "made": n, "head": n, "extra": "{}"}
            for kind in ("client", "action", "contact_moment")
        ]
    with desk.database.transaction() as tx:
        for noun, made in rows.items():
            tx.execute(insert(noun.__table__), made)
    return [row["family_name"] for row in rows[Client]]


class Watch(QObject):
    """Notes that the list is being painted after its rows changed."""

    def __init__(self, screen: Caseload) -> None:
        super().__init__()
        self.changed = self.painted = False
        self._pulse = QTimer(self, interval=1000)  # so that patience has an end
        self._pulse.start()
        screen.list.rows.modelReset.connect(self._note)
        screen.list.viewport().installEventFilter(self)

    def begin(self) -> None:
        """Wait for the next change."""
        self.changed = self.painted = False

    def until_painted(self) -> float:
        """Let everything happen until the list has been painted anew, and return when that was."""
        patience = time.perf_counter() + PATIENCE
        while not self.painted and time.perf_counter() < patience:
            # As a program does: asleep until something happens, so that the lane can work.
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return time.perf_counter()  # the painting itself is over

    def _note(self) -> None:
        self.changed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the first painting after a change."""
        self.painted |= self.changed and event.type() == QEvent.Type.Paint
        return False


@contextmanager
def _screen(desk: Desk) -> Iterator[tuple[Caseload, Watch]]:
    application = QApplication.instance() or QApplication([])
    theme = Theme("light")
    theme.dress(application)
    background = Background()
    around = Surroundings(theme, i18n.words("nl"), desk.now, desk, background)
    screen = Caseload(around)
    watch = Watch(screen)
    screen.resize(480, 900)
    screen.show()
    screen.load()
    watch.until_painted()
    yield screen, watch
    screen.close()
    background.close()
    screen.deleteLater()
    QApplication.processEvents()


def _type(screen: Caseload, watch: Watch, word: str) -> list[float]:
    """Type a word key by key and return the milliseconds from each key to its repaint."""
    passed = []
    for letter in word:
        watch.begin()
        started = time.perf_counter()
        QTest.keyClicks(screen.line, letter)
        passed.append((watch.until_painted() - started) * 1000)
    watch.begin()
    screen.line.clear()
    watch.until_painted()
    return passed


def _typed(names: list[str], words: int) -> list[str]:
    """Return words to type: beginnings of names that are there, so that something is painted."""
    plain = sorted({name for name in names if name.isascii() and name.isalpha()})
    return random.Random(2).sample(plain, min(words, len(plain)))


def _beginnings(word: str) -> list[str]:
    return [word[: length + 1] for length in range(len(word))]


def _milliseconds(desk: Desk, typed: str) -> float:
    started = time.perf_counter()
    search(desk, typed, limit=PAGE)
    return (time.perf_counter() - started) * 1000

"""What syncing costs one consultant, over a real connection between real files.

The caseload is that of somebody with 300 clients; both ends write with synchronous=FULL, and every
byte of start lines, headers and bodies counts. What central itself takes is measured around its
answers, without the web.
"""

from __future__ import annotations

import random
import statistics
import time
import tomllib
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import desks
from tests.bench.figures import Figure
from tests.bench.municipality import found, new_desk
from tests.bench.serving import serving
from wijkdesk.caseload.desk import Desk
from wijkdesk.central.access import Asked
from wijkdesk.central.answers import Central as Answers
from wijkdesk.central.deliver import PAGE
from wijkdesk.central.storage import Storage
from wijkdesk.changes.messages import unpack
from wijkdesk.config.paths import resource
from wijkdesk.config.settings import load
from wijkdesk.domain import Action, Client
from wijkdesk.domain.values import Phase
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n.calendar import utc_now
from wijkdesk.sync.http import Answer, Central, Request
from wijkdesk.sync.round import Result, sync

CLIENTS, ROWS = 300, 12_000
RECORDS = 100  # of a day's work, two fields each
NOBODY = "http://127.0.0.1:9"  # the server of a desk that meets its central in this process
Post = Callable[[Request], Answer]


@dataclass
class Place:
    """Where it is measured: a central that is served, its database and one of its consultants."""

    folder: Path
    server: str
    storage: Storage
    person: str

    def desk(self, name: str) -> Desk:
        """Return a new desk of the consultant, which has downloaded nothing."""
        with closing(Central(self.server, load(self.folder), demo=True)) as central:
            return new_desk(
                self.folder / name, self.storage, self.person, self.server, central.post
            )


def syncing(
    folder: Path, clients: int = CLIENTS, rows: int = ROWS, records: int = RECORDS, days: int = 5
) -> list[Figure]:
    """Return what a first download, a round with nothing new and a day's work cost."""
    database = f"sqlite:///{folder / 'syncing.db'}"
    consultant = found(database, clients, 1, rows)[0]
    with serving(database) as served, closing(Storage.open(database)) as storage:
        place = Place(folder, served.address, storage, consultant)
        one, other = place.desk("one"), place.desk("other")
        figures = _downloading(one, other, rows)
        figures += _nothing_new(one, storage, times=21)
        figures += _working(one, other, records, days)
        for desk in (one, other):
            desk.close()
    return figures


def _downloading(one: Desk, other: Desk, rows: int) -> list[Figure]:
    whole = sync(one)
    cut = random.Random(1).randint(1, max(1, whole.requests - 1))  # a page that was lost
    came: list[Answer] = []
    with closing(Central(other.known["server"], load(other.folder), demo=True)) as central:
        with suppress(OutsideTrouble):
            sync(other, _losing(central.post, cut, came))
        sync(other, _losing(central.post, 0, came))
    again = sum(len(answer.message.get("rows", [])) for answer in came) - whole.received
    assert whole.received >= rows, "not all of it was downloaded"
    told = f"{whole.received} records, {whole.requests} requests"
    return [
        Figure("MB of a first download", (whole.bytes_up + whole.bytes_down) / 1e6, 3.5, "MB"),
        Figure("a first download", whole.seconds, 4.0, "s", told),
        Figure("records fetched again after a cut", again, PAGE, "", f"in page {cut}"),
    ]


def _nothing_new(desk: Desk, storage: Storage, times: int) -> list[Figure]:
    rounds = [sync(desk) for _ in range(times)]
    bytes_, said = _bytes(rounds[-1])
    spent: list[float] = []
    for _ in range(times):
        sync(desk, timed(Answers(storage, utc_now), spent))
    return [
        Figure("requests of a round with nothing new", max(r.requests for r in rounds), 1, ""),
        Figure("bytes of a round with nothing new", bytes_, 500, "", said),
        Figure("a round with nothing new", _milliseconds(rounds), 5, "ms"),
        Figure("of which in central", statistics.median(spent), 1, "ms"),
    ]  # fmt: skip


def _working(one: Desk, other: Desk, records: int, days: int) -> list[Figure]:
    """Measure a day's work of one desk on its way up, and down to the other."""
    up, down = list[Result](), list[Result]()
    for day in range(days):
        _work(one, records, day)
        up.append(sync(one))
        down.append(sync(other))
        assert down[-1].received == records, "not all of it was received"
    figures = []
    for way, rounds, bytes_, most in (("up", up, 10, 150), ("down", down, 8, 50)):
        size, said = max(_bytes(result) for result in rounds)
        requests = max(result.requests for result in rounds)
        figures += [
            Figure(f"requests of a day's work {way}", requests, 1, ""),
            Figure(f"kB of a day's work {way}", size / 1000, bytes_, "kB", said),
            Figure(f"a day's work {way}", _milliseconds(rounds), most, "ms"),
        ]
    return figures


def _work(desk: Desk, records: int, day: int) -> None:
    """Finish steps and change clients, by the acts of the program: two fields of each record."""
    lists = tomllib.loads(resource("demo/town.toml").read_text(encoding="utf-8"))
    dice = random.Random(day)
    for action in _open_actions(desk, records // 2):
        desks.do(desk, "finish_action", action=action, result=dice.choice(lists["results"]))
    phases = list(Phase)
    for client, phase in some_clients(desk, records - records // 2, day):
        other = phases[(phases.index(Phase(phase)) + 1) % len(phases)].value
        phone = f"06 {dice.randint(1000, 9999)} {dice.randint(1000, 9999)}"
        desks.do(desk, "change_client", client=client, phone=phone, phase=other)


def _open_actions(desk: Desk, many: int) -> list[str]:
    table: Any = Action.__table__  # type: ignore[attr-defined]
    with desk.database.transaction() as tx:
        asked = table.select().where(table.c.finished_on.is_(None)).order_by(table.c.id)
        return [action.id for action in tx.execute(asked.limit(many))]


def some_clients(desk: Desk, many: int, day: int) -> list[tuple[str, str]]:
    """Return (id, phase) of so many clients, other ones on another day."""
    table: Any = Client.__table__  # type: ignore[attr-defined]
    with desk.database.transaction() as tx:
        asked = table.select().order_by(table.c.id).limit(many).offset(many * day)
        return [(client.id, client.phase) for client in tx.execute(asked)]


def _losing(post: Post, at: int, came: list[Answer]) -> Post:
    """Return a post that keeps what came, and loses the answer with number `at` (0: none)."""

    def send(request: Request) -> Answer:
        answer = post(request)
        came.append(answer)
        if len(came) == at:
            raise OutsideTrouble("central_unreachable", sent=True)
        return answer

    return send


def timed(central: Answers, spent: list[float]) -> Post:
    """Return a post to a central in this process, which adds the milliseconds of its answers."""

    def send(request: Request) -> Answer:
        asked = Asked(request.path, request.authorization, request.body)
        started = time.perf_counter()
        body = central.answer(asked)
        spent.append((time.perf_counter() - started) * 1000)
        return Answer(200, unpack(body), len(request.body), len(body))

    return send


def _bytes(result: Result) -> tuple[int, str]:
    said = f"{result.bytes_up} up, {result.bytes_down} down"
    return result.bytes_up + result.bytes_down, said


def _milliseconds(rounds: list[Result]) -> float:
    return statistics.median(result.seconds for result in rounds) * 1000

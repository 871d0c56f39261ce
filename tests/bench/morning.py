"""Nine o'clock: every desk of a municipality syncs a day's work at once, over HTTP to PostgreSQL.

PostgreSQL runs with fsync on. The requests are signed beforehand and fired by a process of its own,
whose time on the processor is told apart.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
from sqlalchemy import Connection, select

from tests.bench.figures import Figure, percentile
from tests.bench.municipality import found
from tests.bench.serving import Served, serving
from tests.bench.syncing import NOBODY
from tests.town.postgres import CAREFUL, PostgresServer, programs, start_server
from tests.town.road import answered
from tests.town.town import ask_in
from wijkdesk.central import people
from wijkdesk.central.answers import Central
from wijkdesk.central.storage import Storage
from wijkdesk.central.tables import Operation, Sequence
from wijkdesk.changes import seal
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.log import chained
from wijkdesk.changes.messages import pack
from wijkdesk.domain import Action, Client, Grant
from wijkdesk.domain.noun import wire
from wijkdesk.domain.state import RowState
from wijkdesk.i18n.calendar import today, utc_now
from wijkdesk.sync.round import SCHEMA

DESKS, CLIENTS = 400, 35_000
CONNECTIONS, WORKERS = 50, 2
CONTACTS, STEPS, FINISHED, CALLED = 12, 3, 4, 3  # what a day's work is: 25 changes, 22 acts
_STATE: Any = RowState.__table__  # type: ignore[attr-defined]
_GRANT: Any = Grant.__table__  # type: ignore[attr-defined]
_ACTION: Any = Action.__table__  # type: ignore[attr-defined]
_CLIENT: Any = Client.__table__  # type: ignore[attr-defined]
_OPERATION: Any = Operation.__table__  # type: ignore[attr-defined]
_SEQUENCE: Any = Sequence.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Spent:
    """Seconds on the processor: of central's processes and of PostgreSQL's."""

    central: float
    postgres: float

    def since(self, before: Spent) -> Spent:
        """Return what was spent after `before`."""
        return Spent(self.central - before.central, self.postgres - before.postgres)


def morning(
    folder: Path, desks: int = DESKS, clients: int = CLIENTS, connections: int = CONNECTIONS
) -> list[Figure]:
    """Return how soon all desks have synced, how long one waits, and what went wrong."""
    server = start_server(programs(), CAREFUL)
    try:
        url = server.fresh()
        consultants = found(url, clients, desks)
        with closing(Storage.open(url)) as storage, serving(url, WORKERS) as served:
            _looked_over(storage)
            enrolled = [_enrolled(storage, consultant) for consultant in consultants]
            messages = [_message(storage, known) for known in enrolled]
            plan = [_signed(*one) for one in zip(enrolled, messages, strict=True)]
            before = _spent(served, server)
            told = _fire(folder, served, plan, connections)
            spent = _spent(served, server).since(before)
            wrong = _wrong(storage, told, messages)
    finally:
        server.stop()
    return _figures(desks, connections, told, spent, wrong)


def _figures(
    desks: int, connections: int, told: dict[str, Any], spent: Spent, wrong: int
) -> list[Figure]:
    half, most = (percentile(told["passed"], share) for share in (50, 99))
    beside = (
        f"{connections} at once; processor: central {spent.central:.1f} s, PostgreSQL"
        f" {spent.postgres:.1f} s, who asked {told['cpu']:.1f} s"
    )
    return [
        Figure(f"{desks} desks at nine o'clock", told["seconds"], 30, "s", beside),
        Figure("one of them, 99 of 100", most, 2, "s", f"half of them {half:.2f} s"),
        Figure("what went wrong", wrong, 0, "", f"answers {dict(Counter(told['statuses']))}"),
    ]


def _looked_over(storage: Storage) -> None:
    """Let PostgreSQL count what is there, as it does by itself within a minute or so."""
    with storage.transaction() as tx:
        tx.exec_driver_sql("ANALYZE")


def _enrolled(storage: Storage, person: str) -> dict[str, str]:
    """Return what a new desk of a colleague knows; it has no file."""
    central = Central(storage, utc_now)
    code = people.invite(storage, person, utc_now()).code
    return ask_in(lambda request: answered(central, request), code, NOBODY, utc_now())


def _message(storage: Storage, known: dict[str, str]) -> dict[str, Any]:
    """Return what a desk that had everything sends after a day's work."""
    with storage.snapshot() as tx:
        at = tx.execute(select(_SEQUENCE.c.value)).scalar_one()
        changes = _days_work(tx, known)
    return {
        "sv": SCHEMA, "since": at, "after": [at, ""], "epoch": known["epoch"],
        "ops": [change.travelled() for change in changes], "log": _log(known["person"], changes),
    }  # fmt: skip


def _days_work(tx: Connection, known: dict[str, str]) -> list[Change]:
    dice = random.Random(known["device"])
    held = select(_GRANT.c.client).where(_GRANT.c.person == known["person"])
    steps = list(tx.execute(_with_version(_ACTION).where(
        _ACTION.c.client.in_(held), _ACTION.c.finished_on.is_(None)).limit(FINISHED)))  # fmt: skip
    called = list(tx.execute(_with_version(_CLIENT).where(_CLIENT.c.id.in_(held)).limit(CALLED)))
    now, day = wire(utc_now()), wire(today(utc_now()))
    own = {"recorded_by": known["person"], "recorded_at": now}
    made: list[tuple[str, dict[str, Any]]] = [
        *[("contact_moment", {"channel": "gesprek", "at": now,
                              "summary": f"Gesproken over werk, nummer {n}"})
          for n in range(CONTACTS)],
        *[("action", {"kind": "overig", "title": f"Bellen naar werkgever {n}", "by": "klant"})
          for n in range(STEPS)],
    ]  # fmt: skip
    parts: list[dict[str, Any]] = [
        {"act": Act.NEW, "kind": kind, "id": str(UUID(int=dice.getrandbits(128), version=4)),
         "client": dice.choice(called).client, "values": {**values, **own}}
        for kind, values in made
    ]  # fmt: skip
    fields = [("finished_on", day), ("result", "Het is gelukt: volgende week beginnen")]
    parts += [
        {"act": Act.SET, "kind": "action", "id": step.id, "client": step.client,
         "field": field, "value": value, "base": step.made}
        for step in steps for field, value in fields
    ]  # fmt: skip
    parts += [
        {"act": Act.SET, "kind": "client", "id": client.id, "client": client.id,
         "field": "phone", "value": f"06 0000 {dice.randint(1000, 9999)}", "base": client.made}
        for client in called
    ]  # fmt: skip
    return [Change(n=n, at=str(now), **part) for n, part in enumerate(parts, 1)]


def _with_version(table: Any) -> Any:
    """Ask for records with their dossier and the version they were made at."""
    return select(table.c.id, _STATE.c.client, _STATE.c.made).join(
        _STATE, (_STATE.c.kind == table.name) & (_STATE.c.id == table.c.id)
    )


def _log(person: str, changes: list[Change]) -> list[dict[str, Any]]:
    """Return a line of the log for each record, chained as a desk does."""
    lines: list[dict[str, Any]] = []
    before = ""
    for n, change in enumerate({change.id: change for change in changes}.values(), 1):
        line = {
            "n": n, "at": change.at, "person": person, "capacity": "contact_person",
            "act": "record_contact", "kind": change.kind, "record": change.id,
            "client": change.client, "salt": random.randbytes(16).hex(),
            "purpose": "arbeidsinschakeling",
        }  # fmt: skip
        before = chained(before, line)
        lines.append({**line, "hash": before})
    return lines


def _signed(known: dict[str, str], message: dict[str, Any]) -> list[str]:
    body = pack(message)
    envelope = seal.Envelope(known["organisation"], known["audience"], "POST", "/sync", body)
    private, at = bytes.fromhex(known["private_key"]), int(utc_now().timestamp())
    return ["/sync", seal.header(private, known["device"], 1, at, envelope), body.hex()]


def _fire(folder: Path, served: Served, plan: list[list[str]], connections: int) -> dict[str, Any]:
    file = folder / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    address = served.address.removeprefix("http://")
    line = [sys.executable, "-m", "tests.bench.firing", address, str(file), str(connections)]
    done = subprocess.run(line, capture_output=True, text=True, check=True, timeout=600)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _wrong(storage: Storage, told: dict[str, Any], messages: list[dict[str, Any]]) -> int:
    """Count the requests that were not answered and the changes that were not applied."""
    unanswered = sum(status != 200 for status in told["statuses"])
    with storage.snapshot() as tx:
        results = [
            json.loads(result) for result in tx.execute(select(_OPERATION.c.result)).scalars()
        ]
    applied = sum(result["st"] == "ok" for result in results)
    return unanswered + sum(len(message["ops"]) for message in messages) - applied


def _spent(served: Served, postgres: PostgresServer) -> Spent:
    return Spent(_processor(served.pid), _processor(postgres.pid))


def _processor(pid: int) -> float:
    """Return the seconds a process and all its children were on the processor."""
    first = psutil.Process(pid)
    times = first.cpu_times()
    own = times.children_user + times.children_system  # of those that ended
    living = [process.cpu_times() for process in (first, *first.children(recursive=True))]
    return float(own + sum(each.user + each.system for each in living))

"""A small real world: desks with their encrypted files, and one central with its database.

    town.desk("anna").do("record_barrier", client=c, domain="schulden", severity="2")
    town.fail("anna", "drop_answer")
    town.sync("anna")
    assert town.agrees()

Requests travel as bytes from a desk to central in this process, through a `Road` that can lose
them. Nothing is stood in for: only the vault's header is left out, since Argon2 costs memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.town.road import Fault, Road
from tests.town.truth import differences
from wijkdesk import __version__
from wijkdesk.caseload.catalogue import ask, perform
from wijkdesk.caseload.desk import Desk
from wijkdesk.central import grants, people, setup
from wijkdesk.central.answers import Central
from wijkdesk.central.storage import Storage
from wijkdesk.changes import seal
from wijkdesk.changes.messages import pack
from wijkdesk.config.desks import FILE
from wijkdesk.domain.noun import wire
from wijkdesk.domain.values import Capacity
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n.calendar import today
from wijkdesk.store import key
from wijkdesk.sync.http import Answer, Request
from wijkdesk.sync.round import Result, sync

MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # a Monday
CENTRAL = "central.db"
LYING = (FILE, f"{FILE}-wal")
SERVER = "http://127.0.0.1:1"  # nobody is there: a town does not use the network


@dataclass
class Clock:
    """The time it is in town, which passes when it is told to."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        """Return the time it is."""
        return self.now

    def later(self, **step: float) -> None:
        """Let time pass: days=1, minutes=5."""
        self.now += timedelta(**step)


@dataclass
class LaptopClock:
    """The clock of one laptop, which may be wrong."""

    town: Clock
    wrong: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        """Return what this laptop thinks the time is."""
        return self.town() + self.wrong


@dataclass
class Place:
    """One desk of a town: where it lies, its raw key, and the road between it and central."""

    name: str
    folder: Path
    secret: bytes
    road: Road
    clock: LaptopClock
    open: Desk | None = field(default=None, repr=False)

    @property
    def desk(self) -> Desk:
        """The desk, opened when it was not."""
        if self.open is None:
            self.open = Desk.open_with_key(self.folder, bytearray(self.secret), now=self.clock)
        return self.open

    def do(self, verb: str, **given: str) -> str:
        """Do an act as the command line does, with values as text; return the record's id."""
        return perform(self.desk, verb, given).id or ""

    def ask(self, question: str, **given: str) -> list[dict[str, Any]]:
        """Ask a question, with values as text."""
        return ask(self.desk, question, given)

    def restart(self) -> None:
        """Close the desk; it opens again from its file when it is next used."""
        if self.open is not None:
            self.open.close()
            self.open = None

    def drop_dead(self) -> None:
        """Go on from the files as they lie at this moment, as after a killed process."""
        if self.open is None:
            return
        lying = {name: (self.folder / name).read_bytes() for name in LYING}
        self.restart()
        for name, content in lying.items():
            (self.folder / name).write_bytes(content)


class Town:
    """Desks and the central they belong to; `page` is how many rows a page of central has."""

    def __init__(self, folder: Path, url: str, *, page: int = 2000) -> None:
        self.folder, self.url, self.page = folder, url, page
        self.clock = Clock()
        self.storage = Storage.open(url)
        self.central = Central(self.storage, self.clock, page)
        self.people: dict[str, str] = {}
        self._places: dict[str, Place] = {}

    def person(self, name: str, *roles: str, area: str = "Charlois") -> str:
        """Add a colleague, a consultant unless said otherwise; return the id."""
        if name not in self.people:
            given = list(roles) or ["consultant"]
            self.people[name] = people.add_person(
                self.storage, name, given, area, None, self.clock()
            )
        return self.people[name]

    def enrol(self, name: str, person: str | None = None, *, download: bool = True) -> Place:
        """Make a desk called `name` for a colleague (of that name), with a real invitation."""
        person = self.person(person or name)
        code = people.invite(self.storage, person, self.clock()).code
        clock = LaptopClock(self.clock)
        place = Place(name, self.folder / name, bytes(key.new_key()), Road(), clock)
        carry = partial(place.road.carry, self.central)
        known = ask_in(carry, code, SERVER, self.clock())
        place.open = Desk.make(place.folder, bytearray(place.secret), known, now=clock)
        self.settle_in(place)
        if download:
            self.sync(name)
        return place

    def settle_in(self, place: Place) -> None:
        """Let a desk belong to this town."""
        self._places[place.name] = place

    def desk(self, name: str) -> Place:
        """Return the desk with this name, made for a consultant of this name if it is new."""
        return self._places.get(name) or self.enrol(name)

    def desks(self) -> list[Place]:
        """Return every desk."""
        return list(self._places.values())

    def sync(self, name: str) -> Result:
        """Sync a desk; raises OutsideTrouble as the planned fault makes it."""
        place = self.desk(name)
        return sync(place.desk, lambda request: place.road.carry(self.central, request))

    def try_sync(self, name: str) -> Result | OutsideTrouble:
        """Sync a desk, and return the trouble if there was any."""
        try:
            return self.sync(name)
        except OutsideTrouble as trouble:
            return trouble

    def settle(self) -> None:
        """Sync everybody twice: to say what waits, and to hear what the others said."""
        for _ in range(2):
            for name in self._places:
                self.sync(name)

    def fail(self, name: str, fault: Fault, at: int = 1) -> None:
        """Plan a fault for request number `at` (1: the next) of a desk."""
        self.desk(name).road.plan(fault, at)

    def later(self, **step: float) -> None:
        """Let time pass."""
        self.clock.later(**step)

    def give(
        self, client: str, person: str, capacity: Capacity = Capacity.REPLACEMENT, why: str = "ziek"
    ) -> None:
        """Let a colleague have a client."""
        organisation, to = self.organisation(), self.person(person)
        with self.storage.transaction() as tx:
            given = grants.Given(client, to, capacity, why, today(self.clock()))
            grants.give(tx, organisation, given, self.clock())

    def organisation(self) -> str:
        """Return the id of the municipality."""
        return str(self.storage.organisation().id)

    def restart_central(self) -> None:
        """Let central come back as a new process would: with nothing but its database."""
        self.storage.close()
        self.storage = Storage.open(self.url)
        self.central = Central(self.storage, self.clock, self.page)

    def move_central(self, url: str) -> None:
        """Let central go on over another database, as after a failover or a restore."""
        self.url = url
        self.restart_central()

    def differences(self) -> list[str]:
        """Return in words where desks and central differ; empty: they agree."""
        found: list[str] = []
        for place in self._places.values():
            found += differences(self.storage, place.name, place.desk, self.clock())
        return found

    def agrees(self) -> bool:
        """Say whether every desk holds exactly what central says is that person's."""
        return not self.differences()

    def close(self) -> None:
        """Close every desk and central."""
        for place in self._places.values():
            place.restart()
        self.storage.close()


def ask_in(
    post: Callable[[Request], Answer], code: str, server: str, now: datetime
) -> dict[str, str]:
    """Do the exchange of an enrolment, and return what the desk is told and has of its own."""
    private, public = seal.new_key()
    text = seal.to_text(public)
    signature = seal.to_text(seal.sign(private, f"{code}\n{text}".encode()))
    vault = str(uuid4())
    asked = {"code": code, "key": text, "sig": signature, "program": __version__, "vault": vault}
    told = post(Request("/enrol", pack(asked))).message
    own = {"private_key": private.hex(), "public_key": text, "server": server, "vault": vault}
    enrolled = {"enrolled_at": str(wire(now))}
    return {**{name: str(value) for name, value in told.items()}, **own, **enrolled}


def found(url: str) -> None:
    """Make an empty central at this address."""
    setup.init(url, "Rotterdam", MORNING)


@dataclass(frozen=True)
class Frozen:
    """A town put away, to start many from: the files of a central on SQLite and of its desks."""

    files: dict[Path, bytes]
    people: dict[str, str]
    secrets: dict[str, bytes]
    now: datetime


def freeze(town: Town) -> Frozen:
    """Close a town and return what it takes to go on from it."""
    secrets = {place.name: place.secret for place in town.desks()}
    town.close()
    lying = [file for file in town.folder.rglob("*") if file.is_file()]
    files = {file.relative_to(town.folder): file.read_bytes() for file in lying}
    return Frozen(files, dict(town.people), secrets, town.clock())


def thaw(frozen: Frozen, folder: Path, *, page: int = 2000) -> Town:
    """Return a town that goes on from a frozen one, in a folder of its own."""
    for file, content in frozen.files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / file).write_bytes(content)
    town = Town(folder, f"sqlite:///{folder / CENTRAL}", page=page)
    town.clock.now = frozen.now
    town.people.update(frozen.people)
    for name, secret in frozen.secrets.items():
        clock = LaptopClock(town.clock)
        town.settle_in(Place(name, folder / name, secret, Road(), clock))
    return town

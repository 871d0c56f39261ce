"""A synthetic municipality, the same for the same seed: nobody in it exists.

It refuses a database with people in it and marks what it makes as a demonstration.
"""

from __future__ import annotations

import random
import tomllib
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from wijkdesk.central.grants import Given, conclude
from wijkdesk.central.people import make_person
from wijkdesk.central.storage import Storage, take_versions
from wijkdesk.central.tables import Organisation
from wijkdesk.central.texts import Texts
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.row import Row
from wijkdesk.config.paths import resource
from wijkdesk.domain import Person
from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.noun import wire
from wijkdesk.domain.values import BarrierDomain, By, Capacity, Channel, Phase, WorkConsequence
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.places import Place, places

_ORGANISATION = Organisation.__table__  # type: ignore[attr-defined]
SHARE_SOUTH = 0.4  # of those on welfare in Rotterdam live on Zuid (rijnmond.nl, 2022)
AREA = "Charlois"
_AT_ONCE = 500  # clients in one transaction


def seed(
    storage: Storage, clients: int, consultants: int, seed: int, now: datetime
) -> dict[str, Any]:
    """Fill a central with made-up people, clients and their dossiers.

    Each client has one of the consultants as contact person; a coordinator, a jobhunter, a desk
    employee and an admin are added. Raises UserError("people_already").
    """
    organisation = storage.organisation().id
    town = Town(seed, now)
    with storage.transaction() as tx:
        if tx.execute(select(Person.__table__).limit(1)).first():  # type: ignore[attr-defined]
            raise UserError("people_already")
        tx.execute(
            update(_ORGANISATION).where(_ORGANISATION.c.id == organisation).values(demo=True)
        )
        people = _colleagues(tx, organisation, town, consultants, now)
    own = [person["id"] for person in people if person["role"] == ["consultant"]]
    for start in range(0, clients, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, clients))
        with storage.transaction() as tx:
            _dossiers(tx, organisation, town, own, numbers, now)
    return {"people": people, "clients": clients, "seed": seed}


class Town:
    """Makes up people from lists of names and stories, always the same for one seed."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.dice = random.Random(seed)
        self.now = now
        with resource("demo/town.toml").open("rb") as file:
            self.lists = tomllib.load(file)
        self.south = [place for place in places() if place.south]
        self.rest = [place for place in places() if not place.south]
        self.own_area = [place for place in places() if place.area == AREA]

    def id(self) -> str:
        """Return the id of the next record."""
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    def colleague(self, number: int) -> str:
        """Return the name of a colleague."""
        return str(self.lists["colleagues"][number % len(self.lists["colleagues"])])

    def client(self, number: int) -> dict[str, Any]:
        """Return the values of a client; the first is the port forwarder of the stories."""
        if number == 0:
            story: dict[str, Any] = self.lists["port_forwarder"]["client"]
            return {**story, "born": str(story["born"])}
        given, family = (self.dice.choice(self.lists[part]) for part in ("given", "family"))
        born = today(self.now) - timedelta(days=self.dice.randint(19 * 365, 64 * 365))
        return {
            "given_name": given,
            "family_name": family,
            "born": born.isoformat(),
            "neighbourhood": self._place().name,
            "phone": f"06 0000 {number % 10000:04d}",
            "talk_language": self.dice.choice(self.lists["languages"]),
            "phase": self.dice.choice(list(Phase)).value,
        }

    def dossier(self, number: int, person: str) -> list[tuple[str, dict[str, Any]]]:
        """Return what is in a client's dossier, as (kind, values)."""
        domains = self.dice.sample(list(BarrierDomain), self.dice.randint(1, 4))
        if number == 0:
            domains = [BarrierDomain.HUISVESTING]
        records = [("barrier", self._barrier(number, domain)) for domain in domains]
        records += [("action", self._action()) for _ in range(self.dice.randint(1, 3))]
        records += [("contact_moment", self._contact()) for _ in range(self.dice.randint(1, 4))]
        if number == 0:
            records += self._story()
        written = [values.get("at") or wire(self._days_ago(1, 400)) for _, values in records]
        return [
            (kind, {**values, "recorded_by": person, "recorded_at": at})
            for (kind, values), at in zip(records, written, strict=True)
        ]

    def _place(self) -> Place:
        """Most of this demonstration lives in the area of its coordinator, the rest as it is."""
        if self.dice.random() < 0.5:
            return self.dice.choice(self.own_area)
        south = self.dice.random() < SHARE_SOUTH
        return self.dice.choice(self.south if south else self.rest)

    def _barrier(self, number: int, domain: BarrierDomain) -> dict[str, Any]:
        values: dict[str, Any] = {"domain": domain.value}
        if domain in SENSITIVE:
            values["consequence"] = self.dice.choice(list(WorkConsequence)).value
            values["help_arranged"] = self.dice.random() < 0.6
            return values
        values["severity"] = self.dice.randint(2, 5)
        values["consequence"] = self.dice.choice(self.lists["consequences"][domain.value])
        if number == 0 and domain is BarrierDomain.HUISVESTING:
            until = today(self.now) + timedelta(days=19)
            values |= {"severity": 1, "urgent_until": until.isoformat(),
                       "consequence": self.lists["port_forwarder"]["housing"]}  # fmt: skip
        values["measured_on"] = today(self._days_ago(1, 90)).isoformat()
        return values

    def _action(self) -> dict[str, Any]:
        kind, title = self.dice.choice(self.lists["actions"])
        values: dict[str, Any] = {"kind": kind, "title": title}
        values["by"] = self.dice.choice(list(By)).value
        values["due"] = _workday(today(self.now) + timedelta(days=self.dice.randint(-6, 40)))
        if self.dice.random() < 0.25:
            values["finished_on"] = today(self._days_ago(1, 30)).isoformat()
            values["result"] = self.dice.choice(self.lists["results"])
        return values

    def _contact(self) -> dict[str, Any]:
        return {
            "channel": self.dice.choice(list(Channel)).value,
            "summary": self.dice.choice(self.lists["contacts"]),
            "at": wire(self._days_ago(1, 120)),
        }

    def _story(self) -> list[tuple[str, dict[str, Any]]]:
        told = self.lists["port_forwarder"]
        at = (self.now - timedelta(days=4)).replace(hour=10, minute=30)
        return [
            ("contact_moment", {"channel": "gesprek", "summary": told["talk"], "at": wire(at)}),
            ("action", {"kind": "sollicitatietraining", "title": told["step"], "by": "consulent",
                        "due": _workday(today(self.now) + timedelta(days=1))}),
        ]  # fmt: skip

    def _days_ago(self, least: int, most: int) -> datetime:
        minutes = self.dice.randint(9 * 60, 16 * 60)
        day = self.now - timedelta(days=self.dice.randint(least, most))
        return day.replace(hour=minutes // 60, minute=minutes % 60, second=0)


def _workday(day: date) -> str:
    """Return this day, or the Monday after a weekend, as it is kept."""
    return (day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)).isoformat()


def _colleagues(
    tx: Connection, organisation: str, town: Town, consultants: int, now: datetime
) -> list[dict[str, Any]]:
    roles = [["consultant"]] * consultants + [["coordinator"], ["jobhunter"], ["desk"], ["admin"]]
    people = []
    for number, role in enumerate(roles):
        name = town.colleague(number)
        person = make_person(tx, organisation, name, role, AREA, None, now, town.id())
        people.append({"id": person, "name": name, "role": role, "area": AREA})
    return people


def _dossiers(
    tx: Connection,
    organisation: str,
    town: Town,
    consultants: list[str],
    numbers: range,
    now: datetime,
) -> None:
    """Make clients with their dossiers and contact persons, all at once."""
    ledger = Ledger(tx, organisation)
    rows: list[Row] = []
    for number in numbers:
        person, client = consultants[number % len(consultants)], town.id()
        rows.append(Row("client", client, client, 0, town.client(number)))
        given = Given(client, person, Capacity.CONTACT_PERSON, "seed", today(now))
        rows.append(given.row(0, town.id()))
        rows += [
            Row(kind, town.id(), client, 0, values) for kind, values in town.dossier(number, person)
        ]
    texts = Texts(tx, organisation)
    for version, row in enumerate(rows, take_versions(tx, organisation, len(rows))):
        row.made = version
        ledger.add(row)
        texts.remember_all(row)
    conclude(ledger, {}, row.made, now)
    texts.keep()

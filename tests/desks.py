"""A cheap real desk for tests: the encrypted file, the places of the city, and one person at it.

Its key is given and not derived, so that only the tests of keys pay for Argon2.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from wijkdesk.caseload import catalogue
from wijkdesk.caseload.desk import Desk
from wijkdesk.config.desks import FILE
from wijkdesk.domain import Neighbourhood, Person
from wijkdesk.domain.neighbourhood import place_id
from wijkdesk.policy.places import places
from wijkdesk.store import records

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ORGANISATION = "0599"
ANNA, BILAL = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
SECRET = bytes(range(32))
KNOWN = {
    "organisation": ORGANISATION,
    "organisation_name": "Gemeente Voorbeeld",
    "demo": "",
    "person": ANNA,
    "device": "00000000-0000-4000-8000-00000000000d",
    "server": "http://127.0.0.1:9",
    "audience": "http://127.0.0.1:9",
    "epoch": "e1",
    "feed_key": "00" * 32,
    "common_key": "11" * 32,
    "private_key": "22" * 32,
    "enrolled_at": "2026-11-20T08:00:00+00:00",
}


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    at: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: int) -> None:
        """Let time pass, as `timedelta` counts it."""
        self.at += timedelta(**by)


def make(folder: Path, clock: Clock, *roles: str) -> Desk:
    """Make a desk with the 92 wijken and two colleagues; Anna, who has these roles, is at it."""
    desk = Desk.make(folder, bytearray(SECRET), dict(KNOWN), now=clock)
    with desk.database.transaction() as tx:
        for id_, name, held in ((ANNA, "Anna Jansen", roles), (BILAL, "Bilal Öztürk", ())):
            given: dict[str, Any] = {"name": name, "area": "Charlois"}
            given["roles"] = list(held or ("consultant",))
            records.make(tx, Person(organisation=ORGANISATION, id=id_, **given))
        for place in places():
            key = {"organisation": ORGANISATION, "id": place_id(place.name)}
            own = {"name": place.name, "area": place.area}
            records.make(tx, Neighbourhood(**key, **own, south=place.south, focus=place.focus))
    desk.look_again()
    return desk


def copy(made: Path, folder: Path, clock: Clock) -> Desk:
    """Open a copy of a desk that was made and closed before."""
    folder.mkdir(mode=0o700)
    shutil.copyfile(made / FILE, folder / FILE)
    return Desk.open_with_key(folder, bytearray(SECRET), now=clock)


def do(desk: Desk, verb: str, **given: str) -> str:
    """Do an act with values as they are typed, and return the id of what it was about."""
    return str(catalogue.perform(desk, verb, given).id)


def ask(desk: Desk, question: str, **given: str) -> list[dict[str, Any]]:
    """Ask a question with values as they are typed."""
    return catalogue.ask(desk, question, given)


def client(desk: Desk, given: str = "Fatma", family: str = "Yılmaz", **own: str) -> str:
    """Register a client and return the id."""
    names = {"given_name": given, "family_name": family, "neighbourhood": "Tarwewijk"}
    return do(desk, "register_client", **{**names, **own})

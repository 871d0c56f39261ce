"""A network that goes away in the middle of any byte loses nothing and does nothing twice.

Every byte takes minutes, so a run looks at one in eight, and each run at others; `make proofs`
looks at every one.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator

import pytest

from tests.town.town import Place, Town
from tests.town.web import Cut, cutting, relayed, served
from wijkdesk.central.app import application
from wijkdesk.config.settings import Settings
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.http import Central
from wijkdesk.sync.round import sync

STEP = int(os.environ.get("WIJKDESK_CUT_EVERY", "8"))  # bytes


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    """The central of the town on the network."""
    with served(application(town.storage, town.clock)) as at:
        yield at


def write(place: Place, client: str, n: int) -> None:
    """Record one contact, always of the same length."""
    place.do("record_contact", client=client, channel="telefoon", summary=f"Gebeld, keer {n:05}")


def over(place: Place, at: str) -> None:
    """Sync over one connection to this address."""
    central = Central(at, Settings({}, {}))
    try:
        sync(place.desk, central.post)
    finally:
        central.close()


def length(place: Place, client: str, address: str) -> tuple[int, int]:
    """Return how many bytes go up and come down for one contact."""
    with relayed(address) as counted:
        write(place, client, 0)
        over(place, counted.address)
        return counted.up, counted.down


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_cut_at_any_byte_of_a_session(town: Town, address: str, way: str) -> None:
    anna = town.enrol("anna")
    client = anna.do("register_client", given_name="A", family_name="B", neighbourhood="Tarwewijk")
    town.settle()
    up, down = length(anna, client, address)
    sent = up if way == "up" else down
    written = 1
    with cutting(address) as cut:
        for at in range(1 + random.randrange(STEP), sent, STEP):
            write(anna, client, at)
            written += 1
            _break_off(anna, cut, way, at)
            cut.up = cut.down = None
            over(anna, cut.address)
            assert anna.ask("waiting") == [], at
    # Every contact is there, and there once: at the desk, at central, and at another desk.
    told = [row["text"] for row in anna.ask("timeline", client=client) if row["channel"]]
    assert len(told) == len(set(told)) == written
    assert town.agrees()


def _break_off(place: Place, cut: Cut, way: str, at: int) -> None:
    setattr(cut, way, at)
    # The last bytes of an answer may be no loss to who already has what they ended.
    with contextlib.suppress(OutsideTrouble):
        over(place, cut.address)

"""One working day at a desk and at central; and what a killed laptop remembers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.town.town import Place, Town
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.area import area_caseload

KILLS = 30
NAME, BSN, NOTE = "Schaapherder", "123456782", "Zandkasteelbouwer"
CHILD = "tests.flows.recording_child"
ROOT = Path(__file__).parents[2]


# --- One working day -----------------------------------------------------------------------------


def test_a_working_day(any_town: Town) -> None:
    town = any_town
    # An admin adds people and hands out codes; desks are made, and the caseload arrives.
    town.person("anouk", "consultant", area="Charlois")
    town.person("jo", "coordinator", area="Charlois")
    anouk, jo = town.enrol("anouk"), town.enrol("jo")
    client = _yesterday(anouk)
    town.sync("anouk")
    # Without network: search while typing, look, record, plan, note.
    for typed in ("sam", "El I", "tarw", "idrissi sam"):
        assert [row["id"] for row in anouk.ask("search", text=typed)] == [client]
    assert anouk.ask("search", text="zz") == []
    barrier = anouk.do("record_barrier", client=client, domain="schulden", severity="2",
                       consequence="Kan geen reiskosten voorschieten")  # fmt: skip
    anouk.do("plan_action", client=client, title="Betalingsregeling", kind="schuldhulpverlening",
             by="consulent", barrier=barrier, due="2026-12-01")  # fmt: skip
    town.later(minutes=20)
    anouk.do("record_contact", client=client, channel="gesprek", summary="Eerst de schulden")
    assert [row["state"] for row in anouk.ask("waiting")] == ["waiting"] * 3
    town.fail("anouk", "drop_request")
    with pytest.raises(OutsideTrouble):
        town.sync("anouk")
    # With network: one sync sends what waits; the coordinator sees it.
    town.later(hours=2)
    done = town.sync("anouk")
    assert (done.requests, done.sent, done.applied, done.refused) == (1, 3, 3, 0)
    assert anouk.ask("waiting") == []
    [row] = area_caseload(jo.desk, lambda request: jo.road.carry(town.central, request))
    assert (row["name"], row["contact_person"], row["open_actions"]) == (
        "Samira El Idrissi", "anouk", 1,
    )  # fmt: skip
    assert row["last_contact"] is not None
    # A second laptop of hers has the same, and everybody agrees.
    second = town.enrol("anouk2", "anouk")
    assert second.ask("timeline", client=client) == anouk.ask("timeline", client=client)
    assert town.differences() == []
    assert all(wrong_with(place.desk) == [] for place in town.desks())


def test_a_week_in_which_two_laptops_meet(any_town: Town) -> None:
    town = any_town
    anouk, second = town.desk("anouk"), town.enrol("anouk2", "anouk")
    client = _yesterday(anouk)
    town.settle()
    for day in range(5):
        for place in (anouk, second):
            place.do("record_contact", client=client, channel="telefoon", summary=f"dag {day}")
            place.do("change_client", client=client, phone=f"06 {place.name} {day}")
        town.later(hours=8)
        town.fail("anouk", "drop_answer")
        town.try_sync("anouk")
        town.settle()
        [row] = anouk.ask("versions")
        # The first that central received stands; the other stays beside it until she chooses.
        assert [v["value"] for v in row["values"]] == [f"06 anouk {day}", f"06 anouk2 {day}"]
        anouk.do("choose_version", client=client, record=row["record"], field="phone",
                 version=row["values"][1]["version"])  # fmt: skip
        town.settle()
        assert second.ask("versions") == []
        assert second.ask("client", client=client)[0]["phone"] == f"06 anouk2 {day}"
        town.later(days=1)
    assert len(anouk.ask("timeline", client=client)) == 10
    assert town.differences() == []
    codes = {row["code"] for place in town.desks() for row in place.ask("inbox")}
    assert codes == {"conflict", "new_device"}


def _yesterday(place: Place) -> str:
    return place.do("register_client", given_name="Samira", family_name="El Idrissi",
                    neighbourhood="Tarwewijk", born="1990-02-03")  # fmt: skip


# --- Killed at any moment ------------------------------------------------------------------------


def test_what_was_confirmed_is_there_after_every_kill(town: Town) -> None:
    anna = town.desk("anna")
    client = _yesterday(anna)
    town.sync("anna")
    anna.restart()
    dice, confirmed = random.Random(7), []
    for _ in range(KILLS):
        confirmed += _recorded_until_killed(anna, client, 0.02 + 0.3 * dice.random())
    desk = Desk.open_with_key(anna.folder, bytearray(anna.secret), now=anna.clock)
    anna.open = desk
    assert wrong_with(desk) == []
    noted = {row["text"] for row in anna.ask("timeline", client=client)}
    assert set(confirmed) <= noted
    # What was under way when it was killed is there whole or not at all.
    assert len(noted) - len(confirmed) <= KILLS
    assert len(anna.ask("waiting")) == len(noted)
    assert len(confirmed) > KILLS
    town.settle()
    assert town.differences() == []


def _recorded_until_killed(place: Place, client: str, seconds: float) -> list[str]:
    """Return what a child said it recorded, before it was killed after so many seconds of work."""
    command = [sys.executable, "-m", CHILD, str(place.folder), place.secret.hex(), client]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        first = child.stdout.readline()
        assert first, child.stderr.read()
        time.sleep(seconds)
        os.kill(child.pid, signal.SIGKILL)
        rest = child.stdout.read()
    lines = (first + rest).split("\n")
    return lines[:-1]  # a line that was not ended was not confirmed


# --- Nothing readable lies about -----------------------------------------------------------------


def test_nothing_readable_lies_about(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    anna = town.desk("anna")
    client = anna.do("register_client", given_name="Samira", family_name=NAME, bsn=BSN,
                     neighbourhood="Tarwewijk")  # fmt: skip
    for number in range(40):
        anna.do("record_contact", client=client, channel="gesprek", summary=f"{NOTE} {number}")
    anna.desk.keep_draft("contact", {"summary": f"{NOTE} concept", "client": NAME})
    anna.ask("search", text=NAME)
    anna.ask("timeline", client=client)
    # Many rows in an order of their own: what the database would put in a temporary file.
    with anna.desk.reading() as tx:
        tx.exec_driver_sql(
            "SELECT a.summary, b.summary FROM contact_moment a, contact_moment b, contact_moment c"
            " ORDER BY b.summary || a.summary LIMIT 5"
        ).all()
    town.sync("anna")
    anna.do("change_client", client=client, phone=f"{NOTE}")
    open_ = _readable(anna.folder, temporary)
    assert {"desk.db", "desk.db-wal", "desk.db-shm"} <= set(open_)
    assert [name for name, found in open_.items() if found] == []
    anna.restart()
    closed = _readable(anna.folder, temporary)
    assert [name for name, found in closed.items() if found] == []
    # That the search can find at all: central's own database is not encrypted by us.
    assert any(_readable(Path(town.url.removeprefix("sqlite:///")).parent).values())


def _readable(*folders: Path) -> dict[str, list[str]]:
    """Return, per file, which of the planted words can be read in it."""
    found: dict[str, list[str]] = {}
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                body = file.read_bytes()
                words = (NAME, BSN, NOTE, NAME.lower(), "Samira", "Tarwewijk")
                found[file.name] = [w for w in words if w.encode() in body or _wide(w) in body]
    return found


def _wide(word: str) -> bytes:
    return word.encode("utf-16-le")


def test_a_killed_desk_can_be_opened_by_another_at_once(town: Town) -> None:
    anna = town.desk("anna")
    client = _yesterday(anna)
    anna.restart()
    said: list[Any] = _recorded_until_killed(anna, client, 0.05)
    assert said
    assert anna.ask("client", client=client)[0]["waiting"]

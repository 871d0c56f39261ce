"""A throwaway municipality on this machine: made-up people, a central on loopback and a desk.

Central runs as a process of its own, started with the command a municipality uses; nothing of it
is imported here. The tour walks the main job through the real windows, and central comes and goes
as the network does.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from wijkdesk.config.paths import resource
from wijkdesk.desktop import Desktop, open_desktop, reachable
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.i18n import Words
from wijkdesk.sync.enrol import enrol
from wijkdesk.ui import display
from wijkdesk.ui.tour.day import Day, Way, type_passphrase
from wijkdesk.ui.tour.walk import Diary

CONSULTANTS = 2
SEED = 1
STARTS_WITHIN = 30.0  # seconds
STOPS_WITHIN = 10.0


class Municipality:
    """A central with made-up people, in a folder of its own; it is up between start and stop."""

    def __init__(self, folder: Path, clients: int) -> None:
        self.folder = folder
        self.address = f"127.0.0.1:{_free_port()}"
        self._process: subprocess.Popen[bytes] | None = None
        self._command("init", "--organisation", "Gemeente Voorbeeld")
        seeded = self._command(
            "seed", "--clients", str(clients), "--consultants", str(CONSULTANTS),
            "--seed", str(SEED),
        )  # fmt: skip
        self.people: list[dict[str, Any]] = seeded["people"]

    @property
    def server(self) -> str:
        """The address desks are enrolled with."""
        return f"http://{self.address}"

    def colleague(self, role: str) -> dict[str, Any]:
        """Return the first colleague with a role: id and name."""
        return next(person for person in self.people if role in person["role"])

    def invite(self, role: str) -> str:
        """Return a one-time code for the first colleague with a role."""
        return str(self._command("invite", self.colleague(role)["id"])["code"])

    def start(self) -> None:
        """Let central answer; OutsideTrouble("central_trouble") when it does not."""
        if self._process is not None:
            return
        line = [*_program(), "central", "serve", "--listen", self.address, *self._database()]
        log = (self.folder / "central.log").open("ab")
        self._process = subprocess.Popen(line, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        log.close()
        patience = time.monotonic() + STARTS_WITHIN
        while not reachable(self.server, seconds=1):
            if self._process.poll() is not None or time.monotonic() > patience:
                raise OutsideTrouble("central_trouble")
            time.sleep(0.05)

    def stop(self) -> None:
        """Let nobody answer, as when there is no network."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _command(self, *words: str) -> dict[str, Any]:
        line = [*_program(), "central", *words, *self._database(), "--json"]
        ran = subprocess.run(line, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise OutsideTrouble("central_trouble")
        told: dict[str, Any] = json.loads(ran.stdout)
        return told

    def _database(self) -> list[str]:
        return ["--database", f"sqlite:///{self.folder / 'central.db'}"]


def demonstrate(words: Words, folder: Path | None, clients: int, say: Callable[[str], None]) -> int:
    """Open the desktop as the consultant of a throwaway municipality; return its exit code.

    Raises UserError("folder_in_use") for a folder that holds something, OutsideTrouble.
    """
    display.require_qt()
    with _municipality(folder, clients) as town:
        town.start()
        desk, passphrase = town.folder / "desk", new_passphrase()
        person = town.colleague("consultant")["name"]
        enrol(desk, town.server, town.invite("consultant"), bytearray(passphrase, "utf-8")).close()
        say(words("Alles hier is verzonnen. U bent {name}.", name=person))
        say(words("De wachtzin van dit voorbeeld is: {passphrase}", passphrase=passphrase))

        def unlock(desktop: Desktop) -> None:
            type_passphrase(desktop.window, passphrase)

        # After a lock the same process opens the way in again, since central is its child.
        code = open_desktop(desk, words, person=person, guide=unlock, again=lambda: _AGAIN)
        while code == _AGAIN:
            code = open_desktop(desk, words, person=person, again=lambda: _AGAIN)
        return code


def tour(
    words: Words, out: Path, folder: Path | None, clients: int, say: Callable[[str], None]
) -> int:
    """Walk a working day through the real windows without a display; return 0 if all went well.

    Leaves pictures in light and dark, the documents and tour.json in `out`.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    display.require_qt()
    out.mkdir(parents=True, exist_ok=True)
    with _municipality(folder, clients) as town:
        diary, began = Diary(out), time.monotonic()
        town.start()
        diary.note("central", time.monotonic() - began, ok=True)
        way = Way(town.server, town.invite, town.start, town.stop, new_passphrase())

        def guide(role: str, desktop: Desktop) -> None:
            day = Day(words, desktop.theme, diary, way, desktop.window)
            day.consultant() if role == "consultant" else day.coordinator()

        for role in ("consultant", "coordinator"):
            open_desktop(town.folder / role, words, guide=partial(guide, role))
    done = diary.finish()
    say(words("De beelden en documenten staan in {folder}.", folder=out))
    return 0 if done else 1


def new_passphrase() -> str:
    """Return a random passphrase of words."""
    with resource("demo/town.toml").open("rb") as file:
        known = tomllib.load(file)["passphrase_words"]
    return " ".join(secrets.choice(known) for _ in range(5))


_AGAIN = -1


@contextmanager
def _municipality(folder: Path | None, clients: int) -> Iterator[Municipality]:
    """Make a municipality in a folder, which is thrown away if nobody named it."""
    if folder is not None and folder.exists() and any(folder.iterdir()):
        raise UserError("folder_in_use", field="dir", folder=str(folder))
    with tempfile.TemporaryDirectory(prefix="wijkdesk-demo-") as thrown_away:
        place = folder or Path(thrown_away)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        town = Municipality(place, clients)
        try:
            yield town
        finally:
            town.stop()


def _program() -> list[str]:
    return [sys.executable, "-m", "wijkdesk"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

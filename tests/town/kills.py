"""Kill a desk at any moment and look at what is left: `python -m tests.town.kills --minutes 10`.

Something works at a desk: it records, changes the passphrase, makes backups, locks and unlocks, and
brings desks of the first release up to date. It tells each thing when it is done, and is killed in
the middle of whatever it does. Then the desk opens with exactly one passphrase, is whole, and has
everything that was told; so has every backup with a name, and every desk of the first release.

Each works in a process that is forked from this one, which itself never opens a desk: closing one
makes SQLCipher wipe memory, slowly, for as long as its process lasts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests import desks
from tests.data.desks import make as releases
from wijkdesk.caseload.backup import backup, restore
from wijkdesk.caseload.contact import record_contact
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.domain import ContactMoment
from wijkdesk.domain.values import Channel
from wijkdesk.errors import Trouble
from wijkdesk.store import key, outbox, records
from wijkdesk.store.header import write_header

NOW = desks.Clock()
FIRST_RELEASE = Path(releases.__file__).parent / "0.1.0"
CHEAPEST = key.MEMORY_STEPS[0]
LONGEST = 0.8  # seconds until the kill: somewhat longer than changing a passphrase takes
AIMED = 0.7  # of the kills wait until the file or its header is written
OFTEN = 100  # kills, after which it says how far it is
SOON = 0.012  # seconds in which a small file gets another key
WEIGHTS = {"act": 8, "change": 8, "back_up": 5, "lock": 3, "bring_up": 1}
Tell = Callable[..., None]


def passphrase(number: int) -> bytearray:
    """Return the so manieth passphrase of the desk."""
    return bytearray(f"de zoveelste lange zin: {number}".encode())


class Worker:
    """Somebody at the desk who does not stop; what it tells is done, or is about to be."""

    def __init__(self, folder: Path, number: int, client: str, tell: Tell) -> None:
        self.folder, self.number, self.client, self.tell = folder, number, client, tell
        self.desk = self.unlock()
        self.count = 0

    def work(self, dice: Random) -> None:
        """Do one thing after the other."""
        jobs = list(WEIGHTS)
        while True:
            [job] = dice.choices(jobs, list(WEIGHTS.values()))
            self.tell("begun", job)
            getattr(self, job)()

    def unlock(self) -> Desk:
        return Desk.open(self.folder / "desk", passphrase(self.number), now=NOW)

    def act(self) -> None:
        for _ in range(40):
            made = record_contact(self.desk, self.client, Channel.TELEFOON, "Belde terug")
            self.tell("record", made.id)

    def change(self) -> None:
        self.tell("changing", self.number + 1)
        self.desk.change_passphrase(
            passphrase(self.number), passphrase(self.number + 1), memory=CHEAPEST
        )
        self.number += 1
        self.tell("changed", self.number)

    def back_up(self) -> None:
        backup(self.desk, self.folder / "backups" / f"{self._next()}-{self.number}.tar")

    def lock(self) -> None:
        self.desk.keep_draft("window", {"typed": "nog niet af"})
        self.desk.close()
        self.desk = self.unlock()

    def bring_up(self) -> None:
        folder = self.folder / "older" / self._next()
        shutil.copytree(FIRST_RELEASE, folder)
        folder.chmod(0o700)
        self.tell("older", folder.name)
        Desk.open(folder, bytearray(releases.PASSPHRASE.encode()), now=NOW).close()

    def _next(self) -> str:
        self.count += 1
        return str(self.count)


@dataclass
class Kills:
    """The desk that is killed, and what it owes: a passphrase that opens it, and its records."""

    folder: Path
    dice: Random
    client: str = ""
    number: int = 0
    owed: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Make the desk."""
        self.client = str(_apart(self._make))

    def once(self) -> list[str]:
        """Let it work, kill it, and return what is wrong with what is left."""
        for name in ("backups", "older"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir(mode=0o700)
        told = self._killed()
        self.owed |= {said[1] for said in told if said[0] == "record"}
        changed = [said[1] for said in told if said[0] == "changed"]
        # What it was changed from opens it no more, and what it was being changed to perhaps.
        others = {said[1] + step for said in told if said[0] == "changing" for step in (-1, 0)}
        self.number = changed[-1] if changed else self.number
        older = [said[1] for said in told if said[0] == "older"]
        during = [said[1] for said in told if said[0] == "begun"][-1:]
        self.counts.update(["kills", *during])
        found = _apart(lambda: self._left(others, older))
        self.number, self.owed = found["number"], set(found["there"])
        return [f"{wrong} (killed during {during})" for wrong in found["wrong"]]

    def _make(self) -> str:
        desk = desks.make(self.folder / "desk", NOW, "consultant")
        client = desks.client(desk)
        desk.close()
        vault = key.new_vault(bytearray(desks.SECRET), passphrase(0), CHEAPEST)
        write_header(vault, self.folder / "desk" / HEADER)
        return client

    def _killed(self) -> list[list[Any]]:
        """Let somebody work until the kill, and return what was told by then."""
        seed, heard = self.dice.random(), os.pipe()
        worker = os.fork()
        if not worker:
            _end_with(lambda: self._work(seed, heard[1]))
        os.close(heard[1])
        with os.fdopen(heard[0], "rb") as lines:
            told = [json.loads(lines.readline() or b'["nothing"]')]
            self._wait()
            os.kill(worker, signal.SIGKILL)
            told += [json.loads(line) for line in lines if line.endswith(b"\n")]
        _, status = os.waitpid(worker, 0)
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise RuntimeError("the worker stopped by itself")
        return told

    def _wait(self) -> None:
        """Wait for some time or, to hit what is soon over, until the desk itself is rewritten."""
        if self.dice.random() > AIMED:
            return time.sleep(LONGEST * self.dice.random())
        until, seen = time.monotonic() + LONGEST, self._written()
        while self._written() == seen and time.monotonic() < until:
            pass
        return time.sleep(SOON * self.dice.random())

    def _written(self) -> tuple[int, bool]:
        """Tell apart whether the encrypted file, or the header, is being written."""
        desk = self.folder / "desk"
        return (desk / FILE).stat().st_mtime_ns, (desk / "vault.new").exists()

    def _work(self, seed: float, out: int) -> None:
        def tell(*said: object) -> None:
            os.write(out, json.dumps(said).encode() + b"\n")

        worker = Worker(self.folder, self.number, self.client, tell)
        tell("ready")
        worker.work(Random(seed))

    def _left(self, others: set[int], older: list[str]) -> dict[str, Any]:
        """Return which passphrase opens the desk, the records in it, and all that is wrong."""
        wrong = [f"older {name}: {said}" for name in older if (said := self._wrong_older(name))]
        copies = (self.folder / "backups").glob("*-*.tar")
        wrong += [f"{copy.name}: {said}" for copy in copies if (said := self._wrong_copy(copy))]
        numbers = sorted({self.number, *others})
        opened = {number: there for number in numbers if (there := self._opened(number, wrong))}
        if len(opened) != 1:
            wrong.append(f"opens with {sorted(opened)} of {numbers}")
        number, there = next(iter(opened.items()), (self.number, set()))
        if self.owed - there:
            wrong.append(f"lost {len(self.owed - there)} of {len(self.owed)}")
        return {"number": number, "there": sorted(there), "wrong": wrong}

    def _opened(self, number: int, wrong: list[str]) -> set[str]:
        """Return every record and the client when this passphrase opens the desk, or nothing."""
        try:
            desk = Desk.open(self.folder / "desk", passphrase(number), now=NOW)
        except Trouble as trouble:
            if trouble.code != "wrong_passphrase":
                wrong.append(f"passphrase {number}: {trouble.code}")
            return set()
        wrong += wrong_with(desk)
        with desk.database.transaction() as tx:
            there = {made.id for made in records.everything(tx, ContactMoment)}
            waiting = {line.id for line in outbox.waiting(tx)}
        desk.close()
        there.add(self.client)
        if waiting != there:
            wrong.append(
                f"{len(waiting ^ there)} records with a line waiting, or the reverse, alone"
            )
        return there

    def _wrong_copy(self, copy: Path) -> str:
        number = int(copy.stem.partition("-")[2])
        try:
            restore(copy, self.folder / "older" / copy.stem, passphrase(number), now=NOW)
        except Trouble as trouble:
            return trouble.code
        return ""

    def _wrong_older(self, name: str) -> str:
        try:
            known = bytearray(releases.PASSPHRASE.encode())
            desk = Desk.open(self.folder / "older" / name, known, now=NOW)
        except Trouble as trouble:
            return trouble.code
        wrong = wrong_with(desk)
        desk.close()
        return " ".join(wrong)


def _apart(job: Callable[[], Any]) -> Any:
    """Do something in a process of its own, and return what it returned."""
    heard = os.pipe()
    process = os.fork()
    if not process:
        _end_with(lambda: os.fdopen(heard[1], "w").write(json.dumps(job())))
    os.close(heard[1])
    with os.fdopen(heard[0]) as said:
        answer = said.read()
    os.waitpid(process, 0)
    return json.loads(answer)


def _end_with(job: Callable[[], object]) -> None:
    """Do something as the last thing of this process."""
    try:
        job()
    except BaseException:  # noqa: BLE001 - said here: nothing above may go on in this process
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main() -> int:
    """Kill until the time is up, or so many times; 1 at the first desk that does not hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=1)
    asked.add_argument("--kills", type=int, default=0, help="so many, however long that takes")
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    until = time.monotonic() + 60 * given.minutes
    with tempfile.TemporaryDirectory(prefix="wijkdesk-kills-") as folder:
        kills = Kills(Path(folder), Random(given.seed))
        kills.begin()
        while kills.counts["kills"] < given.kills or (not given.kills and time.monotonic() < until):
            if wrong := kills.once():
                print(f"seed {given.seed}, {dict(kills.counts)}:", *wrong, sep="\n  ")
                return 1
            if kills.counts["kills"] % OFTEN == 0:
                print(dict(kills.counts), flush=True)
    print(f"{dict(kills.counts)}: all opened, {len(kills.owed)} records, nothing lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())

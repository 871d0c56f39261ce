"""How soon many records of a kilobyte are at central and at another desk, beside other programs.

The records are the same for all, on the same disk in the same run. Ours are contact moments; both
ends write with synchronous=FULL, the desk's file is encrypted, and central judges every record.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tomllib
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.municipality import found
from tests.bench.serving import serving
from tests.bench.syncing import Place
from wijkdesk.caseload.desk import Desk
from wijkdesk.central.storage import Storage
from wijkdesk.config.paths import resource
from wijkdesk.domain import ContactMoment
from wijkdesk.domain.values import Channel
from wijkdesk.sync.round import sync

CLIENTS, RECORDS, LENGTH = 300, 10_000, 1000  # characters
PATIENCE = 300.0
WAYS = ("up", "down")
Took = dict[str, float]  # seconds, by way
PEERS = Path(__file__).with_name("peers")


@dataclass(frozen=True)
class Peer:
    """Another program that syncs: its name, how many times as long we may take, how to install it.

    `interpreter` and `script` are run with the file of the records and a folder of its own, and
    say {up, down} in seconds; `installed` is what must be there.
    """

    name: str
    limit: float
    interpreter: str
    script: str
    installed: str
    install: str


OTHERS = (
    Peer("PouchDB", 1.0, "node", "pouchdb.cjs", "pouchdb/node_modules/express-pouchdb",
         "npm install --prefix {folder}/pouchdb pouchdb express-pouchdb express@4"),
    Peer("Anki's records", 2.0, "{folder}/anki/bin/python", "anki_sync.py", "anki/bin/python",
         "python -m venv {folder}/anki && {folder}/anki/bin/pip install anki"),
)  # fmt: skip


def carrying(folder: Path, peers: Path | None, many: int = RECORDS, times: int = 3) -> list[Figure]:
    """Return how many times as long as others we take for a first upload and download.

    `peers` is where the others are installed; those that are not are told. All take turns, and
    what counts is the median.
    """
    texts = _texts(many)
    records = folder / "records.json"
    records.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    ours: list[Took] = []
    theirs: dict[str, list[Took]] = {peer.name: [] for peer in OTHERS}
    why: dict[str, str] = {}
    for n in range(times):
        own = folder / f"carrying-{n}"
        own.mkdir(mode=0o700)
        ours.append(_ours(own, texts))
        for peer in OTHERS:
            took, why[peer.name] = measured(peer, own, records, peers)
            theirs[peer.name].append(took)
    return [
        _beside(peer, way, ours, theirs[peer.name], why[peer.name])
        for peer in OTHERS
        for way in WAYS
    ]


def _beside(peer: Peer, way: str, ours: list[Took], theirs: list[Took], why: str) -> Figure:
    name = f"records of 1 kB {way}, beside {peer.name}"
    one = statistics.median(took[way] for took in ours)
    if why:
        return Figure(name, None, peer.limit, "x", f"{one:.2f} s; {why}")
    other = statistics.median(took[way] for took in theirs)
    return Figure(name, one / other, peer.limit, "x", f"{one:.2f} s beside {other:.2f} s")


def measured(peer: Peer, folder: Path, records: Path, peers: Path | None) -> tuple[Took, str]:
    """Return how long another program takes, or why that is not known."""
    if peers is None:
        return {}, "not asked for: --peers FOLDER"
    program = shutil.which(peer.interpreter.format(folder=peers))
    if program is None or not (peers / peer.installed).exists():
        return {}, f"not installed: {peer.install.format(folder=peers)}"
    own = folder / peer.script
    own.mkdir()
    environment = {**os.environ, "NODE_PATH": str(peers / "pouchdb" / "node_modules")}
    ran = subprocess.run(
        [program, str(PEERS / peer.script), str(records), str(own)], env=environment,
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    if ran.returncode:
        print(ran.stderr[-2000:], file=sys.stderr)
        return {}, f"it ended with {ran.returncode}"
    took: Took = json.loads(ran.stdout)
    return took, ""


def _ours(folder: Path, texts: list[str]) -> Took:
    database = f"sqlite:///{folder / 'carrying.db'}"
    consultant = found(database, CLIENTS, 1)[0]
    with serving(database) as served, closing(Storage.open(database)) as storage:
        place = Place(folder, served.address, storage, consultant)
        one, other = place.desk("carrying-one"), place.desk("carrying-other")
        for desk in (one, other):
            sync(desk)
        _record(one, texts)
        up, down = sync(one), sync(other)
        assert up.applied == down.received == len(texts), "not everything arrived"
        for desk in (one, other):
            desk.close()
    return {"up": up.seconds, "down": down.seconds}


def _record(desk: Desk, texts: list[str]) -> None:
    """Record a contact for every text, in one act: who makes them is nobody's figure."""
    with desk.act("record_contact") as act:
        clients = act.tx.exec_driver_sql("SELECT id FROM client ORDER BY id").scalars().all()
        for client, text in zip(cycle(clients), texts, strict=False):
            act.record(ContactMoment, client, channel=Channel.GESPREK, summary=text, at=act.at)


def _texts(many: int) -> list[str]:
    """Return texts of a kilobyte, in words that consultants use."""
    with resource("demo/town.toml").open("rb") as file:
        lists = tomllib.load(file)
    told = [*lists["contacts"], *lists["results"], *(title for _, title in lists["actions"])]
    words = sorted({word for text in told for word in text.split()})
    dice = random.Random(3)
    return [" ".join(dice.choices(words, k=LENGTH))[:LENGTH].strip() for _ in range(many)]

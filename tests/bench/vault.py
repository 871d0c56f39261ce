"""What the vault costs: unlocking beside its derivation, and the work of a day beside a plain file.

The plain desk is the same program on the same rows and the same SQLite; only its file has no key.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from tests import desks
from tests.bench.figures import Figure
from tests.bench.finding import fill
from wijkdesk.caseload.desk import Desk
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.store import database as room
from wijkdesk.store import key
from wijkdesk.store.database import Database
from wijkdesk.store.header import write_header
from wijkdesk.store.lock import Lock

NOW = desks.Clock()
PASSPHRASE = b"een lange zin die niemand raadt"
CLIENTS = 300
WARM = 10
READ: tuple[tuple[str, dict[str, str]], ...] = (
    ("caseload", {"limit": "50"}),
    ("search", {"text": "de"}),
    ("waiting", {}),
)
READ_OF_CLIENT = ("client", "barriers", "actions", "timeline")


def unlocking(folder: Path, clients: int = CLIENTS, times: int = 15) -> list[Figure]:
    """Return how long unlocking takes above its derivation, and opening the file itself."""
    made = _filled(folder / "locked", clients)
    vault = key.new_vault(bytearray(desks.SECRET), bytearray(PASSPHRASE))
    # As it is from the second time on: with the name for the unlock screen.
    write_header(replace(vault, person=made.person.name), made.folder / HEADER)
    derived, unlocked, opened = list[float](), list[float](), list[float]()
    held: list[Desk | Database] = [made]  # closing one would slow down the next
    for n in range(times):
        copy = _copy(made, folder / f"unlocked-{n}")
        derived.append(_milliseconds(key.unwrap, vault, bytearray(PASSPHRASE))[0])
        took, desk = _milliseconds(_unlocked, copy)
        unlocked.append(took)
        took, file = _milliseconds(
            Database.open, _copy(made, folder / f"opened-{n}") / FILE, bytearray(desks.SECRET)
        )
        opened.append(took)
        held += [desk, file]
    for one in held:
        one.close()
    whole, words = statistics.median(unlocked), statistics.median(derived)
    memory = vault.slots[0].memory >> 10
    beside = f"{whole:.0f} ms, of which {words:.0f} ms Argon2id with {memory} MiB"
    return [
        Figure("unlocking, above Argon2id", whole - words, 150, "ms", beside),
        Figure("opening the encrypted file", statistics.median(opened), 20, "ms"),
    ]


def working(folder: Path, clients: int = CLIENTS, times: int = 40) -> list[Figure]:
    """Return how many times as long as on a plain file reading and writing take."""
    ours = _filled(folder / "made", clients)
    plain = _plain(ours, folder / "plain")
    client = str(desks.ask(ours, "caseload", limit="1")[0]["id"])
    figures = [
        _beside("reading, beside a plain file", partial(_read, client), ours, plain, times),
        _beside("writing, beside a plain file", partial(_write, client), ours, plain, times),
    ]
    for desk in (ours, plain):
        desk.close()
    return figures


def _beside(name: str, act: Callable[[Desk], None], ours: Desk, plain: Desk, times: int) -> Figure:
    for _ in range(WARM):
        for desk in (ours, plain):
            act(desk)
    # In turns, each as often first as second.
    turns = [(ours, plain), (plain, ours)] * (times // 2)
    passed: dict[Desk, list[float]] = {ours: [], plain: []}
    for turn in turns:
        for desk in turn:
            passed[desk].append(_milliseconds(act, desk)[0])
    one, other = statistics.median(passed[ours]), statistics.median(passed[plain])
    return Figure(name, one / other, 1.5, "x", f"{one:.2f} ms beside {other:.2f} ms")


def _filled(folder: Path, clients: int) -> Desk:
    """Return a desk with so many clients, all of it in its file."""
    desk = desks.make(folder, NOW, "consultant")
    fill(desk, clients)
    desk.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return desk


def _copy(made: Desk, folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    for name in (FILE, HEADER):
        shutil.copyfile(made.folder / name, folder / name)
    return folder


def _plain(made: Desk, folder: Path) -> Desk:
    """Return the same desk on a file without a key."""
    folder.mkdir(mode=0o700)
    export = made.database.connection
    export.execute("ATTACH ? AS plain KEY ''", (str(folder / FILE),))
    export.execute("SELECT sqlcipher_export('plain')").fetchall()
    export.execute("DETACH plain")
    connection = sqlcipher.connect(folder / FILE, isolation_level=None, check_same_thread=False)
    for name, value, _ in room._PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    return Desk(folder, Database(connection), Lock(folder), NOW)


def _read(client: str, desk: Desk) -> None:
    for question, given in READ:
        desks.ask(desk, question, **given)
    for question in READ_OF_CLIENT:
        desks.ask(desk, question, client=client)


def _write(client: str, desk: Desk) -> None:
    desks.do(desk, "record_contact", client=client, channel="telefoon", summary="Belt morgen")
    barrier = desks.do(desk, "record_barrier", client=client, domain="schulden", severity="2")
    desks.do(desk, "close_barrier", barrier=barrier, result="Opgelost")


def _unlocked(folder: Path) -> Desk:
    return Desk.open(folder, bytearray(PASSPHRASE), now=NOW)


def _milliseconds(act: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    made = act(*given)
    return (time.perf_counter() - started) * 1000, made

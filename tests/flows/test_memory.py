"""After the lock no process of the program holds a name, a passphrase or a key any more."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import desks
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.store import key
from wijkdesk.store.header import write_header

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")
ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "kwikstaart onder viaduct zestien"
NAME, FAMILY = "Quirijntje", "Waldhoornaar"
NOTE = "Vertelde over de deurwaarder van de Zuiderparkweg"


class Planted:
    """What the desk holds, in every form in which memory may hold it."""

    def __init__(self, secret: bytearray) -> None:
        texts = (NAME, FAMILY, NOTE, PASSPHRASE)
        self.sought = {text: [text.encode(), text.encode("utf-16-le")] for text in texts}
        self.sought["key"] = [bytes(secret), secret.hex().encode(), secret.hex().upper().encode()]

    def in_memory(self, session: int) -> set[str]:
        """Return what some process of this session holds."""
        return self._in(memory for process in processes(session) for memory in memories(process))

    def in_files(self, *folders: Path) -> set[str]:
        """Return what some file in these folders holds."""
        files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        return self._in(file.read_bytes() for file in files)

    def _in(self, bodies: Iterable[bytes]) -> set[str]:
        return {
            name
            for body in bodies
            for name, forms in self.sought.items()
            if any(form in body for form in forms)
        }


def processes(session: int) -> list[int]:
    """Return every process of a session, also one that its parent left."""
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [process for process in found if _session(process) == session]


def _session(process: int) -> int:
    try:
        return os.getsid(process)
    except ProcessLookupError:
        return -1


def memories(process: int) -> Iterator[bytes]:
    """Yield everything a process can read, a range at a time; what the kernel keeps is skipped."""
    maps = Path(f"/proc/{process}/maps").read_text().splitlines()
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            begin, end = (int(place, 16) for place in span.split("-"))
            if rights.startswith("r") and not line.endswith(("[vvar]", "[vsyscall]")):
                memory.seek(begin)
                try:
                    yield memory.read(end - begin)
                except OSError:
                    continue


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    """A desk with a client and a note that nobody else is called or says."""
    secret = key.new_key()
    folder = tmp_path / "desk"
    desk = desks.make(folder, desks.Clock(), "consultant")
    client = desks.client(desk, NAME, FAMILY)
    desks.do(desk, "record_contact", client=client, channel="gesprek", summary=NOTE)
    desk.database.change_key(folder / FILE, bytearray(desks.SECRET), secret)
    desk.close()
    vault = key.new_vault(secret, bytearray(PASSPHRASE.encode()), key.MEMORY_STEPS[0])
    write_header(vault, folder / HEADER)
    return Planted(secret)


@contextmanager
def program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The desktop in a session of its own, with somebody at it."""
    line = [sys.executable, str(ROOT / "tests/flows/locking.py"), str(folder)]
    started = subprocess.Popen(
        [*line, "--desk", str(folder / "desk")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    with started:
        yield started
        started.kill()


def test_after_the_lock_nothing_is_left(planted: Planted, tmp_path: Path, home: Path) -> None:
    with program(tmp_path) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(f"{PASSPHRASE}\n")
        running.stdin.flush()
        assert running.stdout.readline() == "open\n"
        # It was all there, so that looking for it sees it.
        assert {NAME, FAMILY, NOTE} <= planted.in_memory(running.pid)
        (tmp_path / "lock").touch()
        assert running.stdout.readline() == "anew\n"
        assert running.pid in processes(running.pid)
        assert planted.in_memory(running.pid) == set()
    assert planted.in_files(tmp_path, home) == set()

"""One program at a desk: the lock is the system's, so it dies with its process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wijkdesk.errors import OutsideTrouble
from wijkdesk.store.lock import Lock

HOLDS = (
    "import sys, time; from pathlib import Path; from wijkdesk.store.lock import Lock\n"
    "lock = Lock(Path(sys.argv[1])); print('held', flush=True); time.sleep(600)"
)


@contextmanager
def another_program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    line = [sys.executable, "-c", HOLDS, str(folder)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def trouble(folder: Path) -> str:
    with pytest.raises(OutsideTrouble) as refused:
        Lock(folder)
    return refused.value.code


def test_a_second_program_is_refused_until_the_first_dies(tmp_path: Path) -> None:
    with another_program(tmp_path) as process:
        assert trouble(tmp_path) == "desk_in_use"
        process.kill()
        process.wait()
        Lock(tmp_path).release()


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    assert trouble(tmp_path) == "desk_in_use"
    lock.release()
    Lock(tmp_path).release()


def test_the_lock_is_private_and_holds_nothing(tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    file = tmp_path / "desk.lock"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes() == b""
    lock.release()


def test_where_no_file_can_be_made_that_is_said(tmp_path: Path) -> None:
    assert trouble(tmp_path / "not-there") == "disk_trouble"

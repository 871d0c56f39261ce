"""A desk that is killed at any moment opens with one passphrase, and lost nothing; in short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20  # `python -m tests.town.kills --minutes 30` goes on for longer


def test_a_killed_desk_opens_with_one_passphrase_and_lost_nothing() -> None:
    # In a process of its own, because it forks.
    line = [sys.executable, "-m", "tests.town.kills", "--kills", str(KILLS), "--seed", "7"]
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout + ended.stderr
    assert f"'kills': {KILLS}," in ended.stdout
    assert "nothing lost" in ended.stdout

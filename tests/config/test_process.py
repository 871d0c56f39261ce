"""A program that is kept as it should be: no core dump, and no look into its memory."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other means")
ALLOWED = "import resource as r; r.setrlimit(r.RLIMIT_CORE, (r.getrlimit(r.RLIMIT_CORE)[1],) * 2)\n"
HARDENED = "from wijkdesk.config import process; process.harden()\n"
ROOT = Path(__file__).resolve().parents[2]


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, which may leave a core dump in the folder if it can."""
    program = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"]
    return subprocess.run(program, cwd=folder, capture_output=True, text=True)


def test_a_process_that_was_not_hardened_is_found_out(tmp_path: Path) -> None:
    # In a process of its own: what ran in this one before may have hardened it.
    said = run("from wijkdesk.config.process import check; check()", tmp_path)
    assert said.stderr.endswith("wijkdesk.errors.OutsideTrouble: memory_not_private\n")


def test_a_hardened_one_is_in_order(tmp_path: Path) -> None:
    said = run(f"{HARDENED}print(process.check())", tmp_path)
    assert (said.stdout, said.stderr) == ("core 0\n", "")


def test_one_that_crashes_leaves_nothing_behind(tmp_path: Path) -> None:
    said = run(f"{ALLOWED}{HARDENED}import os; os.abort()", tmp_path)
    assert said.returncode == -signal.SIGABRT
    assert list(tmp_path.iterdir()) == []


def test_the_limit_cannot_be_raised_by_who_is_not_the_administrator(tmp_path: Path) -> None:
    lowered = "import resource as r, os\nif os.getuid() == 0: os.setuid(65534)\n"
    raised = "r.setrlimit(r.RLIMIT_CORE, (1 << 20, 1 << 20))"
    said = run(f"{HARDENED}{lowered}{raised}", tmp_path)
    assert "ValueError" in said.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps others of this user out")
def test_no_other_program_of_this_user_reads_its_memory(tmp_path: Path) -> None:
    looked_at = (
        "import ctypes, os\n"
        "from wijkdesk.config import process\n"
        # The administrator may read everything, so be somebody else, and readable at first.
        "if os.getuid() == 0: os.setuid(65534)\n"
        "ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)\n"
        "def look():\n"
        "    if not os.fork():\n"
        "        try: open(f'/proc/{os.getppid()}/mem', 'rb')\n"
        "        except PermissionError: os.write(1, b'-')\n"
        "        else: os.write(1, b'+')\n"
        "        os._exit(0)\n"
        "    os.wait()\n"
        "look(); process.harden(); look()\n"
    )
    assert run(looked_at, tmp_path).stdout == "+-"


def test_every_way_into_the_program_is_hardened(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "wijkdesk", "doctor", "--json"]
    said = subprocess.run(program, cwd=ROOT, capture_output=True, text=True).stdout
    assert '{"name": "core_dumps", "ok": true, "found": "core 0"}' in said

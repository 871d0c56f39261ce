"""A warning, from whom ever it comes, fails the test that did not ask for it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

NOISY = """
import logging, os, time, warnings
from PySide6.QtCore import qWarning

def test_log_line():
    logging.getLogger("wijkdesk.sync").warning("device 3 was refused")

def test_log_line_asked_for_and_missing(expect_log):
    expect_log("never said")

def test_python_warning():
    warnings.warn("old", DeprecationWarning)

def test_qt_warning(qapp):
    qWarning("QPainter::begin: Paint device returned engine == 0")

def test_log_line_asked_for(expect_log):
    expect_log("device [0-9] was refused")
    logging.getLogger("wijkdesk.sync").warning("device 3 was refused")

def test_quiet_line():
    logging.getLogger("wijkdesk.sync").info("one round")

def test_home_is_not_the_persons(home):
    assert os.environ["HOME"] == str(home)
    assert os.environ["WIJKDESK_DESK"].startswith(str(home))
    assert time.timezone == -13 * 3600
"""


def test_noise_fails_a_test_and_what_it_asked_for_does_not(tmp_path: Path) -> None:
    (tmp_path / "test_noisy.py").write_text(NOISY)
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    quiet = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA"]
    command = [sys.executable, "-m", "pytest", *settings, *quiet, str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout
    seen = set(re.findall(r"^(?:PASSED|FAILED|ERROR) .*::(test_\w+)", said, re.MULTILINE))
    failed = set(re.findall(r"^(?:FAILED|ERROR) .*::(test_\w+)", said, re.MULTILINE))
    assert seen - failed == {
        "test_log_line_asked_for",
        "test_quiet_line",
        "test_home_is_not_the_persons",
    }, said
    assert len(failed) == 4, said

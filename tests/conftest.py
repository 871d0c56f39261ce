"""Every test runs offscreen, at a home of its own, in a strange time zone, and in silence.

Set before Qt or the program is imported: a test that needs something else asks for it.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Neither UTC nor Rotterdam: a time that leans on the machine's own zone is found here.
os.environ["TZ"] = "<+13>-13"
time.tzset()

pytest_plugins = ["tests.town.postgres", "tests.town.standby", "tests.town.fixtures"]

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50, database=None)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

OF_THE_PERSON = ("WIJKDESK_DATABASE", "WIJKDESK_PASSPHRASE_FILE", "SSL_CERT_FILE", "SSLKEYLOGFILE")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of this test alone: nothing of the person at the machine is read or written."""
    folder = tmp_path_factory.mktemp("home")
    folder.chmod(0o700)
    for name in (*OF_THE_PERSON, *PROXIES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("WIJKDESK_DESK", str(folder / "desk"))
    return folder


class ExpectedLog:
    """The log lines this test asks for; every other warning or error fails it."""

    def __init__(self) -> None:
        self.patterns: list[re.Pattern[str]] = []

    def __call__(self, pattern: str) -> None:
        """Ask for at least one line that matches `pattern`."""
        self.patterns.append(re.compile(pattern))

    def verdict(self, lines: list[str]) -> list[str]:
        """Return what is wrong with these lines: not asked for, or asked for and missing."""
        strange = [line for line in lines if not any(p.search(line) for p in self.patterns)]
        missing = [p.pattern for p in self.patterns if not any(p.search(line) for line in lines)]
        return [f"not asked for: {line}" for line in strange] + [
            f"asked for and never logged: {pattern}" for pattern in missing
        ]


@pytest.fixture(autouse=True)
def expect_log(request: pytest.FixtureRequest) -> Iterator[ExpectedLog]:
    """Fail on a log line of WARNING or higher that the test did not ask for.

    `expect_log(r"device 3 was refused")` asks for one. Lines of Qt are judged by pytest-qt
    (qt_log_level_fail); `qtlog.disabled()` asks for silence there.
    """
    expected = ExpectedLog()
    lines: list[str] = []
    listener = _Listener(lines)
    logging.getLogger().addHandler(listener)
    yield expected
    logging.getLogger().removeHandler(listener)
    if wrong := expected.verdict(lines):
        pytest.fail("Log lines:\n  " + "\n  ".join(wrong), pytrace=False)


class _Listener(logging.Handler):
    """Notes the lines of WARNING and higher, from whichever thread they come."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

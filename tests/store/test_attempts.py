"""Wrong passphrases cost a little time, and never a desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wijkdesk.errors import UserError
from wijkdesk.store import attempts

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def waits(folder: Path, now: datetime = NOW) -> int:
    """Return the seconds that the next try is refused for; 0: it may be."""
    try:
        attempts.check(folder, now)
    except UserError as refused:
        return int(str(refused.values["seconds"]))
    return 0


def fail(folder: Path, times: int) -> None:
    for _ in range(times):
        attempts.failed(folder, NOW)


def test_the_first_five_are_free_and_then_it_grows_to_a_minute(tmp_path: Path) -> None:
    found = []
    for _ in range(14):
        attempts.failed(tmp_path, NOW)
        found.append(waits(tmp_path))
    assert found == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_a_wait_is_said_in_seconds(tmp_path: Path) -> None:
    fail(tmp_path, 6)
    with pytest.raises(UserError) as refused:
        attempts.check(tmp_path, NOW)
    assert (refused.value.code, refused.value.field) == ("wait", "passphrase")
    assert refused.value.values == {"seconds": 2}


def test_a_wait_ends_by_itself(tmp_path: Path) -> None:
    fail(tmp_path, 7)
    assert waits(tmp_path, NOW + timedelta(seconds=1)) == 3
    assert waits(tmp_path, NOW + timedelta(seconds=3.5)) == 1
    assert waits(tmp_path, NOW + timedelta(seconds=4)) == 0


def test_the_right_one_ends_it_and_says_how_many_there_were(tmp_path: Path) -> None:
    fail(tmp_path, 9)
    assert attempts.clear(tmp_path) == 9
    assert waits(tmp_path) == 0
    assert attempts.clear(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_clock_that_was_set_back_locks_nobody_out(tmp_path: Path) -> None:
    fail(tmp_path, 9)
    assert waits(tmp_path, NOW - timedelta(days=400)) == 0


@pytest.mark.parametrize("said", [
    "", "{", "[]", "3", '{"failed": 9}', '{"failed": "9", "last": "2026-11-24T09:30:00+00:00"}',
    '{"failed": -1, "last": "2026-11-24T09:30:00+00:00"}', '{"failed": 9, "last": 5}',
    '{"failed": 1e99, "last": "2026-11-24T09:30:00+00:00"}', '{"failed": 9, "last": "gisteren"}',
    '{"failed": 9, "last": "2026-11-24T09:30:00"}', "[" * 900,
])  # fmt: skip
def test_a_note_that_says_nothing_is_no_wait(tmp_path: Path, said: str) -> None:
    (tmp_path / attempts.FILE).write_text(said)
    assert waits(tmp_path) == 0
    fail(tmp_path, 6)
    assert waits(tmp_path) == 2


def test_the_note_is_private(tmp_path: Path) -> None:
    fail(tmp_path, 1)
    assert (tmp_path / attempts.FILE).stat().st_mode & 0o777 == 0o600


def test_without_room_for_a_note_a_try_is_free(tmp_path: Path) -> None:
    fail(tmp_path / "nowhere", 9)
    assert waits(tmp_path / "nowhere") == 0

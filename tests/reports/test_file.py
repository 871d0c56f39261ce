"""A document becomes a file: whole or not at all, private, over nothing that exists."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.reports.file import write_new, writing_new


def test_it_is_whole_and_private(tmp_path: Path) -> None:
    write_new(tmp_path / "plan.pdf", b"heel")
    [file] = tmp_path.iterdir()
    assert (file.name, file.read_bytes()) == ("plan.pdf", b"heel")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_nlink == 1


@pytest.mark.parametrize("kind", ["file", "folder", "link to nothing"])
def test_nothing_that_exists_is_replaced(tmp_path: Path, kind: str) -> None:
    there = tmp_path / "plan.pdf"
    if kind == "file":
        there.write_bytes(b"eerder")
    elif kind == "folder":
        there.mkdir()
    else:
        there.symlink_to(tmp_path / "weg")
    with pytest.raises(UserError, match="file_exists") as refused:
        write_new(there, b"later")
    assert refused.value.field == "out"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]


def test_a_place_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(OutsideTrouble, match="file_not_written"):
        write_new(tmp_path / "weg" / "plan.pdf", b"heel")


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "file_not_written")]
)
def test_a_disk_that_does_not_want_leaves_nothing(tmp_path: Path, number: int, code: str) -> None:
    def half() -> None:
        with writing_new(tmp_path / "kopie") as out:
            out.write(b"half")
            raise OSError(number, "disk")

    with pytest.raises(OutsideTrouble, match=code):
        half()
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_written_can_be_read_back(tmp_path: Path) -> None:
    with writing_new(tmp_path / "kopie") as out:
        out.write(b"heel")
        out.seek(0)
        assert out.read() == b"heel"
        assert not (tmp_path / "kopie").exists()
    assert (tmp_path / "kopie").read_bytes() == b"heel"

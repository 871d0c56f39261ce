"""A document becomes a file: whole or not at all, for its owner alone, over nothing that exists."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from wijkdesk.errors import UserError, of_disk

_FRESH = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def check_new(file: Path) -> None:
    """Raise UserError("file_exists") when there is something with this name."""
    if os.path.lexists(file):
        raise UserError("file_exists", field="out", file=str(file))


def write_new(file: Path, body: bytes) -> None:
    """Write a file that is not there yet, readable by its owner alone.

    Raises UserError("file_exists"), OutsideTrouble("disk_full") and
    OutsideTrouble("file_not_written"); then nothing is left behind.
    """
    with writing_new(file) as out:
        out.write(body)


@contextmanager
def writing_new(file: Path) -> Iterator[BinaryIO]:
    """Lend a file to write and to read back, which gets its name when the block ends well.

    Raises what `write_new` raises.
    """
    check_new(file)
    part = file.with_name(f".{token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, _FRESH, 0o600), "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        _name(part, file)
    except FileExistsError as error:
        raise UserError("file_exists", field="out", file=str(file)) from error
    except OSError as error:
        raise of_disk(error, "file_not_written", file=str(file)) from error
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, file: Path) -> None:
    """Give the whole file its name; a link, unlike a rename, never replaces what is there."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise
    except OSError:
        # A stick without links.
        check_new(file)
        part.rename(file)

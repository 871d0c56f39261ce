"""What the service did, as lines of JSON for IT: when, what was asked, how it ended; no people.

Of our own lines everything is written, since they name nobody. Of a line of a library only its
fixed words are: what it puts into them may be anything.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from logging.handlers import WatchedFileHandler
from typing import Any

from wijkdesk.changes import seal
from wijkdesk.errors import of_disk

OURS = "wijkdesk"
_DEVICE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Level(StrEnum):
    """What is written: every request, only what went wrong, or nothing."""

    ALL = "all"
    TROUBLE = "trouble"
    OFF = "off"


_LOWEST = {
    Level.ALL: logging.INFO,
    Level.TROUBLE: logging.WARNING,
    Level.OFF: logging.CRITICAL + 1,
}


@dataclass(frozen=True)
class Journal:
    """How much is written, and where: "" is the standard error stream."""

    level: Level = Level.ALL
    file: str = ""

    def begin(self) -> None:
        """Let every line of this process go there; OutsideTrouble when the file takes none."""
        handler = _to_file(self.file) if self.file else logging.StreamHandler(sys.stderr)
        handler.setFormatter(Lines())
        root, lowest = logging.getLogger(), _LOWEST[self.level]
        root.handlers[:] = [handler]
        root.setLevel(max(lowest, logging.WARNING))
        logging.getLogger(OURS).setLevel(lowest)
        # A line that cannot be written is lost: logging itself would show what was in it.
        logging.raiseExceptions = False


class Lines(logging.Formatter):
    """Writes a record as one line of JSON; `facts` of the record stand in it by name."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".")[0] == OURS
        said = record.getMessage() if ours else str(record.msg).partition("\n")[0]
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "by": record.name,
            "said": said,
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def claimed_device(authorization: str) -> str:
    """Return the device a request says it comes from; "" unless it looks like one of ours."""
    signed = seal.read_header(authorization)
    return signed.device if signed is not None and _DEVICE.fullmatch(signed.device) else ""


def _to_file(file: str) -> logging.Handler:
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
        return WatchedFileHandler(file, encoding="utf-8")  # follows what logrotate does
    except OSError as error:
        raise of_disk(error, "file_not_written", file) from error

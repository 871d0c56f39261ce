"""Days and ages are those of Europe/Amsterdam; moments are kept in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@cache
def amsterdam() -> ZoneInfo:
    """Return the time zone of Rotterdam; read when it is first asked for."""
    # The way in is painted before anybody asks what day it is.
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Amsterdam")


def today(now: datetime) -> date:
    """Return the day it is in Rotterdam at this aware moment."""
    return now.astimezone(amsterdam()).date()


def utc_now() -> datetime:
    """Return the time of this machine, in UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)

"""Days and ages are those of Europe/Amsterdam; moments are kept in UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def today(now: datetime) -> date:
    """Return the day it is in Rotterdam at this aware moment."""
    return now.astimezone(AMSTERDAM).date()


def utc_now() -> datetime:
    """Return the time of this machine, in UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)

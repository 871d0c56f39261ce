"""What every widget is given: the theme and the words; and what every screen is given besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from wijkdesk.i18n import Words
from wijkdesk.i18n.calendar import today
from wijkdesk.ui.theme.theme import Theme

if TYPE_CHECKING:
    from wijkdesk.caseload.desk import Desk
    from wijkdesk.ui.background import Background


@dataclass(frozen=True)
class Look:
    """The theme and the words a widget shows itself with, and the time it is."""

    theme: Theme
    words: Words
    now: Callable[[], datetime]

    def today(self) -> date:
        """Return the day it is in Rotterdam."""
        return today(self.now())

    def near(self, day: date) -> str:
        """Return a day in words: "vandaag", "morgen", "gisteren" or "do 26 nov 2026"."""
        close = {0: self.words("vandaag"), 1: self.words("morgen"), -1: self.words("gisteren")}
        return close.get((day - self.today()).days) or self.words.day(day)

    def near_moment(self, at: datetime) -> str:
        """Return an aware moment in words: "vandaag 14:02" or "do 26 nov 2026 14:02"."""
        day, clock = today(at), self.words.moment(at)[-5:]
        return (
            f"{self.near(day)} {clock}"
            if abs((day - self.today()).days) <= 1
            else (self.words.moment(at))
        )


@dataclass(frozen=True)
class Surroundings(Look):
    """What a screen has round it at an unlocked desk: besides the look, the desk and its lanes."""

    desk: Desk
    background: Background

"""One run of the command: what holds for the whole line, and the doors to a desk and to central."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.caseload.desk import Desk
from wijkdesk.cli import passphrase
from wijkdesk.cli.line import Options
from wijkdesk.cli.voice import Voice
from wijkdesk.config.desks import HEADER
from wijkdesk.config.paths import desk_folder
from wijkdesk.config.settings import Settings, load
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n import Words

if TYPE_CHECKING:
    from wijkdesk.central.storage import Storage

# A check tells what it found, and raises when that is not good.
Checks = Mapping[str, Callable[[], str]]
Aside = Callable[[str], None]


@dataclass(frozen=True)
class Outer:
    """What the rooms above lend, which the command line may not know itself.

    `checks(folder, settings)` are those of an installation; `demonstrate(words, folder, clients,
    say)` and `tour(words, out, folder, clients, say)` return an exit code.
    """

    checks: Callable[[Path, Settings], Checks]
    demonstrate: Callable[[Words, Path | None, int, Aside], int]
    tour: Callable[[Words, Path, Path | None, int, Aside], int]


@dataclass(frozen=True)
class Run:
    """What every command needs to know of its line."""

    options: Options
    voice: Voice
    outer: Outer
    now: Callable[[], datetime]

    @property
    def folder(self) -> Path:
        """The folder of the desk."""
        return desk_folder(self.options.desk)

    @cached_property
    def settings(self) -> Settings:
        """The settings of this installation."""
        return load(self.folder)

    @property
    def named_database(self) -> str | None:
        """The address of central's database, when somebody names one."""
        return self.options.values.get("--database") or os.environ.get("WIJKDESK_DATABASE")

    @property
    def database(self) -> str:
        """The address of central's database; UsageError when nobody names one."""
        if not self.named_database:
            raise UsageError("missing_parameter", given="--database")
        return self.named_database

    @contextmanager
    def unlocked(self) -> Iterator[Desk]:
        """Open the desk for as long as the block lasts."""
        if not (self.folder / HEADER).exists():
            raise OutsideTrouble("no_desk")
        file = self.options.values.get("--passphrase-file")
        desk = Desk.open(self.folder, passphrase.known(self.voice.words, file), now=self.now)
        try:
            yield desk
        finally:
            desk.close()

    @contextmanager
    def central(self) -> Iterator[Storage]:
        """Open central's database for as long as the block lasts."""
        from wijkdesk.central.storage import Storage

        storage = Storage.open(self.database)
        try:
            yield storage
        finally:
            storage.close()

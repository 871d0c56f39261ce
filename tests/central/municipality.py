"""A town with a recovery key in its safe, and a laptop of Anna that is sealed to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.town.road import Road
from tests.town.town import SERVER, Town
from wijkdesk.caseload import recovery as at_desk
from wijkdesk.caseload.desk import Desk
from wijkdesk.central import people, recovery
from wijkdesk.changes import recovery as papers
from wijkdesk.config.settings import Settings
from wijkdesk.store import key
from wijkdesk.sync.enrol import enrol

OLD, NEW = b"een lange wachtzin van Anna", b"een heel nieuwe lange wachtzin"
CHEAP = key.MEMORY_STEPS[0]


class Municipality:
    """A town with a recovery key in its safe, and Anna's laptop."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.town, self.folder = town, folder
        made, self.public = recovery.make_key(town.storage, town.clock())
        self.safe = papers.write(made)
        self.enrol(folder).close()

    def enrol(self, folder: Path, **rules: Any) -> Desk:
        """Make a desk for Anna; IT's policy names the recovery key, unless told otherwise."""
        code = people.invite(self.town.storage, self.town.person("anna"), self.town.clock()).code
        road = Road()
        return enrol(
            folder, SERVER, code, bytearray(OLD), now=self.town.clock, memory=CHEAP,
            post=lambda request: road.carry(self.town.central, request),
            rules=Settings(rules or {"recovery_key": self.public}, {}),
        )  # fmt: skip

    def released(self, request: bytes) -> bytes:
        """Return what central makes of a request."""
        return papers.write(recovery.release(self.town.storage, request, self.town.clock()))

    def recover(self, answer: bytes, new: bytes = NEW) -> Desk:
        """Open Anna's laptop with an answer."""
        return at_desk.recover_with_answer(
            self.folder, answer, bytearray(new), now=self.town.clock, memory=CHEAP
        )

    def rows(self, asked: str, *values: str) -> list[Any]:
        """Return what central's database says."""
        with self.town.storage.snapshot() as tx:
            return list(tx.exec_driver_sql(asked, values).all())

"""An unlocked desk: the store, the person at it, the policy in force and the time."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wijkdesk.caseload.act import Act
from wijkdesk.domain import Neighbourhood, Person
from wijkdesk.domain.noun import Known
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.i18n.calendar import today, utc_now
from wijkdesk.policy.access import may_do
from wijkdesk.policy.parameters import parameter
from wijkdesk.store import audit, confirmed, draft, inbox, key, meta, migrate, outbox, records
from wijkdesk.store.database import Database, Transaction
from wijkdesk.store.database import check as encryption
from wijkdesk.store.lock import Lock

FILE, HEADER = "desk.db", "vault.json"


class Desk:
    """One person's caseload on this laptop, open. One thread at a time uses it."""

    def __init__(
        self, folder: Path, database: Database, lock: Lock, now: Callable[[], datetime]
    ) -> None:
        self.folder, self.database, self.now = folder, database, now
        self._lock = lock
        self.look_again()

    @classmethod
    def open(
        cls, folder: Path, passphrase: bytearray, *, now: Callable[[], datetime] = utc_now
    ) -> Desk:
        """Unlock the desk in this folder; the passphrase is overwritten.

        Raises UserError: wrong_passphrase, newer_desk. OutsideTrouble: no_desk, damaged,
        desk_in_use, not_private.
        """
        with ExitStack() as undo:
            undo.callback(key.wipe, passphrase)
            if not (folder / HEADER).exists():
                raise OutsideTrouble("no_desk")
            check_private(folder)
            lock = Lock(folder)
            undo.callback(lock.release)
            secret = key.unwrap(key.read_vault(folder / HEADER), passphrase)
            desk = cls._with_key(folder, secret, lock, now)
            undo.pop_all()
        key.wipe(passphrase)
        return desk

    @classmethod
    def open_with_key(
        cls, folder: Path, secret: bytearray, *, now: Callable[[], datetime] = utc_now
    ) -> Desk:
        """Open the desk with its database key, which is overwritten."""
        with ExitStack() as undo:
            lock = Lock(folder)
            undo.callback(lock.release)
            desk = cls._with_key(folder, secret, lock, now)
            undo.pop_all()
        return desk

    @classmethod
    def make(
        cls,
        folder: Path,
        secret: bytearray,
        known: dict[str, str],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> Desk:
        """Make the encrypted file of a new desk with what enrolment told, and open it.

        The header is the caller's to write, last: a desk without one does not exist yet.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        with ExitStack() as undo:
            undo.callback(key.wipe, secret)
            lock = Lock(folder)
            undo.callback(lock.release)
            database = Database.create(folder / FILE, secret)
            undo.callback(database.close)
            migrate.migrate(database)
            with database.transaction() as tx:
                meta.keep(tx, **known)
            desk = cls(folder, database, lock, now)
            undo.pop_all()
        key.wipe(secret)
        return desk

    @classmethod
    def _with_key(
        cls, folder: Path, secret: bytearray, lock: Lock, now: Callable[[], datetime]
    ) -> Desk:
        """Open the file; what goes wrong closes it again, and the key is always overwritten."""
        with ExitStack() as undo:
            undo.callback(key.wipe, secret)
            database = Database.open(folder / FILE, secret)
            undo.callback(database.close)
            migrate.migrate(database)
            with database.transaction() as tx:
                if "person" not in meta.read(tx):
                    raise OutsideTrouble("no_desk")
            desk = cls(folder, database, lock, now)
            with database.transaction() as tx:
                audit.add(tx, now(), desk.known["person"], "", "unlock")
            undo.pop_all()
        key.wipe(secret)
        return desk

    def look_again(self) -> None:
        """Read anew who and where this is, after enrolment or a sync changed it."""
        with self.database.transaction() as tx:
            self.known = meta.read(tx)
            places = records.everything(tx, Neighbourhood)
            person = records.find(tx, Person, self.known["person"])
        self.places = frozenset(place.name for place in places)
        self.person = person or Person(
            organisation=self.organisation, id=self.known["person"], name="", roles=[], area=""
        )

    @property
    def organisation(self) -> str:
        """The id of the municipality."""
        return self.known["organisation"]

    @property
    def organisation_name(self) -> str:
        """The name of the municipality."""
        return self.known["organisation_name"]

    @property
    def demo(self) -> bool:
        """Whether everything here is made up."""
        return self.known["demo"] == "1"

    def known_now(self) -> Known:
        """Return what the rules of the profession need to know of the world."""
        return Known(today(self.now()), self.places)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read what is kept, all at one moment."""
        with self.database.transaction() as tx:
            yield tx

    @contextmanager
    def act(self, name: str) -> Iterator[Act]:
        """Do one act: record, outbox line and audit line in one transaction, or nothing.

        Raises UserError("not_yours") when this person's roles may not do it.
        """
        if not may_do(self.person.roles, name):
            raise UserError("not_yours")
        with self.database.transaction() as tx:
            act = Act(tx, name, self.organisation, self.person.id, self.now(), self.known_now())
            yield act
            act.log()

    def status(self) -> dict[str, Any]:
        """Return who and where this is, what waits, and how fresh it is."""
        with self.reading() as tx:
            self.known = meta.read(tx)
            waiting, answers = outbox.how_many(tx), inbox.how_many(tx)
            versions = len(confirmed.double(tx, None))
        last = self.known.get("last_sync") or None
        last_sync = datetime.fromisoformat(last) if last else None
        lease = parameter("lease_days", today(self.now())).value
        return {
            "person": self.person.name,
            "role": self.person.roles,
            "enrolled": self.known["enrolled_at"],
            "waiting": waiting,
            "inbox": answers,
            "versions": versions,
            "last_sync": last_sync,
            "lease_until": today(last_sync) + timedelta(days=lease) if last_sync else None,
            "schema": migrate.schema(self.database),
        }

    def verify(self) -> list[str]:
        """Return what is wrong with this desk: its file, its log. Empty: nothing."""
        found = self.database.problems()
        if found:
            return found
        with self.reading() as tx:
            broken = audit.broken_at(tx)
        return [f"audit {broken}"] if broken is not None else []

    def draft(self, place: str) -> dict[str, Any] | None:
        """Return what was being typed at a place, or None."""
        with self.reading() as tx:
            return draft.find(tx, place)

    def keep_draft(self, place: str, typed: dict[str, Any]) -> None:
        """Keep what is being typed at a place."""
        with self.database.transaction() as tx:
            draft.keep(tx, place, self.now(), typed)

    def drop_draft(self, place: str) -> None:
        """Forget what was being typed at a place."""
        with self.database.transaction() as tx:
            draft.drop(tx, place)

    def close(self) -> None:
        """Close and lock the desk."""
        self.database.close()
        self._lock.release()


def check() -> str:
    """Return the version of the encryption; RuntimeError when it would leave plain files."""
    return encryption()


def check_private(path: Path) -> None:
    """Raise OutsideTrouble("not_private") when others on this machine can read a file or folder."""
    if os.name == "posix" and path.exists():
        open_to_others = stat.S_IMODE(path.stat().st_mode) & 0o077
        if open_to_others:
            raise OutsideTrouble("not_private", file=str(path))

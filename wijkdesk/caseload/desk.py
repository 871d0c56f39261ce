"""An unlocked desk: the store, the person at it, the policy in force and the time."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from wijkdesk.caseload import vault
from wijkdesk.caseload.act import Act
from wijkdesk.caseload.destroy import destroy
from wijkdesk.caseload.lease import Lease, seen
from wijkdesk.caseload.vault import Unlocked
from wijkdesk.changes.seal import from_text
from wijkdesk.config import settings
from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.domain import Neighbourhood, Person
from wijkdesk.domain.noun import Known
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.i18n.calendar import today, utc_now
from wijkdesk.policy.access import may_do
from wijkdesk.policy.retention import over_on
from wijkdesk.store import (
    adopt,
    attempts,
    audit,
    confirmed,
    draft,
    inbox,
    key,
    meta,
    migrate,
    outbox,
    records,
)
from wijkdesk.store.database import Database, Transaction
from wijkdesk.store.database import check as encryption
from wijkdesk.store.lock import Lock


class Desk:
    """One person's caseload on this laptop, open. One thread at a time uses it."""

    def __init__(
        self, folder: Path, database: Database, lock: Lock, now: Callable[[], datetime]
    ) -> None:
        self.folder, self.database, self.now = folder, database, now
        self._lock = lock
        self.recovery_code = ""  # of a desk that was just made, to show once
        self.look_again()

    @classmethod
    def open(
        cls, folder: Path, passphrase: bytearray, *, now: Callable[[], datetime] = utc_now
    ) -> Desk:
        """Unlock the desk in this folder; the passphrase is overwritten.

        Raises UserError: wrong_passphrase, wait, newer_desk. OutsideTrouble: no_desk, damaged,
        desk_destroyed, desk_in_use, not_private.
        """
        with ExitStack() as done:
            done.callback(key.wipe, passphrase)
            desk, unlocked = cls.opened(
                folder, lambda: vault.unlock(folder, passphrase, now()), now, "unlock"
            )
            done.callback(key.wipe, unlocked.key)
            with ExitStack() as undo:
                undo.callback(desk.close)
                desk.note_attempts()
                vault.settle(folder, unlocked, passphrase, desk.person.name)
                undo.pop_all()
        return desk

    @classmethod
    def opened(
        cls,
        folder: Path,
        unlock: Callable[[], Unlocked],
        now: Callable[[], datetime],
        act: str,
        what: dict[str, Any] | None = None,
    ) -> tuple[Desk, Unlocked]:
        """Open the desk whose file `unlock` opens, with a line in the log of this act.

        What goes wrong closes it again. Raises OutsideTrouble: no_desk, damaged, desk_in_use,
        not_private, UserError("newer_desk"), and what `unlock` raises.
        """
        with ExitStack() as undo:
            if not (folder / HEADER).exists():
                raise OutsideTrouble("no_desk")
            check_private(folder)
            lock = Lock(folder)
            undo.callback(lock.release)
            unlocked = unlock()
            undo.callback(key.wipe, unlocked.key)
            undo.callback(unlocked.database.close)
            desk = cls._of_file(folder, unlocked.database, lock, now, unlocked.header.vault)
            desk.note(act, what)
            undo.pop_all()
        return desk, unlocked

    @classmethod
    def open_with_key(
        cls, folder: Path, secret: bytearray, *, now: Callable[[], datetime] = utc_now
    ) -> Desk:
        """Open the desk with its database key, which is overwritten."""
        with ExitStack() as undo:
            lock = Lock(folder)
            undo.callback(lock.release)
            with ExitStack() as done:
                done.callback(key.wipe, secret)
                database = Database.open(folder / FILE, secret)
            undo.callback(database.close)
            desk = cls._of_file(folder, database, lock, now)
            desk.note("unlock")
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
    def _of_file(
        cls,
        folder: Path,
        database: Database,
        lock: Lock,
        now: Callable[[], datetime],
        of_vault: str = "",
    ) -> Desk:
        """Return the desk of an open file, when it is one, and of this vault if one is named."""
        brought_up = migrate.migrate(database)
        with database.transaction() as tx:
            if brought_up:
                adopt.adopt(tx)
            known = meta.read(tx)
            if "person" not in known:
                raise OutsideTrouble("no_desk")
            if of_vault and known.get("vault", of_vault) != of_vault:
                raise OutsideTrouble("damaged")
            if of_vault and "vault" not in known:
                meta.keep(tx, vault=of_vault)
        return cls(folder, database, lock, now)

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
        return Known(today(self.now()), self.places, over_on)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read what is kept, all at one moment.

        Raises UserError: lease_over, clock_back.
        """
        Lease(self).check()
        with self.database.transaction() as tx:
            yield tx

    @contextmanager
    def act(self, name: str) -> Iterator[Act]:
        """Do one act: record, outbox line and audit line in one transaction, or nothing.

        Raises UserError: lease_over, clock_back, and not_yours when this person's roles may not
        do it.
        """
        Lease(self).check()
        if not may_do(self.person.roles, name):
            raise UserError("not_yours")
        time = seen(self)
        with self.database.transaction() as tx:
            act = Act(tx, name, self.organisation, self.person.id, self.now(), self.known_now())
            yield act
            act.log()
            if time:
                meta.keep(tx, **time)
        self.known |= {name: str(value) for name, value in time.items()}

    def status(self) -> dict[str, Any]:
        """Return who and where this is, what waits, and how fresh it is."""
        with self.database.transaction() as tx:
            self.known = meta.read(tx)
            waiting, answers = outbox.how_many(tx), inbox.how_many(tx)
            versions = len(confirmed.double(tx, None))
        last = self.known.get("last_sync") or None
        return {
            "person": self.person.name,
            "role": self.person.roles,
            "enrolled": self.known["enrolled_at"],
            "waiting": waiting,
            "inbox": answers,
            "versions": versions,
            "last_sync": datetime.fromisoformat(last) if last else None,
            "lease_until": Lease(self).until,
            "schema": migrate.schema(self.database),
        }

    def compact(self) -> tuple[int, int]:
        """Give back the room that erased records took; return the bytes before and after.

        Raises OutsideTrouble("disk_full"); then the desk is as it was.
        """
        before = self._size()
        self.database.compact()
        return before, self._size()

    def _size(self) -> int:
        return (self.folder / FILE).stat().st_size

    def draft(self, place: str) -> dict[str, Any] | None:
        """Return what was being typed at a place, or None."""
        with self.database.transaction() as tx:
            return draft.find(tx, place)

    def keep_draft(self, place: str, typed: dict[str, Any]) -> None:
        """Keep what is being typed at a place."""
        with self.database.transaction() as tx:
            draft.keep(tx, place, self.now(), typed)

    def drop_draft(self, place: str) -> None:
        """Forget what was being typed at a place."""
        with self.database.transaction() as tx:
            draft.drop(tx, place)

    def change_passphrase(
        self, old: bytearray, new: bytearray, *, memory: int | None = None
    ) -> str:
        """Give the desk another passphrase and its file another key; both words are overwritten.

        Returns a new recovery code to show once, or "" where the municipality has a recovery key.
        A backup keeps the passphrase it was made with. Raises UserError: wrong_passphrase, wait,
        passphrase_too_short, passphrase_too_long. OutsideTrouble: disk_full, disk_trouble,
        damaged.
        """
        with ExitStack() as done:
            for words in (old, new):
                done.callback(key.wipe, words)
            vault.check_length(settings.load(self.folder), new)
            current = vault.current(self.folder, self.database, old, self.now())
            done.callback(key.wipe, current.key)
            if current.header.vault != self.known.get("vault", current.header.vault):
                raise OutsideTrouble("damaged")
            self.note_attempts()
            # Noted first: a line without a change is better than a change without a line.
            self.note("change_passphrase")
            return self.renew(current, new, memory)

    def renew(self, current: Unlocked, new: bytearray, memory: int | None = None) -> str:
        """Go on with another passphrase and key, as `change_passphrase` tells of it."""
        public = from_text(self.known.get("recovery_key", "")) or None
        return vault.renew(self.folder, current, new, public, memory)

    def note_attempts(self) -> None:
        """Put wrong passphrases in the log, and forget them outside it."""
        count = attempts.clear(self.folder)
        if count:
            self.note("unlock_failed", {"count": count})

    def note(self, act: str, what: dict[str, Any] | None = None) -> None:
        """Put a line in the log of something that happened to the desk itself."""
        with self.database.transaction() as tx:
            audit.add(tx, self.now(), self.person.id, "", act, what=what)

    def destroy(self, *, recovery: bool) -> None:
        """Destroy the keys of this desk, those for recovery only when they are named; close it."""
        destroy(self.folder, self.database, recovery=recovery)
        self.close()

    def close(self) -> None:
        """Close and lock the desk; nothing happens to one that is closed."""
        if self.database.connection is not None:
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

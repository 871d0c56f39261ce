"""The vault of a desk: unlock it, give it another passphrase, and leave nothing half done.

A passphrase and its database key change together, so that who once had an older header with its
passphrase has nothing of what was written since. While they change the header holds both, in two
slots; the one whose key opens the file is the true one, and the next unlock drops the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from wijkdesk.config.desks import FILE, HEADER
from wijkdesk.config.settings import Settings
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.store import attempts, key
from wijkdesk.store.database import Database, check_key
from wijkdesk.store.header import (
    FORMAT,
    LONGEST_NAME,
    Header,
    Slot,
    read_header,
    write_header,
)

Keys = list[tuple[int, bytearray]]
"""Database keys that may be the true one, each with the number of its slot."""
_Opened = TypeVar("_Opened")


@dataclass(frozen=True)
class Unlocked:
    """The open file of a desk, with its key, which the caller overwrites, and the true slot."""

    database: Database
    header: Header
    slot: Slot
    key: bytearray


def unlock(folder: Path, passphrase: bytearray, now: datetime) -> Unlocked:
    """Open the file of a desk with its passphrase.

    Raises UserError: wrong_passphrase, wait, passphrase_too_long, newer_desk. OutsideTrouble:
    damaged, desk_destroyed, disk_trouble.
    """
    header = read_header(folder / HEADER)
    return _tried(folder, now, lambda: open_with(folder, header, key.unwrap(header, passphrase)))


def open_with(folder: Path, header: Header, keys: Keys) -> Unlocked:
    """Open the file of a desk with the one of these keys that fits.

    Raises UserError("wrong_passphrase") when that of the other slot would, and
    OutsideTrouble("damaged") when none does.
    """
    slot, secret, database = _true(header, keys, partial(Database.open, folder / FILE))
    return Unlocked(database, header, slot, secret)


def settle(folder: Path, unlocked: Unlocked, passphrase: bytearray, person: str) -> None:
    """Leave one slot in the header, in the format of now, and the name of whose desk it is."""
    header = _settled(unlocked.header, unlocked.slot, person)
    if unlocked.header.format < FORMAT:
        slot = key.wrap(header, unlocked.key, passphrase, unlocked.slot.memory)
        header = replace(header, slots=(slot,))
    if header != unlocked.header:
        write_header(header, folder / HEADER)


def current(folder: Path, database: Database, passphrase: bytearray, now: datetime) -> Unlocked:
    """Return what belongs to a desk that is open already; raises what `unlock` raises."""
    header = read_header(folder / HEADER)
    fits = partial(check_key, folder / FILE)
    slot, secret, _ = _tried(
        folder, now, lambda: _true(header, key.unwrap(header, passphrase), fits)
    )
    settled = _settled(header, slot, header.person)
    if header.format < FORMAT:
        slot = key.wrap(settled, secret, passphrase, slot.memory)
    return Unlocked(database, settled, slot, secret)


def renew(
    folder: Path,
    unlocked: Unlocked,
    passphrase: bytearray,
    public: bytes | None,
    memory: int | None = None,
) -> str:
    """Give an open desk another passphrase and key; killed at any moment, one of the two opens it.

    The new key is sealed to the recovery key if there is one, else put under a new recovery code,
    which is returned to be shown once. Raises OutsideTrouble: disk_full, disk_trouble, damaged.
    """
    header, file, secret = unlocked.header, folder / HEADER, key.new_key()
    try:
        fresh = key.wrap(header, secret, passphrase, memory)
        fresh, code = _recoverable(header, fresh, secret, public)
        write_header(replace(header, slots=(unlocked.slot, fresh)), file)
        unlocked.database.change_key(folder / FILE, unlocked.key, secret)
        write_header(replace(header, slots=(fresh,)), file)
    finally:
        key.wipe(secret)
    return code


def secure(folder: Path, secret: bytearray, public: bytes | None) -> str:
    """Let a desk that is being made be recovered; return the code to show once, if it is by code.

    Raises OutsideTrouble("disk_trouble").
    """
    header = read_header(folder / HEADER)
    slot, code = _recoverable(header, header.slots[0], secret, public)
    write_header(replace(header, slots=(slot,)), folder / HEADER)
    return code


def name(folder: Path, person: str) -> None:
    """Let the unlock screen show whose desk this is; OutsideTrouble("disk_trouble")."""
    header = read_header(folder / HEADER)
    write_header(replace(header, person=person[:LONGEST_NAME]), folder / HEADER)


def check_length(rules: Settings, passphrase: bytearray) -> None:
    """Raise UserError: passphrase_too_short for fewer characters than IT wants, or too_long."""
    if len(passphrase) > key.LONGEST_PASSPHRASE:
        raise UserError("passphrase_too_long", field="passphrase")
    shortest = rules.number("passphrase_length")
    if len(passphrase.decode(errors="replace")) < shortest:
        raise UserError("passphrase_too_short", field="passphrase", shortest=shortest)


def _settled(header: Header, slot: Slot, person: str) -> Header:
    name = person[:LONGEST_NAME] or header.person
    return replace(header, person=name, slots=(slot,), format=FORMAT)


def _recoverable(
    header: Header, slot: Slot, secret: bytearray, public: bytes | None
) -> tuple[Slot, str]:
    if public:
        return replace(slot, recovery=key.to_key(header, secret, public)), ""
    code = key.new_code()
    return replace(slot, recovery=key.under_code(header, secret, code)), code


def _tried(folder: Path, now: datetime, opened: Callable[[], _Opened]) -> _Opened:
    """Try a passphrase; a wrong one is noted, and one that comes too soon is not looked at."""
    attempts.check(folder, now)
    try:
        return opened()
    except UserError as refused:
        if refused.code == "wrong_passphrase":
            attempts.failed(folder, now)
        raise


def _true(
    header: Header, keys: Keys, opens: Callable[[bytearray], _Opened]
) -> tuple[Slot, bytearray, _Opened]:
    """Return the slot whose key opens the file, that key, and what it opened."""
    for number, secret in keys:
        try:
            opened = opens(secret)
        except OutsideTrouble as trouble:
            key.wipe(secret)
            if trouble.code != "damaged":
                raise
        else:
            return header.slots[number], secret, opened
    if len(keys) < len(header.slots):
        # The passphrase was changing: that of the other slot counts.
        raise UserError("wrong_passphrase", field="passphrase")
    raise OutsideTrouble("damaged")

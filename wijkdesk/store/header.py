"""The header of a vault: how its key is wrapped, in a file beside the encrypted one.

It is plain, so that a desk can be unlocked at all, and carries a plain checksum, so that damage
is told from a wrong passphrase. What it says of the derivation is judged before anything is
derived: a hostile header could hang or kill the unlock before its seal is looked at.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from wijkdesk.changes.seal import FINGERPRINT_LENGTH, canonical, from_text
from wijkdesk.config.desks import LARGEST_HEADER
from wijkdesk.errors import OutsideTrouble, UserError, of_disk

FORMAT = 2
FIRST_FORMAT = 1  # one slot, written flat; it becomes the format of now at its first unlock
KEY_LENGTH, SALT_LENGTH, NONCE_LENGTH, SEAL_LENGTH = 32, 16, 12, 16  # bytes
SEALED_LENGTH = 1120 + KEY_LENGTH + SEAL_LENGTH  # what HPKE makes of a key
MOST_SLOTS = 2  # the second is there only while the passphrase changes
LONGEST_NAME = 200
_BOUNDS = {"memory": (64 << 10, 1 << 20), "passes": (3, 10), "lanes": (1, 8)}
_COST = ("salt", "memory", "passes", "lanes", "nonce")
_LENGTHS = {
    "salt": SALT_LENGTH, "nonce": NONCE_LENGTH, "wrapped": KEY_LENGTH + SEAL_LENGTH,
}  # fmt: skip


@dataclass(frozen=True)
class Wrap:
    """A database key under words that somebody knows. `memory` in KiB; bytes are hexadecimal."""

    salt: str
    memory: int
    passes: int
    lanes: int
    nonce: str
    wrapped: str

    def cost(self) -> dict[str, Any]:
        """Return the own parameters: everything but the seal itself."""
        return {name: getattr(self, name) for name in _COST}


@dataclass(frozen=True)
class ToCode(Wrap):
    """The same key under the recovery code, for an installation without a recovery key."""

    kind: str = "code"


@dataclass(frozen=True)
class ToKey:
    """The same key, sealed to the recovery key in the safe of the municipality."""

    fingerprint: str
    sealed: str
    kind: str = "key"


@dataclass(frozen=True)
class Slot(Wrap):
    """One database key: under the passphrase, and under what recovers it when that is forgotten.

    Nothing is wrapped in the slot of a desk that was told to destroy its key.
    """

    recovery: ToCode | ToKey | None = None


@dataclass(frozen=True)
class Header:
    """What lies beside the encrypted file; `person` is the name that the unlock screen shows."""

    vault: str
    person: str
    slots: tuple[Slot, ...]
    format: int = FORMAT

    def said(self) -> dict[str, Any]:
        """Return the header as it is written, without its checksum."""
        if self.format == FIRST_FORMAT:
            (slot,) = self.slots
            flat = {**slot.cost(), "wrapped": slot.wrapped}
            return {"format": self.format, "vault": self.vault, **flat}
        return {**asdict(self), "slots": [asdict(slot) for slot in self.slots]}

    def bound(self, wrap: Wrap) -> bytes:
        """Return what the seal of a wrap in this header is bound to."""
        said = {"format": self.format, "vault": self.vault, **wrap.cost()}
        if self.format == FIRST_FORMAT:
            return json.dumps(said, sort_keys=True).encode()
        return canonical({**said, "kind": getattr(wrap, "kind", "passphrase")})

    def checksum(self) -> str:
        """Return the plain checksum that tells damage from a wrong passphrase."""
        if self.format == FIRST_FORMAT:
            (slot,) = self.slots
            return sha256(self.bound(slot) + slot.wrapped.encode()).hexdigest()
        return sha256(canonical(self.said())).hexdigest()


def write_header(header: Header, file: Path) -> None:
    """Write the header so that a crash leaves the old one or the new one, never half of it.

    Raises OutsideTrouble: disk_full, disk_trouble.
    """
    body = json.dumps({**header.said(), "checksum": header.checksum()}, indent=1).encode()
    write_whole(file, body)


def write_whole(file: Path, body: bytes) -> None:
    """Write a private file that is there whole, or as it was.

    Raises OutsideTrouble: disk_full, disk_trouble.
    """
    try:
        _write_whole(file, body)
    except OSError as error:
        raise of_disk(error) from error


def _write_whole(file: Path, body: bytes) -> None:
    fresh = file.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_header(file: Path) -> Header:
    """Return the header in this file.

    Raises OutsideTrouble("damaged") when its bytes are not as written or out of bounds,
    OutsideTrouble("disk_trouble") when they cannot be read, UserError("newer_desk") when a later
    version made it.
    """
    try:
        with file.open("rb") as source:
            return parse_header(source.read(LARGEST_HEADER))
    except OSError as error:
        raise OutsideTrouble("disk_trouble") from error


def parse_header(body: bytes) -> Header:
    """Return the header that these bytes are; raises as `read_header`."""
    try:
        found = json.loads(body.decode())
        if found["format"] > FORMAT:
            raise UserError("newer_desk")
        checksum = found.pop("checksum")
        header = _first(found) if found["format"] == FIRST_FORMAT else _header(found)
        sound = _sound(header) and header.checksum() == checksum
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutsideTrouble("damaged") from error
    if not sound:
        raise OutsideTrouble("damaged")
    return header


def _first(found: dict[str, Any]) -> Header:
    format_, vault = found.pop("format"), found.pop("vault")
    return Header(vault, "", (Slot(**found),), format_)


def _header(found: dict[str, Any]) -> Header:
    slots = found.pop("slots")
    if not isinstance(slots, list) or not 1 <= len(slots) <= MOST_SLOTS:
        raise ValueError("slots")
    return Header(slots=tuple(_slot(slot) for slot in slots), **found)


def _slot(found: dict[str, Any]) -> Slot:
    recovery = found.pop("recovery")
    if recovery is None:
        return Slot(**found)
    kinds: dict[str, type[ToCode | ToKey]] = {"code": ToCode, "key": ToKey}
    return Slot(**found, recovery=kinds[recovery["kind"]](**recovery))


def _sound(header: Header) -> bool:
    """Say whether keys can be derived from this; TypeError or ValueError for another type."""
    return (
        type(header.format) is int
        and header.format in (FIRST_FORMAT, FORMAT)
        and isinstance(header.vault, str)
        and isinstance(header.person, str)
        and len(header.person) <= LONGEST_NAME
        and all(_bounded(slot, empty=True) for slot in header.slots)
        and all(_recovers(slot.recovery) for slot in header.slots)
    )


def _bounded(wrap: Wrap, *, empty: bool) -> bool:
    lengths = {name: len(bytes.fromhex(getattr(wrap, name))) for name in _LENGTHS}
    if empty and not wrap.wrapped:
        lengths["wrapped"] = _LENGTHS["wrapped"]
    return lengths == _LENGTHS and all(
        type(getattr(wrap, name)) is int and lowest <= getattr(wrap, name) <= highest
        for name, (lowest, highest) in _BOUNDS.items()
    )


def _recovers(recovery: ToCode | ToKey | None) -> bool:
    if isinstance(recovery, ToCode):
        return _bounded(recovery, empty=False)
    if isinstance(recovery, ToKey):
        sealed = from_text(recovery.sealed) or b""
        named = len(bytes.fromhex(recovery.fingerprint)) * 2 == FINGERPRINT_LENGTH
        return named and len(sealed) == SEALED_LENGTH
    return True

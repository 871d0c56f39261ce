"""From passphrase to database key: Argon2id and AES-256-GCM around a random key.

The vault header lies beside the encrypted file. It says how the key was wrapped, and carries a
plain checksum so that damage is told from a wrong passphrase. Keys live in bytearrays, which the
caller overwrites; nothing here keeps one.
"""

from __future__ import annotations

import json
import os
import time
import unicodedata
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from wijkdesk.errors import OutsideTrouble, UserError

FORMAT = 1
KEY_LENGTH, SALT_LENGTH, NONCE_LENGTH, SEAL_LENGTH = 32, 16, 12, 16  # bytes
PASSES, LANES = 3, 4
MEMORY_STEPS = (64 << 10, 128 << 10, 256 << 10)  # KiB: 64, 128 and 256 MiB
SLOWEST = 0.6  # seconds one derivation may take on this machine
LONGEST_PASSPHRASE = 1 << 20  # bytes
LARGEST_HEADER = 1 << 16
# A hostile header could hang or kill the unlock before its seal is looked at.
_BOUNDS = {"memory": (64 << 10, 1 << 20), "passes": (3, 10), "lanes": (1, 8)}


@dataclass(frozen=True)
class Vault:
    """The header of a vault: how its key is wrapped. `memory` is in KiB; bytes are hexadecimal."""

    vault: str
    salt: str
    memory: int
    passes: int
    lanes: int
    nonce: str
    wrapped: str
    format: int = FORMAT

    def bound(self) -> bytes:
        """Return what the seal is bound to: everything but the seal itself."""
        kept = {name: value for name, value in asdict(self).items() if name != "wrapped"}
        return json.dumps(kept, sort_keys=True).encode()

    def checksum(self) -> str:
        """Return the plain checksum that tells damage from a wrong passphrase."""
        return sha256(self.bound() + self.wrapped.encode()).hexdigest()


def new_key() -> bytearray:
    """Return a fresh random database key."""
    return bytearray(os.urandom(KEY_LENGTH))


def wipe(secret: bytearray) -> None:
    """Overwrite a secret."""
    secret[:] = bytes(len(secret))


def wrap(key: bytearray, secret: bytearray, memory: int | None = None) -> Vault:
    """Return a vault that holds `key` under a passphrase; `memory` in KiB, else as measured."""
    memory = memory or measured_memory()
    salt, nonce = os.urandom(SALT_LENGTH), os.urandom(NONCE_LENGTH)
    open_vault = Vault(str(uuid4()), salt.hex(), memory, PASSES, LANES, nonce.hex(), "")
    outer = _derive(open_vault, secret)
    wrapped = AESGCM(outer).encrypt(nonce, bytes(key), open_vault.bound())
    wipe(outer)
    return Vault(**{**asdict(open_vault), "wrapped": wrapped.hex()})


def unwrap(vault: Vault, secret: bytearray) -> bytearray:
    """Return the database key.

    Raises UserError("wrong_passphrase"), UserError("passphrase_too_long") and
    OutsideTrouble("damaged") for a header outside the bounds.
    """
    outer = _derive(vault, secret)
    key = bytearray(KEY_LENGTH)
    try:
        AESGCM(outer).decrypt_into(
            bytes.fromhex(vault.nonce), bytes.fromhex(vault.wrapped), vault.bound(), key
        )
    except InvalidTag as error:
        raise UserError("wrong_passphrase", field="passphrase") from error
    except ValueError as error:
        raise OutsideTrouble("damaged") from error
    finally:
        wipe(outer)
    return key


def measured_memory() -> int:
    """Return the largest memory step (KiB) that this machine derives quickly enough with."""
    started = time.perf_counter()
    _argon(b"0" * 16, MEMORY_STEPS[0], PASSES, LANES).derive_into(bytearray(16), bytearray(32))
    smallest = time.perf_counter() - started
    fitting = [m for m in MEMORY_STEPS if smallest * m / MEMORY_STEPS[0] <= SLOWEST]
    return fitting[-1] if fitting else MEMORY_STEPS[0]


def write_vault(vault: Vault, file: Path) -> None:
    """Write the header so that a crash leaves the old one or the new one, never half of it.

    Raises OutsideTrouble("disk_trouble").
    """
    body = json.dumps({**asdict(vault), "checksum": vault.checksum()}, indent=1).encode()
    try:
        _write_whole(file, body)
    except OSError as error:
        raise OutsideTrouble("disk_trouble") from error


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


def read_vault(file: Path) -> Vault:
    """Return the header in this file.

    Raises OutsideTrouble("damaged") when its bytes are not as written, OutsideTrouble(
    "disk_trouble") when they cannot be read, UserError("newer_desk") when a later version made it.
    """
    try:
        with file.open("rb") as source:
            found = json.loads(source.read(LARGEST_HEADER).decode())
        if found["format"] > FORMAT:
            raise UserError("newer_desk")
        checksum = found.pop("checksum")
        vault = Vault(**found)
        sound = _sound(vault) and vault.checksum() == checksum
    except OSError as error:
        raise OutsideTrouble("disk_trouble") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise OutsideTrouble("damaged") from error
    if not sound:
        raise OutsideTrouble("damaged")
    return vault


def _sound(vault: Vault) -> bool:
    """Say whether this header can be derived from; TypeError or ValueError for another type."""
    lengths = [len(bytes.fromhex(text)) for text in (vault.salt, vault.nonce, vault.wrapped)]
    return (
        vault.format == FORMAT
        and isinstance(vault.vault, str)
        and lengths == [SALT_LENGTH, NONCE_LENGTH, KEY_LENGTH + SEAL_LENGTH]
        and all(
            type(getattr(vault, name)) is int and lowest <= getattr(vault, name) <= highest
            for name, (lowest, highest) in _BOUNDS.items()
        )
    )


def _derive(vault: Vault, secret: bytearray) -> bytearray:
    if len(secret) > LONGEST_PASSPHRASE:
        raise UserError("passphrase_too_long", field="passphrase")
    outer, same = bytearray(KEY_LENGTH), _in_one_form(secret)
    argon = _argon(bytes.fromhex(vault.salt), vault.memory, vault.passes, vault.lanes)
    try:
        argon.derive_into(same, outer)
    finally:
        wipe(same)
    return outer


def _in_one_form(secret: bytearray) -> bytearray:
    """Return a passphrase in NFC: keyboards write the same letter in more than one way."""
    try:
        return bytearray(unicodedata.normalize("NFC", secret.decode()).encode())
    except UnicodeDecodeError:
        return bytearray(secret)


def _argon(salt: bytes, memory: int, passes: int, lanes: int) -> Argon2id:
    return Argon2id(
        salt=salt, length=KEY_LENGTH, iterations=passes, lanes=lanes, memory_cost=memory
    )

"""From words to database key: Argon2id and AES-256-GCM around a random key.

The words are a passphrase or, when that is forgotten, the recovery code; where the municipality
has a recovery key, the database key is sealed to that instead. Keys live in bytearrays, which the
caller overwrites; nothing here keeps one.
"""

from __future__ import annotations

import base64
import os
import time
import unicodedata
from dataclasses import replace
from typing import Any
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from wijkdesk.changes import seal
from wijkdesk.changes.recovery import to_recovery
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.store.header import (
    KEY_LENGTH,
    NONCE_LENGTH,
    SALT_LENGTH,
    Header,
    Slot,
    ToCode,
    ToKey,
    Wrap,
)

PASSES, LANES = 3, 4
MEMORY_STEPS = (64 << 10, 128 << 10, 256 << 10)  # KiB: 64, 128 and 256 MiB
SLOWEST = 0.6  # seconds one derivation may take on this machine
LONGEST_PASSPHRASE = 1 << 20  # bytes
CODE_BITS = 120
_GROUP = 4
_MISREAD = str.maketrans("018", "OIB")  # digits that a code does not have


def new_key() -> bytearray:
    """Return a fresh random database key."""
    return bytearray(os.urandom(KEY_LENGTH))


def new_vault(key: bytearray, secret: bytearray, memory: int | None = None) -> Header:
    """Return the header of a new vault that holds `key` under a passphrase, as `wrap` does."""
    header = Header(str(uuid4()), "", ())
    return replace(header, slots=(wrap(header, key, secret, memory),))


def new_code() -> str:
    """Return a fresh recovery code: groups of four letters and digits that cannot be confused."""
    letters = base64.b32encode(os.urandom(CODE_BITS // 8)).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def wipe(secret: bytearray) -> None:
    """Overwrite a secret."""
    secret[:] = bytes(len(secret))


def wrap(header: Header, key: bytearray, secret: bytearray, memory: int | None = None) -> Slot:
    """Return a slot for this header with `key` under a passphrase, and nothing to recover it.

    `memory` in KiB, else as measured. Raises UserError("passphrase_too_long").
    """
    words = _in_one_form(secret)
    try:
        made = _wrapped(header, Slot, key, words, memory or measured_memory())
    finally:
        wipe(words)
    return Slot(**made)


def under_code(header: Header, key: bytearray, code: str) -> ToCode:
    """Return the same key under a recovery code, which is random and needs no dear derivation."""
    return ToCode(**_wrapped(header, ToCode, key, _letters(code), MEMORY_STEPS[0]))


def to_key(header: Header, key: bytearray, public: bytes) -> ToKey:
    """Return the same key sealed to the recovery key; ValueError for what is no public key."""
    sealed = seal.seal_to(public, bytes(key), to_recovery(header.vault))
    return ToKey(seal.fingerprint(public), seal.to_text(sealed))


def unwrap(header: Header, secret: bytearray) -> list[tuple[int, bytearray]]:
    """Return the database keys that a passphrase gives, each with the number of its slot.

    Raises UserError("wrong_passphrase") when it gives none, UserError("passphrase_too_long"), and
    OutsideTrouble("desk_destroyed") when nothing is left to unwrap.
    """
    kept = [(number, slot) for number, slot in enumerate(header.slots) if slot.wrapped]
    if not kept:
        raise OutsideTrouble("desk_destroyed")
    words = _in_one_form(secret)
    try:
        found = [(number, _unwrapped(header, slot, words)) for number, slot in kept]
    finally:
        wipe(words)
    given = [(number, key) for number, key in found if key is not None]
    if not given:
        raise UserError("wrong_passphrase", field="passphrase")
    return given


def unwrap_code(header: Header, code: str) -> list[tuple[int, bytearray]]:
    """Return the database keys that a recovery code gives, each with the number of its slot.

    Raises UserError: wrong_code, or no_recovery when no code was ever made.
    """
    codes = [
        (number, slot.recovery)
        for number, slot in enumerate(header.slots)
        if isinstance(slot.recovery, ToCode)
    ]
    if not codes:
        raise UserError("no_recovery")
    found = [(number, _unwrapped(header, under, _letters(code))) for number, under in codes]
    given = [(number, key) for number, key in found if key is not None]
    if not given:
        raise UserError("wrong_code", field="code")
    return given


def destroy(header: Header, *, recovery: bool) -> Header:
    """Return the header without what the passphrase opens; with `recovery`, without all of it."""
    gone = tuple(
        replace(slot, wrapped="", recovery=None if recovery else slot.recovery)
        for slot in header.slots
    )
    return replace(header, slots=gone)


def measured_memory() -> int:
    """Return the largest memory step (KiB) that this machine derives quickly enough with."""
    started = time.perf_counter()
    _argon(b"0" * 16, MEMORY_STEPS[0], PASSES, LANES).derive_into(bytearray(16), bytearray(32))
    smallest = time.perf_counter() - started
    fitting = [m for m in MEMORY_STEPS if smallest * m / MEMORY_STEPS[0] <= SLOWEST]
    return fitting[-1] if fitting else MEMORY_STEPS[0]


def _wrapped(
    header: Header, kind: type[Wrap], key: bytearray, words: bytearray, memory: int
) -> dict[str, Any]:
    """Return what a wrap of this kind says, with the key sealed in it."""
    salt, nonce = os.urandom(SALT_LENGTH), os.urandom(NONCE_LENGTH)
    bare = kind(salt.hex(), memory, PASSES, LANES, nonce.hex(), "")
    outer = _derive(bare, words)
    wrapped = AESGCM(outer).encrypt(nonce, key, header.bound(bare))
    wipe(outer)
    return {**bare.cost(), "wrapped": wrapped.hex()}


def _unwrapped(header: Header, under: Wrap, words: bytearray) -> bytearray | None:
    """Return the key in a wrap, or None when these are not its words."""
    outer, key = _derive(under, words), bytearray(KEY_LENGTH)
    nonce, wrapped = bytes.fromhex(under.nonce), bytes.fromhex(under.wrapped)
    try:
        AESGCM(outer).decrypt_into(nonce, wrapped, header.bound(under), key)
    except InvalidTag:
        return None
    finally:
        wipe(outer)
    return key


def _derive(under: Wrap, words: bytearray) -> bytearray:
    outer = bytearray(KEY_LENGTH)
    argon = _argon(bytes.fromhex(under.salt), under.memory, under.passes, under.lanes)
    argon.derive_into(words, outer)
    return outer


def _in_one_form(secret: bytearray) -> bytearray:
    """Return a passphrase in NFC: keyboards write the same letter in more than one way."""
    if len(secret) > LONGEST_PASSPHRASE:
        raise UserError("passphrase_too_long", field="passphrase")
    try:
        return bytearray(unicodedata.normalize("NFC", secret.decode()).encode())
    except UnicodeDecodeError:
        return bytearray(secret)


def _letters(code: str) -> bytearray:
    """Return the letters of a code; how it was typed does not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return bytearray(letters.translate(_MISREAD)[:LONGEST_PASSPHRASE].encode())


def _argon(salt: bytes, memory: int, passes: int, lanes: int) -> Argon2id:
    return Argon2id(
        salt=salt, length=KEY_LENGTH, iterations=passes, lanes=lanes, memory_cost=memory
    )

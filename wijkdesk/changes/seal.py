"""Signing and verifying: pure functions over bytes, for both ends.

A request carries one short header instead of a token: device, counter, time and an Ed25519
signature over everything that matters. The counter rises with every request, so that a signature
is good for once without anybody keeping a list, and no clock is compared but central's.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SCHEME = "WD1"
LONGEST_HEADER = 160


@dataclass(frozen=True)
class Signed:
    """The header of a signed request: `at` in seconds since 1970."""

    device: str
    counter: int
    at: int
    signature: bytes


@dataclass(frozen=True)
class Envelope:
    """What a signature is over, beside device, counter and time."""

    organisation: str
    audience: str
    method: str
    path: str
    body: bytes

    def covered(self, device: str, counter: int, at: int) -> bytes:
        """Return the bytes that are signed."""
        parts = (
            SCHEME, self.organisation, self.audience, self.method, self.path,
            device, str(counter), str(at), sha256(self.body).hexdigest(),
        )  # fmt: skip
        return "\n".join(parts).encode()


def new_key() -> tuple[bytes, bytes]:
    """Return a new device's private and public key, 32 bytes each."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Return the signature of a message, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the holder of this key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def header(private: bytes, device: str, counter: int, at: int, envelope: Envelope) -> str:
    """Return the Authorization header of a request."""
    signature = sign(private, envelope.covered(device, counter, at))
    return f"{SCHEME} {device}.{counter}.{at}.{to_text(signature)}"


def read_header(text: str) -> Signed | None:
    """Return what an Authorization header says, or None if it is not one of ours."""
    if len(text) > LONGEST_HEADER or not text.startswith(SCHEME + " "):
        return None
    parts = text.removeprefix(SCHEME + " ").split(".")
    if len(parts) != 4 or not (parts[1].isdecimal() and parts[2].isdecimal()):
        return None
    signature = from_text(parts[3])
    if signature is None or len(parts[1]) > 16 or len(parts[2]) > 16:
        return None
    return Signed(parts[0], int(parts[1]), int(parts[2]), signature)


def to_text(raw: bytes) -> str:
    """Return bytes as short text without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes | None:
    """Return the bytes of `to_text`, or None."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None

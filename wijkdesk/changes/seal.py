"""Signing, verifying and sealing: pure functions over bytes, for both ends.

A request carries one short header instead of a token: device, counter, time and an Ed25519
signature over everything that matters. The counter rises with every request, so that a signature
is good for once without anybody keeping a list, and no clock is compared but central's.

A secret is sealed with HPKE to a key pair of two halves, ML-KEM-768 and X25519: who breaks one of
them has nothing yet. Anybody can seal to a public key; a seal says nothing of who made it.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

SCHEME = "WD1"
LONGEST_HEADER = 160
FINGERPRINT_LENGTH = 32  # hexadecimal digits
_SEED_LENGTH, _KEM_LENGTH = 64, 1184  # bytes of the ML-KEM half; 32 of X25519 follow


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


def public_of(private: bytes) -> bytes:
    """Return the public half of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


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


def canonical(said: object) -> bytes:
    """Return the one way to write down what JSON can say, to sign it or bind a seal to it."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def recovery_pair() -> tuple[bytes, bytes]:
    """Return the private (96 bytes) and public half (1,216) of a pair to seal to."""
    kem, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    private = kem.private_bytes_raw() + curve.private_bytes_raw()
    public = kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return private, public


def fingerprint(public: bytes) -> str:
    """Return the short name of a public key, by which people compare it."""
    return sha256(public).hexdigest()[:FINGERPRINT_LENGTH]


def seal_to(public: bytes, secret: bytes, info: bytes) -> bytes:
    """Return a secret that only the private half opens, and only when told the same `info`.

    Raises ValueError for what is no public key.
    """
    kem = MLKEM768PublicKey.from_public_bytes(public[:_KEM_LENGTH])
    curve = X25519PublicKey.from_public_bytes(public[_KEM_LENGTH:])
    return _suite().encrypt(secret, hpke.MLKEM768X25519PublicKey(kem, curve), info=info)


def open_sealed(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """Return what was sealed; ValueError when it was to another key, for another end or damaged."""
    kem = MLKEM768PrivateKey.from_seed_bytes(private[:_SEED_LENGTH])
    curve = X25519PrivateKey.from_private_bytes(private[_SEED_LENGTH:])
    try:
        return _suite().decrypt(sealed, hpke.MLKEM768X25519PrivateKey(kem, curve), info=info)
    except InvalidTag as error:
        raise ValueError("not sealed to this key") from error


def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def to_text(raw: bytes) -> str:
    """Return bytes as short text without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes | None:
    """Return the bytes of `to_text`, or None."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None

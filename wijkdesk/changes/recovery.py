"""The papers of a recovery: what a laptop asks, what central releases and what IT answers.

Each is a small file that people carry. A desk's key travels in it sealed, first to the recovery key
of the municipality, then to a key that was made on the laptop for this one answer.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from wijkdesk.changes.seal import canonical

LARGEST_PAPER = 1 << 16  # bytes
MOST_KEYS = 2  # a passphrase was changing: which key is the true one only the file knows
_LISTS = ("sealed", "keys")
_TO_RECOVERY, _TO_LAPTOP = b"wijkdesk/recovery/1|", b"wijkdesk/answer/1|"

_Paper = TypeVar("_Paper", "Request", "Release", "Answer", "SafeKey")


class NotAPaper(ValueError):
    """These bytes are not the paper that was meant."""


@dataclass(frozen=True)
class Request:
    """What a laptop asks: the keys it has, sealed to a recovery key, and where to answer to."""

    vault: str
    fingerprint: str
    sealed: list[str]
    answer_to: str
    paper: str = "recovery_request"


@dataclass(frozen=True)
class Release:
    """A request that central knows the laptop and the colleague of, and lets be answered."""

    request: dict[str, Any]
    organisation: str
    device: str
    person: str
    name: str
    at: str
    sig: str = ""
    paper: str = "recovery_release"

    def covered(self) -> bytes:
        """Return what central signs: everything but the signature."""
        return canonical({**asdict(self), "sig": ""})

    def asked(self) -> Request:
        """Return the request in it; NotAPaper when it is none."""
        return _read(Request, self.request)


@dataclass(frozen=True)
class Answer:
    """The keys of a desk, sealed to the laptop that asked; `verified_by` saw who was asking."""

    vault: str
    keys: list[str]
    verified_by: str
    paper: str = "recovery_answer"


@dataclass(frozen=True)
class SafeKey:
    """The private half for the safe, with the key of the central whose releases it believes."""

    organisation: str
    name: str
    private: str
    fingerprint: str
    central_key: str
    paper: str = "recovery_key"


def write(paper: Request | Release | Answer | SafeKey) -> bytes:
    """Return a paper as the bytes of its file."""
    return json.dumps(asdict(paper), indent=1, ensure_ascii=False).encode() + b"\n"


def read(kind: type[_Paper], body: bytes) -> _Paper:
    """Return the paper of this kind that these bytes are; NotAPaper when they are another thing."""
    try:
        found = json.loads(body[: LARGEST_PAPER + 1])
    except (ValueError, RecursionError) as error:
        raise NotAPaper from error
    return _read(kind, found)


def to_recovery(vault: str) -> bytes:
    """Return what a seal to the recovery key is bound to."""
    return _TO_RECOVERY + vault.encode()


def to_laptop(vault: str) -> bytes:
    """Return what a seal to the laptop that asked is bound to."""
    return _TO_LAPTOP + vault.encode()


def _read(kind: type[_Paper], found: object) -> _Paper:
    if not isinstance(found, dict):
        raise NotAPaper
    try:
        paper = kind(**found)
        said = asdict(paper)
        canonical(said)  # refuses what cannot be written down again
    except (TypeError, ValueError, RecursionError) as error:
        raise NotAPaper from error
    sound = all(_sound(name, value) for name, value in said.items())
    if paper.paper != kind.paper or not sound:
        raise NotAPaper
    return paper


def _sound(name: str, value: object) -> bool:
    """Say whether a part of a paper is of its kind: a list of keys, a request, or text."""
    if name in _LISTS:
        return (
            isinstance(value, list)
            and 1 <= len(value) <= MOST_KEYS
            and all(isinstance(text, str) for text in value)
        )
    return isinstance(value, dict if name == "request" else str)

"""What goes over the line: compact JSON in one zstd frame, read with every limit checked.

The same limits hold at both ends (the answer of a broken or foreign server is judged as strictly
as a request): size before and after inflating, depth, numbers, names twice, odd characters.
"""

from __future__ import annotations

import io
import json
import re
from typing import Any

import zstandard

SCHEMA = 2  # of what travels: rises when a noun gets a field, or there is a new one
VERSIONS_BEHIND = 2  # how many a desk may be behind central; central itself goes first
MEDIA_TYPE = "application/x-wd"
LARGEST_SENT = 1 << 20
LARGEST_INFLATED = 8 << 20
DEEPEST = 20
LONGEST_NUMBER = 20

# Our own writer sends everything but controls as UTF-8, so these escapes are never ours.
_ODD_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?:0000|[dD][89a-fA-F])")
# Possessive: a quote that is never closed costs one walk, not one for every quote after it.
_QUOTED = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


class NotAMessage(ValueError):
    """These bytes are not a message of ours."""


class TooLarge(NotAMessage):
    """These bytes are more than anybody may send."""


def pack(message: dict[str, Any]) -> bytes:
    """Return a message as the bytes that are sent."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    return zstandard.ZstdCompressor(level=3, write_content_size=False).compress(body)


def unpack(sent: bytes) -> dict[str, Any]:
    """Return the message in these bytes; NotAMessage or TooLarge if there is none."""
    body = _inflate(sent)
    # Almost never there; asked first, since the expression looks at every byte.
    if b"\\u" in body and _ODD_ESCAPE.search(body):
        raise NotAMessage("odd characters")
    if _depth(body) > DEEPEST:
        raise NotAMessage("too deep")
    try:
        message = json.loads(
            body.decode("utf-8"),
            parse_constant=_refuse,
            parse_int=_whole,
            parse_float=_refuse,
            object_pairs_hook=_named_once,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotAMessage("not JSON") from error
    if not isinstance(message, dict):
        raise NotAMessage("not an object")
    return message


def _inflate(sent: bytes) -> bytes:
    if len(sent) > LARGEST_SENT:
        raise TooLarge("too large")
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 23)
    try:
        with reader.stream_reader(io.BytesIO(sent), read_across_frames=False) as stream:
            body = stream.read(LARGEST_INFLATED + 1)
    except zstandard.ZstdError as error:
        raise NotAMessage("not zstd") from error
    if len(body) > LARGEST_INFLATED:
        raise TooLarge("too large when inflated")
    if not body:
        raise NotAMessage("empty")
    return body


def _depth(body: bytes) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(_QUOTED.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse(text: str) -> Any:
    raise NotAMessage("not a whole number")


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise NotAMessage("number too long")
    return int(text)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAMessage("a name twice")
    return found

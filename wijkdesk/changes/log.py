"""The chain of the log: each line's hash holds the one before, the same at both ends."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

_ALWAYS = ("n", "at", "person", "capacity", "act", "kind", "record", "client", "salt")
_SINCE = ("purpose", "what")  # a line without them hashes as it did before they were there
SAID = (*_ALWAYS, *_SINCE)


def chained(before: str, line: dict[str, Any]) -> str:
    """Return the hash of a travelled line that follows the line with hash `before`."""
    said = [line.get(name) for name in _ALWAYS]
    said += [[name, line[name]] for name in _SINCE if line.get(name) is not None]
    return sha256((before + json.dumps(said, ensure_ascii=False)).encode()).hexdigest()

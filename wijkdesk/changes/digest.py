"""Whether two ends hold the same: a keyed hash per record, added up so that it can be kept.

The key is random per feed and given at enrolment, so that a hash says nothing about its contents
to anybody else.
"""

from __future__ import annotations

import json
from hashlib import blake2b

from wijkdesk.changes.row import Row

_SIZE = 16
_MODULUS = 1 << (8 * _SIZE)
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def row_hash(key: bytes, row: Row) -> int:
    """Return the hash of a record's values and versions; 0 for one with nothing to see."""
    if not row.values and not row.versions:
        return 0
    parts = [row.kind, row.id, row.made, sorted(row.values.items()), sorted(row.versions.items())]
    body = _WRITER.encode(parts).encode()
    return int.from_bytes(blake2b(body, digest_size=_SIZE, key=key).digest(), "big")


def add(total: str, difference: int) -> str:
    """Return a kept digest (hexadecimal) with a difference added."""
    return f"{(int(total or '0', 16) + difference) % _MODULUS:x}"

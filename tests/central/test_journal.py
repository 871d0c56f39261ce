"""Lines for IT: of ours every word, of a library's only its fixed words, and never of a person."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest

from wijkdesk.central.journal import Lines, claimed_device
from wijkdesk.changes import seal

MARK = "Kwarkappelmoes"
DEVICE = "11111111-1111-4111-8111-111111111111"


def line(by: str, said: str, *values: object, **more: Any) -> dict[str, Any]:
    """Return the line that a logger called `by` writes."""
    record = logging.LogRecord(
        by, logging.ERROR, __file__, 1, said, values, more.pop("error", None)
    )
    vars(record).update(more)
    written = Lines().format(record)
    assert "\n" not in written
    return dict(json.loads(written))


def test_ours_is_written_with_its_facts() -> None:
    told = line("wijkdesk.central.app", "database: %s", "23505 x", facts={"path": "/sync"})
    assert (told["said"], told["path"], told["level"]) == ("database: 23505 x", "/sync", "error")
    assert told["by"] == "wijkdesk.central.app"


@pytest.mark.parametrize("by", ["uvicorn.error", "sqlalchemy.pool", "asyncio", "wijkdeskx"])
def test_of_a_library_only_its_fixed_words_are(by: str) -> None:
    told = line(by, "Invalid request\nfuture: " + MARK)
    assert told["said"] == "Invalid request"
    assert MARK not in json.dumps(line(by, "of %s and %s", MARK, [MARK]))


def test_of_an_error_only_its_kind_is() -> None:
    try:
        raise ValueError(MARK)
    except ValueError:
        told = line("uvicorn.error", "Exception in ASGI application\n", error=sys.exc_info())
    assert told["error"] == "ValueError"
    assert MARK not in json.dumps(told)


def test_a_device_is_what_looks_like_one() -> None:
    over = seal.Envelope("o", "a", "POST", "/sync", b"")
    private = seal.new_key()[0]
    assert claimed_device(seal.header(private, DEVICE, 1, 1, over)) == DEVICE
    for header in ("", "Bearer x", f"WD1 {MARK}.1.1.x", seal.header(private, MARK, 1, 1, over),
                   seal.header(private, DEVICE + "x", 1, 1, over)):  # fmt: skip
        assert claimed_device(header) == ""

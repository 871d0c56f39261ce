"""The chain of the log: a line that was changed, left out or moved no longer follows."""

from __future__ import annotations

import pytest

from wijkdesk.changes.log import SAID, chained

LINE = {"n": 1, "at": "2026-11-23T09:00:00Z", "person": "p", "capacity": "contact_person",
        "act": "open_client", "kind": "client", "record": "r", "client": "c",
        "salt": "00"}  # fmt: skip


def test_the_same_line_after_the_same_line_has_the_same_hash() -> None:
    assert chained("", LINE) == chained("", dict(reversed(LINE.items())))
    assert chained("", {**LINE, "kind": None}) == chained("", {k: v for k, v in LINE.items()
                                                               if k != "kind"})  # fmt: skip


@pytest.mark.parametrize("part", SAID)
def test_every_part_is_held(part: str) -> None:
    assert chained("", {**LINE, part: "x"}) != chained("", LINE)


def test_the_line_before_is_held() -> None:
    assert chained("a", LINE) != chained("b", LINE)


def test_a_line_of_before_there_was_a_purpose_hashes_as_it_did() -> None:
    said = "e675ca7ce9e097be"
    assert chained("", LINE).startswith(said)

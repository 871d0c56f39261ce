"""Text people typed: controls go, every language stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkdesk.domain.text import plain, storable

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "text",
    [
        "Yılmaz, İpek Şahin",
        "Zażółć gęślą jaźń",
        "مرحبا",
        "👩‍👩‍👧 blij 🎉",
        "a\tb\nc",
        "€ 2.500,00 “zo”",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("hidden", [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *BIDI])
def test_controls_go(hidden: str) -> None:
    kept = "\n" if hidden == "\r" else hidden if hidden in "\n\t" else ""
    assert plain(f"a{hidden}b") == f"a{kept}b"


def test_a_name_cannot_be_turned_around() -> None:
    assert plain("invoice\u202efdp.exe") == "invoicefdp.exe"


def test_lines_of_every_system_are_lines() -> None:
    assert plain("een\r\ntwee\rdrie\nvier") == "een\ntwee\ndrie\nvier"


def test_letters_that_meet_when_a_control_goes_become_one() -> None:
    assert plain("e\u202e\u0301") == "é"


@given(st.text())
def test_plain_text_is_plain_for_ever(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in once)


@given(st.text())
def test_what_is_storable_can_be_written_as_utf8(text: str) -> None:
    assert storable(text) == ("\x00" not in text)
    text.encode()


@pytest.mark.parametrize("text", ["\x00", "a\ud800", "\udfff"])
def test_nul_and_half_letters_cannot_be_stored(text: str) -> None:
    assert not storable(text)

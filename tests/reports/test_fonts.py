"""Every text becomes one that the fonts can show; what is lost is lost visibly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.samples import NAMES
from wijkdesk.reports import fonts


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (NAMES, NAMES),
        ("e\u0301", "é"),
        ("links\u202erechts\u202c \u2066los\u2069", "linksrechts los"),
        ("a\x00b\x07c\x1b\x85d", "abcd"),
        ("nul\u200bbreedte\ufeff \u00adstreepje", "nulbreedte streepje"),
        ("een\ttab", "een tab"),
        ("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("niet\u2011afbreken", "niet-afbreken"),
        ("ＡＢ 😀 عمر", "AB ☐ ☐☐☐"),
        ("\ud800 los", "☐ los"),
        ("€ 2.500,00 – “zo” …", "€ 2.500,00 – “zo” …"),
    ],
)
def test_text_is_printable(typed: str, printed: str) -> None:
    assert fonts.printable(typed) == printed


def test_a_letter_with_an_unknown_accent_keeps_its_letter() -> None:
    assert fonts.printable("ḛ").startswith("e")


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_the_fonts_lack_is_left(text: str) -> None:
    printed = fonts.printable(text)
    assert set(printed) <= fonts.register() | {"\n"}
    assert fonts.printable(printed) == printed


def test_codes_map_to_characters_and_never_to_nothing() -> None:
    subset = [0, *range(32, 240)]
    said = fonts.to_unicode("Letters", subset)
    assert "<0000>" not in said
    assert len(re.findall(r"^<[0-9A-F]{2}> <[0-9A-F]{4}>$", said, re.MULTILINE)) == 208
    assert re.findall(r"(\d+) beginbfchar", said) == ["100", "100", "8"]
    assert "<01> <0020>" in said

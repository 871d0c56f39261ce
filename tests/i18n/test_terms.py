"""Every fixed code has the word people use for it."""

from __future__ import annotations

from enum import Enum
from inspect import getmembers, isclass

import pytest

from wijkdesk import i18n
from wijkdesk.domain import values
from wijkdesk.i18n.terms import TERMS

DUTCH = i18n.words("nl")
CODES = [
    code
    for _, kind in getmembers(values, isclass)
    if issubclass(kind, Enum) and kind.__module__ == values.__name__
    for code in kind
]


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{type(code).__name__}.{code.value}")
def test_every_code_has_a_word(code: Enum) -> None:
    word = TERMS[f"{type(code).__name__}.{code.value}"]
    assert DUTCH.term(code) == word
    assert word[0].isupper()
    assert "_" not in word


def test_no_word_is_left_over() -> None:
    assert set(TERMS) == {f"{type(code).__name__}.{code.value}" for code in CODES}


def test_no_two_codes_of_a_kind_have_the_same_word() -> None:
    for kind in {type(code) for code in CODES}:
        words = [DUTCH.term(code) for code in kind]
        assert len(words) == len(set(words))

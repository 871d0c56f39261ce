"""The elfproef. Valid examples are of the 9999 range alone, which is given to nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkdesk.domain.bsn import as_kept, check_bsn
from wijkdesk.errors import UserError

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes(bsn: str) -> bool:
    return sum(w * int(d) for w, d in zip(WEIGHTS, bsn, strict=True)) % 11 == 0


SYNTHETIC = [f"9999{n:05d}" for n in range(0, 100_000, 7) if passes(f"9999{n:05d}")]


def refused(bsn: str) -> bool:
    try:
        check_bsn(bsn)
    except UserError as error:
        return (error.code, error.field) == ("not_a_bsn", "bsn")
    return False


@given(st.sampled_from(SYNTHETIC))
def test_a_sound_number_passes(bsn: str) -> None:
    assert not refused(bsn)


@given(st.sampled_from(SYNTHETIC), st.integers(0, 8), st.integers(1, 9))
def test_one_other_digit_is_refused(bsn: str, place: int, more: int) -> None:
    other = bsn[:place] + str((int(bsn[place]) + more) % 10) + bsn[place + 1 :]
    assert refused(other) == (not passes(other))
    if place != 8:  # each weight but the last differs from 0 and from 11 by more than a digit
        assert refused(other)


@given(st.sampled_from(SYNTHETIC), st.integers(0, 6))
def test_two_digits_that_changed_places_are_refused(bsn: str, place: int) -> None:
    swapped = bsn[:place] + bsn[place + 1] + bsn[place] + bsn[place + 2 :]
    assert refused(swapped) == (swapped != bsn)


@given(st.from_regex(r"9999[0-9]{5}", fullmatch=True))
def test_the_sum_decides(bsn: str) -> None:
    assert refused(bsn) == (not passes(bsn))


@pytest.mark.parametrize(
    "bsn",
    ["", "000000000", "99999999", "9999999900", "99999999a", "٩٩٩٩٩٩٩٩٠", "-99999990", "²" * 9],
)
def test_what_is_no_number_of_nine_digits_is_refused(bsn: str) -> None:
    assert refused(bsn)


def test_a_number_is_kept_as_nine_digits() -> None:
    assert as_kept("9999 99.990") == "999999990"
    assert as_kept("99999990") == "099999990"
    assert as_kept("1234567") == "1234567"
    assert as_kept("") == ""

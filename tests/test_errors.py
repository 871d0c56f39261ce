"""Trouble has a code and says whose fault it is."""

from __future__ import annotations

import pytest

from wijkdesk.errors import OutsideTrouble, Trouble, UserError


@pytest.mark.parametrize("kind", [UserError, OutsideTrouble])
def test_trouble_carries_what_its_sentence_needs(kind: type[Trouble]) -> None:
    trouble = kind("not_a_choice", field="by", given="buurman")
    assert (trouble.code, trouble.field, trouble.values) == (
        "not_a_choice",
        "by",
        {"given": "buurman"},
    )
    assert isinstance(trouble, Trouble)


def test_what_was_typed_is_not_in_the_text_of_the_exception() -> None:
    trouble = UserError("not_a_bsn", field="bsn", given="999999990")
    assert str(trouble) == "not_a_bsn"
    assert "999999990" not in repr(trouble)


def test_no_fault_of_the_person_is_a_fault_of_the_world() -> None:
    assert not issubclass(UserError, OutsideTrouble)
    assert not issubclass(OutsideTrouble, UserError)

"""Trouble has a code and says whose fault it is."""

from __future__ import annotations

import errno

import pytest

from wijkdesk.errors import OutsideTrouble, Trouble, UserError, of_disk


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


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EIO, "disk_trouble")],
)
def test_what_the_disk_says_has_a_code(number: int, code: str) -> None:
    assert of_disk(OSError(number, "x")).code == code
    told = of_disk(OSError(number, "x"), "file_not_written", file="plan.pdf")
    assert told.code == (code if code == "disk_full" else "file_not_written")
    assert told.values == {"file": "plan.pdf"}

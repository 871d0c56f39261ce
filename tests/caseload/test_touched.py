"""What an act touched."""

from __future__ import annotations

from wijkdesk.caseload.touched import Touched


def test_the_first_record_is_what_the_act_was_about() -> None:
    touched = Touched((("barrier", "b"), ("action", "a"), ("barrier", "c")))
    assert touched.id == "b"
    assert touched.kinds == {"barrier", "action"}


def test_nothing_touched_is_about_nothing() -> None:
    assert (Touched().id, Touched().kinds) == (None, frozenset())

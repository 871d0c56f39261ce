"""A change is taken only when every part is declared and of its type; nothing of it is guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkdesk.changes.change import LARGEST, Act, Change, NotAChange, whole_number

ID = "11111111-1111-4111-8111-111111111111"
AT = "2026-11-23T09:00:00Z"
NEW = {"n": 1, "t": "new", "k": "client", "id": ID, "at": AT, "v": {"phase": "intake"}}
SET = {"n": 2, "t": "set", "k": "client", "id": ID, "at": AT, "f": "phone", "v": "06", "b": 1}
SETTLE = {**SET, "t": "res", "p": 1, "seen": [f"{ID}:1"], "c": ID}
ASK = {"n": 3, "t": "cmd", "k": "client", "id": ID, "at": AT, "f": "propose_purge", "v": {}}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("sent", [NEW, SET, SETTLE, ASK, {**ASK, "v": {"reason": "klacht"}}])
def test_what_is_sound_is_taken_and_travels_again(sent: dict[str, Any]) -> None:
    change = Change.received(sent)
    assert Change.received(change.travelled()) == change
    assert change.travelled().items() <= sent.items()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        *[("n", n) for n in (0, -5, True, 1.0, "1", None, LARGEST + 1, 10**30)],
        *[("b", b) for b in (-1, True, 1.0, "1", None, LARGEST + 1)],
        *[("p", p) for p in (-1, False, 0.5, "1", None)],
        *[("t", t) for t in ("del", "", None, 1, [], {}, ["new"], "!new")],
        *[("id", i) for i in ("", None, 7, [], "x" * 37)],
        *[("k", k) for k in ("", None, 7, {}, "x" * 37)],
        *[("f", f) for f in ("", None, 7, [], "x" * 37)],
        *[("c", c) for c in ("", None, 7, "x" * 37)],
        *[("at", a) for a in ("", None, 7, "yesterday", "2026-11-23", "2026-11-23T09:00:00")],
        *[("seen", s) for s in (None, "x", [""], [1], ["x"] * 101, ["x" * 65], {})],
        ("owner", "me"),
        ("", 1),
    ],
)
def test_a_part_that_is_not_sound_makes_it_no_change(part: str, value: object) -> None:
    with pytest.raises(NotAChange):
        Change.received({**SETTLE, part: value})


@pytest.mark.parametrize("part", ["n", "t", "k", "id", "at", "f", "b"])
def test_a_part_that_is_missing_makes_it_no_change(part: str) -> None:
    with pytest.raises(NotAChange):
        Change.received({name: value for name, value in SET.items() if name != part})


@pytest.mark.parametrize("values", [None, [], "x", 1])
def test_a_new_record_has_values(values: object) -> None:
    with pytest.raises(NotAChange):
        Change.received({**NEW, "v": values})


@pytest.mark.parametrize("part", ["f", "b", "p", "seen"])
def test_a_new_record_has_no_part_of_a_field(part: str) -> None:
    with pytest.raises(NotAChange):
        Change.received({**NEW, part: SETTLE[part]})


@pytest.mark.parametrize(
    "values",
    [None, [], "x", {"a": 1}, {"a": None}, {"a": ["x"]}, {"a": "x" * 4001},
     {str(n): "" for n in range(21)}],
)  # fmt: skip
def test_a_command_asks_with_a_few_texts(values: object) -> None:
    with pytest.raises(NotAChange):
        Change.received({**ASK, "v": values})


@pytest.mark.parametrize("part", ["b", "p", "seen"])
def test_a_command_builds_on_nothing(part: str) -> None:
    with pytest.raises(NotAChange):
        Change.received({**ASK, part: SETTLE[part]})


@pytest.mark.parametrize("sent", [None, [], "x", 1, True, {}])
def test_what_is_no_object_is_no_change(sent: object) -> None:
    with pytest.raises(NotAChange):
        Change.received(sent)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys([*SETTLE, "v", "x"], JSON)))
def test_whatever_arrives_is_a_change_or_is_refused(sent: dict[str, Any]) -> None:
    try:
        change = Change.received({**SET, **sent})
    except NotAChange:
        return
    assert type(change.n) is int
    assert Act(change.act)


def test_a_fingerprint_tells_another_change_with_the_same_number() -> None:
    change = Change.received(SET)
    assert change.fingerprint() == Change.received(dict(reversed(SET.items()))).fingerprint()
    for part, value in (("v", "07"), ("f", "email"), ("b", 2), ("at", "2026-11-23T09:00:01Z")):
        assert Change.received({**SET, part: value}).fingerprint() != change.fingerprint()


def test_a_whole_number_is_strict() -> None:
    assert whole_number(0) == 0
    assert whole_number(LARGEST) == LARGEST
    with pytest.raises(NotAChange):
        whole_number(0, lowest=1)

"""How two changes of one field become one, or stay two: each rule with its case."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Author, Earlier, Outcome, State, merge_text, set_field
from wijkdesk.changes.row import Row

ID = "11111111-1111-4111-8111-111111111111"
ME = Author("anna", "laptop", lambda version: {"by": "bart", "at": f"at {version}"})
HEAD = 7  # the version of the field that stands


def row(value: object = "oud", *others: str) -> Row:
    """Return a client whose phone stands at version 7, with other versions beside it."""
    kept = [{"op": f"x:{n}", "v": v, "by": "x", "at": "", "over": None}
            for n, v in enumerate(others, 1)]  # fmt: skip
    made = Row("client", ID, ID, 3, {"phone": value}, {"phone": HEAD})
    if kept:
        made.put("!phone", kept, HEAD)
    return made


def change(value: object, base: int, act: Act = Act.SET, **more: object) -> Change:
    """Return change 5 of a laptop."""
    given = {"n": 5, "act": act, "kind": "client", "id": ID, "client": ID, "at": "nu",
             "field": "phone", "value": value, "base": base, **more}  # fmt: skip
    return Change(**given)  # type: ignore[arg-type]


def applied(
    to: Row, made: Change, earlier: Earlier | None = None, base_text: str | None = None
) -> Outcome:
    """Apply a change at version 9."""
    texts = None if base_text is None else {3: base_text, HEAD: base_text}.get
    return set_field(to, made, ME, 9, earlier, texts)


def values(of: Row) -> list[object]:
    """Return the values beside the one that stands."""
    return [other["v"] for other in of.others("phone")]


def test_who_saw_what_stands_sets_it() -> None:
    client = row()
    assert applied(client, change("nieuw", HEAD)) == Outcome(State.OK, 9)
    assert (client.values["phone"], client.version("phone"), values(client)) == ("nieuw", 9, [])


def test_a_field_that_never_changed_has_the_version_of_its_record() -> None:
    client = Row("client", ID, ID, 3, {"phone": "oud"})
    assert applied(client, change("nieuw", 3)).state is State.OK


def test_the_same_value_twice_is_no_conflict() -> None:
    client = row()
    assert applied(client, change("oud", 3)) == Outcome(State.SAME, HEAD)
    assert client == row()


def test_who_did_not_see_it_stays_beside_it() -> None:
    client = row()
    assert applied(client, change("nieuw", 3)) == Outcome(State.CONFLICT, 9)
    assert client.values["phone"] == "oud"
    assert client.version("phone") == HEAD
    assert client.version("!phone") == 9
    [other] = client.others("phone")
    assert other == {
        "op": "laptop:5", "v": "nieuw", "by": "anna", "at": "nu",
        "over": {"by": "bart", "at": "at 7"},
    }  # fmt: skip


def test_a_text_is_merged_where_the_hands_did_not_touch() -> None:
    client = row("een twee drie vier vijf")
    made = change("nul een twee drie vier", 3)
    outcome = applied(client, made, base_text="een twee drie vier")
    assert outcome == Outcome(State.MERGED, 9, "nul een twee drie vier vijf")
    assert client.values["phone"] == outcome.value


@pytest.mark.parametrize("base_text", [None, ""])
def test_a_text_that_cannot_be_merged_stays_two(base_text: str | None) -> None:
    client = row("een twee")
    texts = {3: base_text}.get
    outcome = set_field(client, change("een drie", 3), ME, 9, None, texts)
    assert outcome.state is State.CONFLICT


def test_an_own_earlier_change_that_stands_was_seen() -> None:
    client = row()
    earlier = Earlier(change("oud", 3), Outcome(State.OK, HEAD))
    assert applied(client, change("nieuw", 3, after=4), earlier).state is State.OK


def test_an_own_earlier_change_that_was_overtaken_was_not() -> None:
    client = row()
    earlier = Earlier(change("eerder", 3), Outcome(State.OK, 5))
    assert applied(client, change("nieuw", 3, after=4), earlier).state is State.CONFLICT


def test_who_was_merged_never_saw_the_words_of_the_other() -> None:
    client = row("nul een twee drie vier vijf")
    mine = change("nul een twee drie vier", 3)
    earlier = Earlier(mine, Outcome(State.MERGED, HEAD, "nul een twee drie vier vijf"))
    again = change("nul nogmaals een twee drie vier", 3, after=4)
    outcome = applied(client, again, earlier, base_text="een twee drie vier")
    assert outcome.state is State.MERGED
    assert outcome.value == "nul nogmaals een twee drie vier vijf"


def test_an_own_earlier_change_that_stood_beside_is_replaced() -> None:
    client = row("oud")
    others = [("laptop:4", "eerder"), ("x:1", "vreemd")]
    client.put("!phone", [{"op": op, "v": v, "by": "", "at": ""} for op, v in others], 8)
    earlier = Earlier(change("eerder", 3), Outcome(State.CONFLICT, 8))
    assert applied(client, change("nieuw", 3, after=4), earlier).state is State.CONFLICT
    assert values(client) == ["vreemd", "nieuw"]


def test_an_own_earlier_change_that_was_refused_does_not_count() -> None:
    client = row()
    earlier = Earlier(change("fout", HEAD), Outcome(State.REJECTED, why="x"))
    assert applied(client, change("nieuw", HEAD, after=4), earlier).state is State.OK


def test_settling_does_away_with_what_was_seen_and_nothing_newer() -> None:
    client = row("oud", "een", "twee")
    made = change("een", HEAD, Act.SETTLE, seen=("x:1",))
    assert applied(client, made).state is State.OK
    assert (client.values["phone"], values(client)) == ("een", ["twee"])
    assert client.others("phone")[0]["over"] == {"by": "anna", "at": "nu"}


def test_settling_all_leaves_nothing_beside() -> None:
    client = row("oud", "een")
    applied(client, change("oud", HEAD, Act.SETTLE, seen=("x:1",)))
    assert "!phone" not in client.values
    assert client.version("!phone") == 9


def test_settling_what_changed_meanwhile_stays_beside() -> None:
    client = row("oud", "een")
    assert applied(client, change("een", 3, Act.SETTLE, seen=("x:1",))).state is State.CONFLICT
    assert values(client) == ["een", "een"]


def test_the_other_versions_say_who_wrote_what_stands_now() -> None:
    client = row("oud", "een")
    applied(client, change("nieuw", HEAD))
    assert client.others("phone")[0]["over"] == {"by": "anna", "at": "nu"}


@pytest.mark.parametrize("outcome", [
    Outcome(State.OK, 3), Outcome(State.SAME, 3), Outcome(State.MERGED, 3, "a b"),
    Outcome(State.CONFLICT, 3), Outcome(State.REJECTED, why="unknown"),
])  # fmt: skip
def test_an_outcome_travels(outcome: Outcome) -> None:
    assert Outcome.received(outcome.travelled()) == outcome


# --- Word by word ------------------------------------------------------------------------------

words = st.lists(st.sampled_from("abcdefgh"), max_size=8)


@st.composite
def edited(draw: st.DrawFn, base: list[str], mark: str) -> list[str]:
    """Return a text with some words gone, and some of this hand's own words in it."""
    kept = [word for word in base if draw(st.integers(0, 5))]
    for number in range(draw(st.integers(0, 3))):
        kept.insert(draw(st.integers(0, len(kept))), f"{mark}{number}")
    return kept


@given(st.data())
def test_a_merged_text_holds_every_word_that_was_added_and_none_that_was_taken_out(
    data: st.DataObject,
) -> None:
    base = data.draw(words)
    ours, theirs = data.draw(edited(base, "x")), data.draw(edited(base, "y"))
    merged = merge_text(" ".join(base), " ".join(ours), " ".join(theirs))
    if merged is None:
        return
    had, one, two = (
        Counter(" ".join(base).split(" ")),
        *(Counter(" ".join(hand).split(" ")) for hand in (ours, theirs)),
    )
    expected = {word: one[word] + two[word] - had[word] for word in {*had, *one, *two}}
    got = Counter(merged.split(" "))
    assert {word: n for word, n in expected.items() if n} == {w: n for w, n in got.items() if n}


@given(words, st.data())
def test_one_hand_alone_is_what_it_wrote(base: list[str], data: st.DataObject) -> None:
    ours = " ".join(data.draw(edited(base, "x")))
    assert merge_text(" ".join(base), ours, " ".join(base)) == ours
    assert merge_text(" ".join(base), " ".join(base), ours) == ours


@pytest.mark.parametrize(("base", "ours", "theirs", "merged"), [
    ("a b c", "x a b c", "a b c y", "x a b c y"),
    ("a b", "a", "a b c", None),  # taken out and added to, side by side
    ("a b c d", "a c d", "a b c d e", "a c d e"),
    ("a b", "a x b", "a y b", None),
    ("a b", "a x", "a y", None),
    ("", "x", "y", None),
])  # fmt: skip
def test_hands_that_touch_stay_two(base: str, ours: str, theirs: str, merged: str | None) -> None:
    assert merge_text(base, ours, theirs) == merged

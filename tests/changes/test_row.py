"""A record as it travels: whole, or only what is new."""

from __future__ import annotations

import pytest

from wijkdesk.changes.row import Row, news, received, whole

ROW = Row("client", "c", "c", 3, {"phone": "06", "!phone": [{"op": "x:1", "v": "07"}]},
          {"phone": 7, "!phone": 9, "born": 8})  # fmt: skip


def test_a_whole_record_arrives_whole() -> None:
    assert received(whole(ROW)) == (ROW, True)


def test_news_is_what_changed_since() -> None:
    sent = news(ROW, 7, frozenset())
    assert sent is not None
    row, is_whole = received(sent)
    assert not is_whole
    assert row.versions == {"!phone": 9, "born": 8}
    assert row.values == {"!phone": ROW.values["!phone"], "born": None}


def test_news_leaves_out_what_the_desk_just_said() -> None:
    known = frozenset({("client", "c", "phone", 7), ("client", "c", "born", 5)})
    sent = news(ROW, 3, known)
    assert sent is not None
    assert set(received(sent)[0].versions) == {"!phone", "born"}
    assert news(ROW, 9, frozenset()) is None


def test_an_empty_field_is_left_out_but_has_its_version() -> None:
    row = ROW.copy()
    row.put("phone", None, 10)
    row.put("!phone", [], 10)
    assert row.values == {}
    assert row.versions == {"phone": 10, "!phone": 10, "born": 8}
    assert ROW.values["phone"] == "06"


def test_what_may_not_be_seen_is_not_there() -> None:
    seen = ROW.only(lambda name: name == "born")
    assert (seen.values, seen.versions) == ({}, {"born": 8})


@pytest.mark.parametrize("parts", [
    [], ["client"], [1, "c", None, 1, 1, {}, {}], ["client", 1, None, 1, 1, {}, {}],
    ["client", "c", 1, 1, 1, {}, {}], ["client", "c", None, "1", 1, {}, {}],
    ["client", "c", None, 1, 1, [], {}], ["client", "c", None, 1, 1, {}, []],
    ["client", "c", None, 1, 1, {}, {"a": "1"}],
])  # fmt: skip
def test_what_is_no_record_is_refused(parts: list[object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        received(parts)

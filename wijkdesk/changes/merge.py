"""How two changes of one field become one, or stay two: the same rules at both ends.

First received stays the head; a change made without having seen it stays beside it as another
version. Texts are merged word by word, but only where the two hands did not touch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Any

from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.row import OTHER, Row


class State(StrEnum):
    """What became of a change."""

    OK = "ok"
    SAME = "same"
    MERGED = "merged"
    CONFLICT = "conflict"
    LATE = "late"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Outcome:
    """What became of a change: the version it got, the merged value, or why it was refused."""

    state: State
    version: int = 0
    value: Any = None
    why: str = ""

    def travelled(self) -> dict[str, Any]:
        """Return this outcome as it is sent and kept."""
        out: dict[str, Any] = {"st": self.state.value}
        if self.version:
            out["ver"] = self.version
        if self.state is State.MERGED:
            out["v"] = self.value
        if self.why:
            out["why"] = self.why
        return out

    @classmethod
    def received(cls, sent: dict[str, Any]) -> Outcome:
        """Return a travelled outcome; ValueError or KeyError if it is none."""
        return cls(State(sent["st"]), sent.get("ver", 0), sent.get("v"), sent.get("why", ""))


@dataclass(frozen=True)
class Earlier:
    """The author's own earlier change of the same field, with what became of it."""

    change: Change
    outcome: Outcome


@dataclass(frozen=True)
class Author:
    """Whose change this is, from which device.

    `wrote` says who set the value with a version, as {by, at}; None when central itself did.
    """

    person: str
    device: str
    wrote: Callable[[int], dict[str, str] | None]

    def name(self, n: int) -> str:
        """Return the name of this author's change `n`."""
        return f"{self.device}:{n}"


def set_field(
    row: Row,
    change: Change,
    author: Author,
    version: int,
    earlier: Earlier | None,
    text_at: Callable[[int], str | None] | None,
) -> Outcome:
    """Apply a change of one field to `row` and return what became of it.

    `text_at` gives the text the field had at a version; None says the field is not merged.
    """
    name = change.field or ""
    base, wrote = _what_the_author_saw(change, earlier)
    current = row.version(name)
    if current == base:
        _settle(row, change, version)
        _stand(row, change, author, change.value, version)
        return Outcome(State.OK, version)
    if row.values.get(name) == change.value and change.act is Act.SET:
        return Outcome(State.SAME, current)
    if text_at is not None and change.act is Act.SET:
        before = wrote if wrote is not None else text_at(base)
        merged = _merge_if_text(before, row.values.get(name), change.value)
        if merged is not None:
            _stand(row, change, author, merged, version)
            return Outcome(State.MERGED, version, merged)
    _keep_beside(row, change, author, version)
    return Outcome(State.CONFLICT, version)


def set_late(row: Row, change: Change, author: Author, version: int) -> Outcome:
    """Keep what somebody wrote who no longer holds the client, beside what stands.

    It is never merged and never stands by itself (security.md H5).
    """
    if row.values.get(change.field or "") != change.value:
        _keep_beside(row, change, author, version, late=True)
    return Outcome(State.LATE, version)


def merge_text(base: str, ours: str, theirs: str) -> str | None:
    """Return both edits of `base` as one text, or None where they touch or overlap."""
    words = base.split(" ")
    edits = sorted(_edits(words, ours) + _edits(words, theirs), key=lambda edit: edit[:2])
    for (start, end, _), (next_start, _, _) in pairwise(edits):
        if next_start <= end or next_start == start:
            return None
    out: list[str] = []
    at = 0
    for start, end, new in edits:
        out += words[at:start] + new
        at = end
    return " ".join(out + words[at:])


def _what_the_author_saw(change: Change, earlier: Earlier | None) -> tuple[int, str | None]:
    """Return the version an author built on, and the text if only the author has it.

    Somebody who changes an own change again before central answered saw what they wrote
    themselves; when that was merged with a colleague's words, they never saw the merged text.
    """
    if earlier is None or earlier.outcome.state is State.REJECTED:
        return change.base, None
    if earlier.outcome.state in (State.OK, State.SAME):
        return earlier.outcome.version, None
    if earlier.outcome.state is State.MERGED:
        return -1, earlier.change.value
    return -1, None


def _settle(row: Row, change: Change, version: int) -> None:
    if change.act is not Act.SETTLE or not change.field:
        return
    left = [other for other in row.others(change.field) if other["op"] not in change.seen]
    row.put(OTHER + change.field, left, version)


def _stand(row: Row, change: Change, author: Author, value: Any, version: int) -> None:
    """Let a value stand; the other versions say from now on who wrote it."""
    name = change.field or ""
    row.put(name, value, version)
    over = {"by": author.person, "at": change.at}
    if others := row.others(name):
        row.put(OTHER + name, [{**other, "over": over} for other in others], version)


def _keep_beside(
    row: Row, change: Change, author: Author, version: int, *, late: bool = False
) -> None:
    name = change.field or ""
    replaced = author.name(change.after) if change.after else None
    kept = [other for other in row.others(name) if other["op"] != replaced]
    mine = {
        "op": author.name(change.n), "v": change.value, "by": author.person, "at": change.at,
        "over": author.wrote(row.version(name)),
        **({"late": True} if late else {}),
    }  # fmt: skip
    row.put(OTHER + name, [*kept, mine], version)


def _merge_if_text(base: Any, ours: Any, theirs: Any) -> str | None:
    if isinstance(base, str) and isinstance(ours, str) and isinstance(theirs, str):
        return merge_text(base, ours, theirs)
    return None


def _edits(words: list[str], text: str) -> list[tuple[int, int, list[str]]]:
    new = text.split(" ")
    matcher = SequenceMatcher(None, words, new, autojunk=False)
    return [
        (start, end, new[new_start:new_end])
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]

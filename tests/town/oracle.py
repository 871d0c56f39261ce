"""What was written and who had seen what, kept apart from the program: nothing may be lost.

A value is accounted for when it stands, when it stands beside as another version, or when somebody
who had seen it wrote or chose something else. A word in a text is accounted for when some version
of the text holds it, or when somebody who saw it chose a version without it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

Value = tuple[str, str, str]  # record, field, value


@dataclass
class Oracle:
    """Remembers every write; `visible` says afterwards what can be seen of a field."""

    writers: dict[Value, str] = field(default_factory=dict)
    words: dict[Value, str] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    overwritten: dict[Value, set[str]] = field(default_factory=lambda: defaultdict(set))
    chosen: set[Value] = field(default_factory=set)
    dropped: set[Value] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    _number: int = 0

    def token(self) -> str:
        """Return a word that was never written before."""
        self._number += 1
        return f"w{self._number}"

    def wrote(self, desk: str, record: str, name: str, seen: str | None, value: str) -> None:
        """A desk set a field, having seen a value."""
        self.writers[record, name, value] = desk
        if seen is not None and seen != value:
            self.overwritten[record, name, seen].add(desk)

    def added(self, desk: str, record: str, name: str, word: str) -> None:
        """A desk added a word to a text."""
        self.words[record, name, word] = desk

    def chose(self, record: str, name: str, versions: list[dict[str, Any]], at: int) -> None:
        """Somebody who saw these versions chose one of them."""
        value = str(versions[at]["value"])
        self.chosen.add((record, name, value))
        self.counts["chosen"] += 1
        for other in versions:
            if str(other["value"]) != value:
                self.overwritten[record, name, str(other["value"])].add("")
                gone = set(str(other["value"]).split(" ")) - set(value.split(" "))
                self.dropped |= {(record, name, word) for word in gone}

    def lost(self, visible: dict[tuple[str, str], list[str]], here: set[str]) -> list[str]:
        """Return what is unaccounted for, in words."""
        said = []
        for (record, name, value), desk in self.writers.items():
            stands = value in visible.get((record, name), [])
            if not stands and not self.overwritten[record, name, value]:
                said.append(f"{value} in {name}, written at {desk}, is gone")
            # Who overwrites an own value did not mean to have two.
            own = desk in self.overwritten[record, name, value]
            if stands and own and (record, name, value) not in self.chosen:
                said.append(f"{value} in {name} was overwritten at {desk} and still stands")
        for (record, name, word), desk in self.words.items():
            texts = visible.get((record, name), [])
            kept = any(word in text.split(" ") for text in texts)
            if not kept and (record, name, word) not in self.dropped:
                said.append(f"the word {word} in {name}, written at {desk}, is gone: {texts}")
        said += [f"record {what} is gone" for id_, what in self.records.items() if id_ not in here]
        self.counts["writes"] += len(self.writers) + len(self.words) + len(self.records)
        return said

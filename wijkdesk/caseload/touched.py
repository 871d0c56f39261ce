"""What an act touched, by kind of record, so that screens know whether to look again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Touched:
    """The records an act touched, as (kind, id); the first is the one it was about."""

    records: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str | None:
        """The id of the record the act was about."""
        return self.records[0][1] if self.records else None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record that were touched."""
        return frozenset(kind for kind, _ in self.records)

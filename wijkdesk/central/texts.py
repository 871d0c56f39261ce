"""Texts as they were at a version: what two hands started from, to merge their words with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select

from wijkdesk.central.tables import TextHistory
from wijkdesk.changes.row import Row
from wijkdesk.domain import NOUNS

_TEXT = TextHistory.__table__  # type: ignore[attr-defined]


class Texts:
    """The texts of one organisation; those of this transaction are kept with `keep`."""

    def __init__(self, tx: Connection, organisation: str) -> None:
        self._tx, self._organisation = tx, organisation
        self._new: dict[tuple[str, str, str, int], str] = {}

    def remember(self, row: Row, name: str, version: int) -> None:
        """Remember a field's text as it is from a version on, if it is one that is merged."""
        value = row.values.get(name)
        if isinstance(value, str) and NOUNS[row.kind].fields()[name].merges:
            self._new[row.kind, row.id, name, version] = value

    def remember_all(self, row: Row) -> None:
        """Remember every text of a record that was just made."""
        for name in NOUNS[row.kind].fields():
            self.remember(row, name, row.made)

    def forget(self, row: Row, name: str) -> None:
        """Forget what was remembered of a field in this transaction; without a name, of all."""
        own = (row.kind, row.id, name) if name else (row.kind, row.id)
        for key in [key for key in self._new if key[: len(own)] == own]:
            del self._new[key]

    def at(self, row: Row, name: str, version: int) -> str | None:
        """Return a field's text as it was at a version; None if it had none."""
        if (row.kind, row.id, name, version) in self._new:
            return self._new[row.kind, row.id, name, version]
        found: str | None = self._tx.execute(
            select(_TEXT.c.value).where(
                _TEXT.c.organisation == self._organisation,
                _TEXT.c.kind == row.kind,
                _TEXT.c.id == row.id,
                _TEXT.c.field == name,
                _TEXT.c.version == version,
            )
        ).scalar()
        return found

    def keep(self) -> None:
        """Write what was remembered."""
        lines: list[dict[str, Any]] = [
            {"organisation": self._organisation, "kind": kind, "id": id_, "field": name,
             "version": version, "value": value}
            for (kind, id_, name, version), value in self._new.items()
        ]  # fmt: skip
        if lines:
            self._tx.execute(insert(_TEXT), lines)

"""A record as it travels: its values, and for each field the version central gave it.

`made` is the version at which the record was made; a field without a version of its own has that
one. Empty fields are left out, so that a later version of the program may add fields without
changing what an older one knows. Other versions of a field live beside it as `!field`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

OTHER = "!"


@dataclass
class Row:
    """A record of `kind` in the dossier of `client` (None: known at every desk)."""

    kind: str
    id: str
    client: str | None
    made: int
    values: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def version(self, name: str) -> int:
        """Return the version of a field."""
        return self.versions.get(name, self.made)

    def put(self, name: str, value: Any, version: int) -> None:
        """Set a field to a value that central gave this version."""
        if value is None or (name.startswith(OTHER) and not value):
            self.values.pop(name, None)
        else:
            self.values[name] = value
        self.versions[name] = version

    def others(self, name: str) -> list[dict[str, Any]]:
        """Return the other versions of a field, oldest first.

        Each is {op, v, by, at, over}: the change that wrote it, its value, who and when, and who
        wrote (as {by, at}) the value that stands; `late` when who wrote it held the client no more.
        """
        found: list[dict[str, Any]] = self.values.get(OTHER + name, [])
        return found

    def only(self, seen: Callable[[str], bool]) -> Row:
        """Return what is left of this record for somebody who may see these fields."""
        values = {name: value for name, value in self.values.items() if seen(name)}
        versions = {name: at for name, at in self.versions.items() if seen(name)}
        return Row(self.kind, self.id, self.client, self.made, values, versions)

    def copy(self) -> Row:
        """Return a record that can be changed without changing this one."""
        values, versions = dict(self.values), dict(self.versions)
        return Row(self.kind, self.id, self.client, self.made, values, versions)


def whole(row: Row) -> list[Any]:
    """Return a record as it is sent to a desk that does not have it."""
    return [row.kind, row.id, row.client, row.made, 1, row.values, row.versions]


def news(row: Row, since: int, known: frozenset[tuple[str, str, str, int]]) -> list[Any] | None:
    """Return the fields that changed after `since`, without those the desk itself just sent.

    `known` holds (kind, id, field, version) of what was just acknowledged. None: nothing is new.
    """
    versions = {
        name: at
        for name, at in row.versions.items()
        if at > since and (row.kind, row.id, name, at) not in known
    }
    if not versions:
        return None
    values = {name: row.values.get(name) for name in versions}
    return [row.kind, row.id, row.client, row.made, 0, values, versions]


def received(parts: list[Any]) -> tuple[Row, bool]:
    """Return a travelled record and whether it is whole; ValueError if it is not one."""
    kind, id_, client, made, is_whole, values, versions = parts
    sound = (
        isinstance(kind, str)
        and isinstance(id_, str)
        and (client is None or isinstance(client, str))
        and isinstance(made, int)
        and isinstance(values, dict)
        and isinstance(versions, dict)
        and all(isinstance(at, int) for at in versions.values())
    )
    if not sound:
        raise ValueError("not a record")
    return Row(kind, id_, client, made, values, versions), bool(is_whole)

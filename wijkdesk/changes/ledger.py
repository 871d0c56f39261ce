"""The records one transaction works on: read at once, changed in memory, written at once.

Desk and central keep records in the same tables (one per noun, with `row_state` and
`field_version` beside them), so they share this way to read and write them. Never a statement per
field: one read and one write per table, whatever the number of changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wijkdesk.changes.row import Row
from wijkdesk.domain import NOUNS
from wijkdesk.domain.noun import Noun, typed, wire
from wijkdesk.domain.state import FieldVersion, RowState

Key = tuple[str, str]  # (kind, id)
Pair = tuple[Row | None, Row | None]  # a record before and now; None: it is not there

_STATE = RowState.__table__  # type: ignore[attr-defined]
_VERSION = FieldVersion.__table__  # type: ignore[attr-defined]
_AT_ONCE = 500  # ids in one question
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Ledger:
    """Records by (kind, id), as they were and as they are now.

    `pending` holds the confirmed value of every field that a desk changed but central has not
    answered; such fields are read from it and written to it, so that the noun's own table keeps
    what the person typed. Central has none.
    """

    def __init__(
        self,
        tx: Connection,
        organisation: str,
        pending: dict[tuple[str, str, str], Any] | None = None,
    ) -> None:
        self.tx, self.organisation = tx, organisation
        self.pending = pending if pending is not None else {}
        self._before: dict[Key, Row] = {}
        self._now: dict[Key, Row | None] = {}
        self._released: set[tuple[str, str, str]] = set()

    def load(self, wanted: Iterable[Key]) -> None:
        """Read these records; those that do not exist are simply not found."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for kind, id_ in set(wanted) - set(self._now):
            by_kind[kind].append(id_)
        for kind, ids in by_kind.items():
            for start in range(0, len(ids), _AT_ONCE):
                self._load(kind, ids[start : start + _AT_ONCE])

    def load_dossiers(self, clients: Iterable[str]) -> None:
        """Read every record in the dossiers of these clients."""
        wanted = sorted(set(clients))
        for start in range(0, len(wanted), _AT_ONCE):
            asked = select(_STATE.c.kind, _STATE.c.id).where(
                _STATE.c.organisation == self.organisation,
                _STATE.c.client.in_(wanted[start : start + _AT_ONCE]),
            )
            self.load((kind, id_) for kind, id_ in self.tx.execute(asked).all())

    def find(self, kind: str, id_: str) -> Row | None:
        """Return a record that was loaded or added, to be changed in place."""
        return self._now.get((kind, id_))

    def add(self, row: Row, was: Row | None = None) -> None:
        """Take in a record, in the place of the one that was there.

        `was` says what the noun's own table already holds of a record that has no versions yet.
        """
        if was is not None:
            self._before[row.kind, row.id] = was
        self._now[row.kind, row.id] = row

    def remove(self, kind: str, id_: str) -> None:
        """Take a record that was loaded away, with all its versions."""
        self._now[kind, id_] = None
        for key in [key for key in self.pending if key[:2] == (kind, id_)]:
            del self.pending[key]

    def release(self, kind: str, id_: str, name: str) -> None:
        """No change of this field waits any more: its own table gets the confirmed value again."""
        if (kind, id_, name) in self.pending:
            del self.pending[kind, id_, name]
            self._released.add((kind, id_, name))

    def pairs(self) -> Iterator[Pair]:
        """Yield every record that was loaded or added, as (before, now)."""
        for key, row in self._now.items():
            yield self._before.get(key), row

    def changed(self) -> Iterator[Pair]:
        """Yield every record that is not as it was, as (before, now)."""
        released = {key[:2] for key in self._released}
        for key, row in self._now.items():
            before = self._before.get(key)
            if before != row or key in released:
                yield before, row

    def write(self) -> None:
        """Write every record that is not as it was."""
        self._delete([key for key, row in self._now.items() if row is None])
        pairs = [(before, row) for before, row in self.changed() if row is not None]
        self._write_nouns(pairs)
        self._write_versions(pairs)
        states = [self._state(row) for _, row in pairs]
        self._put(_STATE, states, ["client", "made", "head", "extra"])

    def _load(self, kind: str, ids: list[str]) -> None:
        noun = NOUNS.get(kind)
        values = self._own_values(noun, ids) if noun else {}
        versions: dict[str, dict[str, int]] = defaultdict(dict)
        for id_, name, version in self.tx.execute(
            select(_VERSION.c.id, _VERSION.c.field, _VERSION.c.version).where(
                _VERSION.c.organisation == self.organisation,
                _VERSION.c.kind == kind,
                _VERSION.c.id.in_(ids),
            )
        ):
            versions[id_][name] = version
        found = self.tx.execute(
            select(_STATE.c.id, _STATE.c.client, _STATE.c.made, _STATE.c.extra).where(
                _STATE.c.organisation == self.organisation,
                _STATE.c.kind == kind,
                _STATE.c.id.in_(ids),
            )
        )
        for id_, client, made, extra in found:
            held = values.get(id_, {})
            if extra != "{}":
                held |= json.loads(extra)
            row = Row(kind, id_, client, made, held, versions[id_])
            self._before[kind, id_], self._now[kind, id_] = row, row.copy()

    def _own_values(self, noun: type[Noun], ids: list[str]) -> dict[str, dict[str, Any]]:
        table = noun.__table__  # type: ignore[attr-defined]
        names = tuple(noun.fields())
        asked = select(table.c.id, *(table.c[name] for name in names)).where(
            table.c.organisation == self.organisation, table.c.id.in_(ids)
        )
        found = {}
        for id_, *record in self.tx.execute(asked):
            own = zip(names, record, strict=True)
            found[id_] = {name: wire(value) for name, value in own if value is not None}
        for (kind, id_, name), value in self.pending.items():
            if kind == noun.record_kind() and id_ in found:
                found[id_].pop(name, None)
                if value is not None:
                    found[id_][name] = value
        return found

    def _write_nouns(self, pairs: list[tuple[Row | None, Row]]) -> None:
        made: dict[str, list[Row]] = defaultdict(list)
        changed: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
        for before, row in pairs:
            noun = NOUNS.get(row.kind)
            if noun is None:
                continue
            if before is None:
                made[row.kind].append(row)
                continue
            new = {
                name: row.values.get(name)
                for name in noun.fields()
                if row.values.get(name) != before.values.get(name)
                or (row.kind, row.id, name) in self._released
            }
            if names := tuple(sorted(self._not_pending(row, new))):
                record = {f"_{name}": typed(noun, name, new[name]) for name in names}
                changed[row.kind, names].append({"_id": row.id, **record})
        # What changed comes first: a grant that ends makes room for the one that begins.
        for (kind, names), records in changed.items():
            table = NOUNS[kind].__table__  # type: ignore[attr-defined]
            self.tx.execute(
                update(table)
                .where(table.c.organisation == self.organisation, table.c.id == bindparam("_id"))
                .values({name: bindparam(f"_{name}") for name in names}),
                records,
            )
        for kind, rows in made.items():
            noun = NOUNS[kind]
            self.tx.execute(insert(noun.__table__), self._records(noun, rows))  # type: ignore[attr-defined]

    def _delete(self, keys: list[Key]) -> None:
        for kind, id_ in keys:
            for table in (_STATE, _VERSION):
                own = (table.c.organisation == self.organisation) & (table.c.id == id_)
                self.tx.execute(delete(table).where(own, table.c.kind == kind))
            if noun := NOUNS.get(kind):
                table = noun.__table__  # type: ignore[attr-defined]
                own = (table.c.organisation == self.organisation) & (table.c.id == id_)
                self.tx.execute(delete(table).where(own))

    def _not_pending(self, row: Row, new: dict[str, Any]) -> list[str]:
        """Give pending fields their new confirmed value; return the others."""
        own = []
        for name, value in new.items():
            if (row.kind, row.id, name) in self.pending:
                self.pending[row.kind, row.id, name] = value
            else:
                own.append(name)
        return own

    def _records(self, noun: type[Noun], rows: list[Row]) -> list[dict[str, Any]]:
        """Return records of a noun's own table; a field that is missing has its default."""
        defaults = {**dict.fromkeys(noun.fields()), **noun.defaults()}
        dossier = noun.dossier_field if noun.dossier_field != "id" else None
        records = []
        for row in rows:
            given = row.values
            record = {
                name: typed(noun, name, given.get(name, default))
                for name, default in defaults.items()
            }
            if dossier is not None:
                record[dossier] = row.client
            records.append({"organisation": self.organisation, "id": row.id, **record})
        return records

    def _write_versions(self, pairs: list[tuple[Row | None, Row]]) -> None:
        rows = []
        for before, row in pairs:
            known = before.versions if before else {}
            rows += [
                {"organisation": self.organisation, "kind": row.kind, "id": row.id,
                 "field": name, "version": version}
                for name, version in row.versions.items()
                if known.get(name) != version
            ]  # fmt: skip
        self._put(_VERSION, rows, ["version"])

    def _state(self, row: Row) -> dict[str, Any]:
        own = _own(row.kind)
        extra = {name: value for name, value in row.values.items() if name not in own}
        return {
            "organisation": self.organisation,
            "kind": row.kind,
            "id": row.id,
            "client": row.client,
            "made": row.made,
            "head": max([row.made, *row.versions.values()]),
            "extra": _WRITER.encode(extra) if extra else "{}",
        }

    def _put(self, table: Any, records: list[dict[str, Any]], changing: list[str]) -> None:
        if not records:
            return
        dialect = postgresql if self.tx.dialect.name == "postgresql" else sqlite
        put = dialect.insert(table)
        self.tx.execute(
            put.on_conflict_do_update(
                index_elements=list(table.primary_key.columns),
                set_={name: put.excluded[name] for name in changing},
            ),
            records,
        )


@cache
def _own(kind: str) -> frozenset[str]:
    """Return the fields that have a column of their own."""
    noun = NOUNS.get(kind)
    return frozenset(noun.fields()) if noun else frozenset()

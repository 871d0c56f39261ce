"""Judge one change after the other, as the desk did when it was made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Connection, select

from wijkdesk.central import erase, late, notices, purge
from wijkdesk.central.access import Caller
from wijkdesk.central.command import UNKNOWN, Command
from wijkdesk.central.commands import obey
from wijkdesk.central.grants import Given
from wijkdesk.central.holdings import NONE, Holders
from wijkdesk.central.tables import Operation
from wijkdesk.central.texts import Texts
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.merge import Author, Earlier, Outcome, State, set_field, set_late
from wijkdesk.changes.row import Row
from wijkdesk.domain import DOSSIER, Client, Grant, Neighbourhood
from wijkdesk.domain.noun import Known, Noun, SetBy, soundly, typed, wire
from wijkdesk.domain.values import Capacity
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.access import may_do, may_write
from wijkdesk.policy.parameters import parameter
from wijkdesk.policy.retention import over_on

_OPERATION = Operation.__table__  # type: ignore[attr-defined]
_PLACE = Neighbourhood.__table__  # type: ignore[attr-defined]


class Judge:
    """Applies changes of one desk to a ledger.

    `held` are the holders of the dossiers as they were: who hands a client over did so after all
    that was written before. `since` is how far the desk had come.
    """

    def __init__(
        self,
        ledger: Ledger,
        caller: Caller,
        held: Holders,
        earlier: dict[int, Earlier],
        since: int,
        now: datetime,
    ) -> None:
        self.ledger, self.caller, self.held, self.now = ledger, caller, held, now
        self.later: list[Callable[[Connection], None]] = []
        self._earlier, self._since = earlier, since
        self._registered: set[str] = set()
        self._late_told: set[str] = set()
        self.texts = Texts(ledger.tx, ledger.organisation)
        self._author = Author(caller.person, caller.device, self._wrote)

    def apply(self, change: Change, version: int) -> Outcome:
        """Return what becomes of a change, having done it if it was sound."""
        noun = DOSSIER.get(change.kind)
        if (noun is None or noun is Grant) and change.act is not Act.COMMAND:
            return UNKNOWN
        try:
            if noun is None or change.act is Act.COMMAND:
                outcome = self._obey(change, version)
            elif change.act is Act.NEW:
                outcome = self._make(noun, change, version)
            else:
                outcome = self._set(noun, change, version)
        except UserError as refused:
            outcome = Outcome(State.REJECTED, why=refused.code)
        if outcome == UNKNOWN and purge.is_gone(self.ledger, change.client):
            self._forget(version)
        self._earlier[change.n] = Earlier(change, outcome)
        return outcome

    def _obey(self, change: Change, version: int) -> Outcome:
        parts = (self.caller, self.held, self.ledger, self.texts, self.later, self.now)
        return obey(Command(change, version, *parts))

    def _make(self, noun: type[Noun], change: Change, version: int) -> Outcome:
        late_ = False
        if noun is Client:
            if change.client != change.id or not may_do(self.caller.roles, "register_client"):
                return UNKNOWN
        elif not self._writes(change.client):
            late_ = self._is_late(change.client)
            if not late_:
                return UNKNOWN
        if self.ledger.find(change.kind, change.id) is not None:
            return Outcome(State.REJECTED, why="exists")
        values = self._sound_values(noun, change)
        row = Row(change.kind, change.id, change.client, version, values)
        if noun is Client:
            self._register(row, version)
        self.ledger.add(row)
        self.texts.remember_all(row)
        if late_:
            self._tell_late(row)
        return Outcome(State.LATE if late_ else State.OK, version)

    def _set(self, noun: type[Noun], change: Change, version: int) -> Outcome:
        name = change.field or ""
        row = self.ledger.find(change.kind, change.id)
        if row is None:
            return self._withdrawn(change, version)
        late_ = not self._writes(row.client)
        if late_ and not self._is_late(row.client):
            return UNKNOWN
        known = noun.fields().get(name)
        if known is None or known.set_by is not SetBy.DESK:
            return UNKNOWN
        if self._erased.get((change.kind, change.id, name), -1) > change.base:
            # Written on a text that is gone since: it may hold it still.
            self._forget(version)
            return Outcome(State.REJECTED, why="text_was_erased")
        value = wire(soundly(noun, {name: change.value})[name])
        self._check(noun, row, {**row.values, name: value})
        changed, sound = row.copy(), replace(change, value=value)
        if late_:
            outcome = set_late(changed, sound, self._author, version)
        else:
            outcome = set_field(
                changed, sound, self._author, version, self._earlier.get(change.after),
                (lambda at: self.texts.at(row, name, at)) if known.merges else None,
            )  # fmt: skip
        most = parameter("versions_per_field", today(self.now)).value
        if most < len(changed.others(name)) > len(row.others(name)):
            return Outcome(State.REJECTED, why="too_many_versions")
        self.ledger.add(changed)
        if outcome.state in (State.OK, State.MERGED):
            self.texts.remember(changed, name, version)
        if outcome.state is State.MERGED:
            self._tell_merged(row, changed, name)
        if late_:
            self._tell_late(row)
        return outcome

    def _withdrawn(self, change: Change, version: int) -> Outcome:
        """Say of a record that is not there whether it was taken out of the dossier."""
        gone = (change.kind, change.id, erase.WHOLE) in self._erased
        if not gone or not self._writes(change.client):
            return UNKNOWN
        self._forget(version)
        return Outcome(State.REJECTED, why="record_withdrawn")

    def _sound_values(self, noun: type[Noun], change: Change) -> dict[str, Any]:
        """Return the values of a new record as they are kept; UserError if they cannot be."""
        values = dict(change.values or {})
        allowed = {n for n, known in noun.fields().items() if known.set_by is not SetBy.CENTRAL}
        if not set(values) <= allowed:
            raise UserError("unknown")
        if values.get("recorded_by", self.caller.person) != self.caller.person:
            raise UserError("unknown")
        kept = {name: wire(value) for name, value in soundly(noun, values).items()}
        sent = {name: value for name, value in kept.items() if value is not None}
        # What a desk leaves out is what the table will hold, so that the digest counts it too.
        kept = {**_defaults(noun), **sent}
        row = Row(change.kind, change.id, change.client, 0, kept)
        self._check(noun, row, kept)
        self._check_barrier(row)
        return kept

    def _check(self, noun: type[Noun], row: Row, values: dict[str, Any]) -> None:
        """Let the rules of the profession look at a record as it would become."""
        own = noun.fields()
        given = {name: typed(noun, name, value) for name, value in values.items() if name in own}
        needed = {n for n in own if noun.model_fields[n].is_required()} | set(_defaults(noun))
        missing = [n for n in own if n in needed and given.get(n) is None]
        if missing:
            raise UserError("missing", field=missing[0])
        if noun.dossier_field not in (None, "id"):
            given[noun.dossier_field] = row.client
        noun(organisation=self.ledger.organisation, id=row.id, **given).check(self._known)

    def _check_barrier(self, row: Row) -> None:
        """Let a new record name no barrier but one in its own dossier; it cannot change later."""
        named = row.values.get("barrier")
        if named is not None:
            barrier = self.ledger.find("barrier", named)
            if barrier is None or barrier.client != row.client:
                raise UserError("unknown", field="barrier")

    def _register(self, row: Row, version: int) -> None:
        """Who registers a client is the contact person."""
        contact, reason = Capacity.CONTACT_PERSON, "register_client"
        given = Given(row.id, self.caller.person, contact, reason, today(self.now))
        self.ledger.add(given.row(version))
        self._registered.add(row.id)

    @cached_property
    def _erased(self) -> dict[tuple[str, str, str], int]:
        return erase.latest(self.ledger.tx, self.ledger.organisation, list(self.held))

    @cached_property
    def _gone(self) -> frozenset[str]:
        return late.unheard(self.ledger.tx, self.caller, self._since, self.now)

    def _is_late(self, client: str | None) -> bool:
        """Say whether this desk had not heard yet that a client is no longer this person's."""
        return client in self._gone and self.ledger.find("client", client or "") is not None

    def _tell_late(self, row: Row) -> None:
        """Tell who works with a client now, once a request, that something came late."""
        client = row.client or ""
        if client not in self._late_told:
            self._late_told.add(client)
            late.tell(self.ledger.tx, self.caller, client, self.held.get(client, {}), self.now)

    def _tell_merged(self, before: Row, after: Row, name: str) -> None:
        """Tell who wrote the words before that others came to stand in them."""
        wrote = self._wrote(before.version(name)) or {}
        holders = set(self.held.get(before.client or "", {}))
        others = (holders & {wrote.get("by", "")}) - {self.caller.person}
        notices.tell(
            self.ledger.tx, self.caller.organisation, others, "merged_with", before.kind,
            before.id, before.client, str(after.values.get(name, "")), self.now,
        )  # fmt: skip

    def _forget(self, version: int) -> None:
        """Keep nothing of what a change said once it was answered."""
        forget = partial(erase.forget_change, organisation=self.ledger.organisation)
        self.later.append(partial(forget, version=version))

    def _writes(self, client: str | None) -> bool:
        held = self.held.get(client or "", {}).get(self.caller.person, NONE)
        return may_write(held) or client in self._registered

    def _wrote(self, version: int) -> dict[str, str] | None:
        found = self.ledger.tx.execute(
            select(_OPERATION.c.person, _OPERATION.c.body).where(
                _OPERATION.c.organisation == self.ledger.organisation,
                _OPERATION.c.version == version,
            )
        ).first()
        return {"by": found.person, "at": json.loads(found.body)["at"]} if found else None

    @cached_property
    def _known(self) -> Known:
        asked = select(_PLACE.c.name).where(_PLACE.c.organisation == self.ledger.organisation)
        places = frozenset(self.ledger.tx.execute(asked).scalars())
        return Known(today(self.now), places, over_on)


def _defaults(noun: type[Noun]) -> dict[str, Any]:
    """Return the fields that are never empty, with what they are when nobody says."""
    return {name: value for name, value in noun.defaults().items() if value is not None}

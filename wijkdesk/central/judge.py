"""Judge one change after the other, as the desk did when it was made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Connection, select

from wijkdesk.central import erase, purge
from wijkdesk.central.access import Caller
from wijkdesk.central.command import UNKNOWN, Command
from wijkdesk.central.commands import obey
from wijkdesk.central.feeds import Holders
from wijkdesk.central.grants import grant_row, with_grant
from wijkdesk.central.tables import Operation
from wijkdesk.central.texts import Texts
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.merge import Author, Earlier, Outcome, State, set_field
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
    """Applies changes of one desk to a ledger; `held` grows with the clients it registers."""

    def __init__(
        self,
        ledger: Ledger,
        caller: Caller,
        held: Holders,
        earlier: dict[int, Earlier],
        now: datetime,
    ) -> None:
        self.ledger, self.caller, self.held, self.now = ledger, caller, held, now
        self.later: list[Callable[[Connection], None]] = []
        self._earlier = earlier
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
        if noun is Client:
            if change.client != change.id or not may_do(self.caller.roles, "register_client"):
                return UNKNOWN
        elif not self._writes(change.client):
            return UNKNOWN
        if self.ledger.find(change.kind, change.id) is not None:
            return Outcome(State.REJECTED, why="exists")
        values = self._sound_values(noun, change)
        row = Row(change.kind, change.id, change.client, version, values)
        if noun is Client:
            self._register(row, version)
        self.ledger.add(row)
        self.texts.remember_all(row)
        return Outcome(State.OK, version)

    def _set(self, noun: type[Noun], change: Change, version: int) -> Outcome:
        name = change.field or ""
        row = self.ledger.find(change.kind, change.id)
        if row is None or not self._writes(row.client):
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
        changed = row.copy()
        outcome = set_field(
            changed, replace(change, value=value), self._author, version,
            self._earlier.get(change.after),
            (lambda at: self.texts.at(row, name, at)) if known.merges else None,
        )  # fmt: skip
        most = parameter("versions_per_field", today(self.now)).value
        if most < len(changed.others(name)) > len(row.others(name)):
            return Outcome(State.REJECTED, why="too_many_versions")
        self.ledger.add(changed)
        if outcome.state in (State.OK, State.MERGED):
            self.texts.remember(changed, name, version)
        return outcome

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
        grant = grant_row(
            row.id,
            self.caller.person,
            Capacity.CONTACT_PERSON,
            "register_client",
            version,
            self.now,
        )
        self.ledger.add(grant)
        self.held = with_grant(self.held, row.id, self.caller.person, Capacity.CONTACT_PERSON)

    @cached_property
    def _erased(self) -> dict[tuple[str, str, str], int]:
        return erase.latest(self.ledger.tx, self.ledger.organisation, list(self.held))

    def _forget(self, version: int) -> None:
        """Keep nothing of what a change said once it was answered."""
        forget = partial(erase.forget_change, organisation=self.ledger.organisation)
        self.later.append(partial(forget, version=version))

    def _writes(self, client: str | None) -> bool:
        return may_write(self.held.get(client or "", {}).get(self.caller.person, ()))

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

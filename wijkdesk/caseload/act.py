"""One act as it is being done: every record it makes or changes is queued and logged with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import Client
from wijkdesk.domain.noun import Known, Noun, Purpose, unwire, wire
from wijkdesk.errors import UserError
from wijkdesk.store import audit, outbox, records, sent
from wijkdesk.store.database import Transaction

N = TypeVar("N", bound=Noun)


class Act:
    """An act in its transaction: `name` is the verb, `person` who does it."""

    def __init__(
        self, tx: Transaction, name: str, organisation: str, person: str, at: datetime, known: Known
    ) -> None:
        self.tx, self.name, self.organisation, self.person = tx, name, organisation, person
        self.at, self.known = at, known
        self.purpose = Purpose.WORK.value
        self._records: list[tuple[str, str]] = []
        self._client: str | None = None
        self._what: dict[str, Any] = {}

    def find(self, noun: type[N], id_: str, field: str) -> N:
        """Return the record a parameter names; UserError("unknown_record") if it is not here."""
        record = records.find(self.tx, noun, id_)
        if record is None:
            raise UserError("unknown_record", field=field)
        return record

    def make(self, noun: type[N], **values: Any) -> N:
        """Make a record of these values and queue it; UserError with `field` if it is not sound."""
        given = {name: _as_kept(noun, name, value) for name, value in values.items()}
        record = noun(organisation=self.organisation, id=str(uuid4()), **given)
        record.check(self.known)
        records.make(self.tx, record)
        outbox.queue_new(self.tx, record, str(wire(self.at)))
        self._note(record)
        return record

    def record(self, noun: type[N], client: str, **values: Any) -> N:
        """Make a record in a client's dossier, with who wrote it and when."""
        if not records.has(self.tx, Client, client):
            raise UserError("unknown_record", field="client")
        return self.make(
            noun, client=client, recorded_at=self.at, recorded_by=self.person, **values
        )

    def change(self, record: N, seen: tuple[str, ...] = (), **values: Any) -> None:
        """Set fields of a record and queue those that differ.

        `seen` names the other versions that this settles, which queues them even when equal.
        """
        noun = type(record)
        new = {name: _as_kept(noun, name, value) for name, value in values.items()}
        before = {name: getattr(record, name) for name in noun.facts()}
        noun(organisation=self.organisation, id=record.id, **{**before, **new}).check(self.known)
        changed = {name: value for name, value in new.items() if seen or value != before[name]}
        for name, value in changed.items():
            outbox.queue_set(self.tx, record, name, value, str(wire(self.at)), seen)
        if changed:
            records.put(self.tx, noun, record.id, changed)
        self._note(record, fields=sorted(changed))

    def look(self, record: Noun, reason: str, /, **what: Any) -> None:
        """Note that this act looks at a record or asks something about it, and why."""
        self.purpose = reason
        self._note(record, **what)

    def empty(self, record: Noun, field: str, left: Any) -> None:
        """Take a text out of sight until central has erased it, and out of what was not sent."""
        outbox.forget_text(self.tx, record.record_kind(), record.id, field, left)
        sent.forget_text(self.tx, record.record_kind(), record.id, field, left)
        outbox.remember_confirmed(self.tx, record, field)
        records.put(self.tx, type(record), record.id, {field: left})

    def request(self, name: str, record: Noun, /, **parameters: str | None) -> None:
        """Queue what a desk may only ask for; central judges it and says what became of it."""
        given = {key: value for key, value in parameters.items() if value}
        outbox.queue_command(self.tx, record, name, given, str(wire(self.at)))

    def unmake(self, record: Noun) -> bool:
        """Take a record away that was never sent, as if it had not been made; False if it was."""
        kind = record.record_kind()
        if outbox.is_sent(self.tx, kind, record.id):
            return False
        outbox.withdraw_record(self.tx, kind, record.id)
        records.remove(self.tx, type(record), record.id)
        return True

    def log(self) -> None:
        """Add the line that says what was done."""
        kind, record = self._records[0] if self._records else (None, None)
        audit.add(
            self.tx, self.at, self.person, self._capacity(), self.name, kind, record, self._client,
            purpose=self.purpose if self._client else None, what=self._what or None,
        )  # fmt: skip

    @property
    def touched(self) -> Touched:
        """What this act touched."""
        return Touched(tuple(self._records))

    def _note(self, record: Noun, /, **what: Any) -> None:
        self._what |= what
        if record.dossier_field:
            self._client = getattr(record, record.dossier_field)
        self._records.append((record.record_kind(), record.id))

    def _capacity(self) -> str:
        if self._client is None:
            return ""
        return records.capacity(self.tx, self.person, self._client, self.known.today)


def _as_kept(noun: type[Noun], name: str, value: Any) -> Any:
    """Return a value as it is kept: plain text, empty text as nothing."""
    kept = unwire(noun, name, value)
    return None if kept == "" and not noun.model_fields[name].is_required() else kept

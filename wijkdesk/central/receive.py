"""Take in the changes of a desk: judge each again by the same rules, and keep what became of it.

Nothing but declared fields is taken from a change, and a desk is never believed. The counter of
the organisation is taken first, so that everything here is done by one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from wijkdesk.central.access import Caller, Refusal
from wijkdesk.central.feeds import holders, publish
from wijkdesk.central.judge import Judge
from wijkdesk.central.storage import take_versions
from wijkdesk.central.tables import AuditLine, Operation
from wijkdesk.changes.change import Change
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.log import SAID, chained
from wijkdesk.changes.merge import Earlier, Outcome, State
from wijkdesk.domain import Device

_OPERATION = Operation.__table__  # type: ignore[attr-defined]
_AUDIT = AuditLine.__table__  # type: ignore[attr-defined]
_DEVICE = Device.__table__  # type: ignore[attr-defined]


@dataclass
class Received:
    """What became of changes: an outcome per number, and the field versions they made.

    `made` holds (kind, id, field, version) of what the desk knows already, its own words; the
    field is "" for a record it made.
    """

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    made: set[tuple[str, str, str, int]] = field(default_factory=set)


def receive(tx: Connection, caller: Caller, changes: list[Change], now: datetime) -> Received:
    """Judge and keep the changes of a desk, in the order of their numbers.

    A number that was answered before gets the same answer. Raises Refusal 409 "same_desk_twice"
    when it now holds another change: the desk was copied or put back.
    """
    if not changes:
        return Received()
    first = take_versions(tx, caller.organisation, len(changes))
    last_n = int(_device(tx, caller).last_n)
    received = Received(outcomes=_answered(tx, caller, changes, last_n))
    fresh = _in_order(changes, last_n)
    if not fresh:
        return received
    ledger = Ledger(tx, caller.organisation)
    ledger.load(_touched(fresh))
    clients = {change.client for change in fresh if change.client}
    clients |= {row.client for change in fresh if (row := ledger.find(change.kind, change.id))
                and row.client}  # fmt: skip
    held = holders(tx, caller.organisation, clients, now)
    judge = Judge(ledger, caller, held, _earlier(tx, caller, fresh), now)
    lines = []
    for version, change in enumerate(fresh, first):
        outcome = judge.apply(change, version)
        received.outcomes[change.n] = outcome
        if outcome.state is State.OK:
            received.made.add((change.kind, change.id, change.field or "", outcome.version))
        lines.append(_line(caller, change, outcome, version, now))
    publish(ledger, now, judge.held)
    ledger.write()
    judge.texts.keep()
    tx.execute(insert(_OPERATION), lines)
    _keep(tx, caller, last_n=fresh[-1].n)
    return received


def receive_log(tx: Connection, caller: Caller, lines: list[dict[str, Any]], now: datetime) -> int:
    """Keep the lines of a desk's log that go on from what was kept; return the last number.

    A line that does not follow is not kept, nor is any after it.
    """
    device = _device(tx, caller)
    n, head = device.audit_n, device.audit_head
    kept = []
    for line in lines:
        if line.get("n") != n + 1 or line.get("hash") != chained(head, line):
            break
        n, head = n + 1, line["hash"]
        body = json.dumps({name: line[name] for name in SAID if name in line}, ensure_ascii=False)
        kept.append(
            {"organisation": caller.organisation, "device": caller.device, "n": n, "body": body,
             "hash": head, "received_at": now}
        )  # fmt: skip
    if kept:
        tx.execute(insert(_AUDIT), kept)
        _keep(tx, caller, audit_n=n, audit_head=head)
    return n


def _in_order(changes: list[Change], last_n: int) -> list[Change]:
    """Return the new changes up to the first number that is missing."""
    fresh: list[Change] = []
    for change in sorted(changes, key=lambda change: change.n):
        if change.n == last_n + len(fresh) + 1:
            fresh.append(change)
    return fresh


def _answered(
    tx: Connection, caller: Caller, changes: list[Change], last_n: int
) -> dict[int, Outcome]:
    known = {change.n: change for change in changes if change.n <= last_n}
    found = _operations(tx, caller, known)
    for n, (fingerprint, _, _) in found.items():
        if fingerprint != known[n].fingerprint():
            raise Refusal(409, "same_desk_twice")
    return {n: outcome for n, (_, _, outcome) in found.items()}


def _earlier(tx: Connection, caller: Caller, fresh: list[Change]) -> dict[int, Earlier]:
    """Return the author's own earlier changes that these build on and that were kept before."""
    wanted = {change.after for change in fresh if change.after} - {change.n for change in fresh}
    found = _operations(tx, caller, wanted)
    return {n: Earlier(change, outcome) for n, (_, change, outcome) in found.items()}


def _operations(
    tx: Connection, caller: Caller, numbers: Iterable[int]
) -> dict[int, tuple[str, Change, Outcome]]:
    wanted = list(numbers)
    if not wanted:
        return {}
    asked = select(
        _OPERATION.c.n, _OPERATION.c.fingerprint, _OPERATION.c.body, _OPERATION.c.result
    ).where(
        _OPERATION.c.organisation == caller.organisation,
        _OPERATION.c.device == caller.device,
        _OPERATION.c.n.in_(wanted),
    )
    return {
        n: (fingerprint, Change.received(json.loads(body)), Outcome.received(json.loads(result)))
        for n, fingerprint, body, result in tx.execute(asked)
    }


def _touched(changes: list[Change]) -> list[tuple[str, str]]:
    """Return every record that judging these changes looks at."""
    own = [(change.kind, change.id) for change in changes]
    dossiers = [("client", change.client) for change in changes if change.client]
    named = [
        ("barrier", change.values["barrier"])
        for change in changes
        if change.values and isinstance(change.values.get("barrier"), str)
    ]
    return own + dossiers + named


def _line(
    caller: Caller, change: Change, outcome: Outcome, version: int, now: datetime
) -> dict[str, Any]:
    return {
        "organisation": caller.organisation,
        "device": caller.device,
        "n": change.n,
        "fingerprint": change.fingerprint(),
        "person": caller.person,
        "body": json.dumps(change.travelled(), ensure_ascii=False),
        "result": json.dumps(outcome.travelled(), ensure_ascii=False),
        "version": version,
        "received_at": now,
    }


def _device(tx: Connection, caller: Caller) -> Any:
    """Read anew how far a desk has come: another request of it may have come between."""
    return tx.execute(
        select(_DEVICE).where(
            _DEVICE.c.organisation == caller.organisation, _DEVICE.c.id == caller.device
        )
    ).one()


def _keep(tx: Connection, caller: Caller, **values: Any) -> None:
    tx.execute(
        update(_DEVICE)
        .where(_DEVICE.c.organisation == caller.organisation, _DEVICE.c.id == caller.device)
        .values(**values)
    )

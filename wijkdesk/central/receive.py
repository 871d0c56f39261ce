"""Take in the changes of a desk: judge each again by the same rules, and keep what became of it.

Nothing but declared fields is taken from a change, and a desk is never believed. The counter of
the organisation is taken first, so that everything here is done by one at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from wijkdesk.central.access import Caller, Refusal
from wijkdesk.central.blank import ERASED_FINGERPRINT
from wijkdesk.central.grants import conclude
from wijkdesk.central.holdings import holders
from wijkdesk.central.judge import Judge
from wijkdesk.central.notices import tell
from wijkdesk.central.people import with_role
from wijkdesk.central.storage import take_versions
from wijkdesk.central.tables import AuditLine, Operation
from wijkdesk.changes.change import Change
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.log import SAID, chained
from wijkdesk.changes.merge import Earlier, Outcome, State
from wijkdesk.domain import Device
from wijkdesk.domain.values import Role

_OPERATION = Operation.__table__  # type: ignore[attr-defined]
_AUDIT = AuditLine.__table__  # type: ignore[attr-defined]
_DEVICE = Device.__table__  # type: ignore[attr-defined]


@dataclass
class Received:
    """What became of changes: an outcome per number, and the field versions they made.

    `made` holds (kind, id, field, version) of what the desk knows already, its own words; the
    field is "" for a record it made. `later` is what can only be done once the changes are kept.
    `last_n` is set when changes are missing before these: it is the last that was received.
    """

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    made: set[tuple[str, str, str, int]] = field(default_factory=set)
    later: list[Callable[[Connection], None]] = field(default_factory=list)
    last_n: int | None = None


def receive(
    tx: Connection, caller: Caller, changes: list[Change], since: int, now: datetime
) -> Received:
    """Judge and keep the changes of a desk that has come to `since`, in the order of their numbers.

    A number that was answered before gets the same answer. Raises Refusal 409 "put_back" when it
    now holds another change: the desk was copied or put back. Of somebody who left nothing is
    applied: a coordinator is told.
    """
    if not changes:
        return Received()
    first = take_versions(tx, caller.organisation, len(changes))
    device = known(tx, caller)
    last_n, since = int(device.last_n), max(int(device.since), since)
    received = Received(outcomes=_answered(tx, caller, changes, last_n))
    fresh = _in_order(changes, last_n)
    if not fresh:
        if not received.outcomes:
            received.last_n = last_n
        return received
    if caller.revoked_as is None:
        _judge(tx, caller, fresh, first, since, received, now)
    else:
        _left_behind(tx, caller, fresh, received, now)
    tx.execute(
        insert(_OPERATION),
        [
            _line(caller, change, received.outcomes[change.n], version, now)
            for version, change in enumerate(fresh, first)
        ],
    )
    for rest in received.later:
        rest(tx)
    _keep(tx, caller, last_n=fresh[-1].n, since=since)
    return received


def _judge(
    tx: Connection,
    caller: Caller,
    fresh: list[Change],
    first: int,
    since: int,
    received: Received,
    now: datetime,
) -> None:
    """Judge new changes one by one, and write what became of the records."""
    ledger = Ledger(tx, caller.organisation)
    ledger.load(_touched(fresh))
    clients = {change.client for change in fresh if change.client}
    clients |= {row.client for change in fresh if (row := ledger.find(change.kind, change.id))
                and row.client}  # fmt: skip
    held = holders(tx, caller.organisation, clients)
    judge = Judge(ledger, caller, held, _earlier(tx, caller, fresh), since, now)
    for version, change in enumerate(fresh, first):
        outcome = judge.apply(change, version)
        received.outcomes[change.n] = outcome
        if outcome.state is State.OK:
            received.made.add((change.kind, change.id, change.field or "", outcome.version))
    conclude(ledger, held, first + len(fresh) - 1, now)
    judge.texts.keep()
    received.later = judge.later


def _left_behind(
    tx: Connection, caller: Caller, fresh: list[Change], received: Received, now: datetime
) -> None:
    """Give what somebody who left had not sent to the coordinators of the area; apply nothing."""
    people = with_role(tx, caller.organisation, Role.COORDINATOR, caller.area)
    people = people or with_role(tx, caller.organisation, Role.ADMIN)
    for change in fresh:
        received.outcomes[change.n] = Outcome(State.REJECTED, why="left_behind")
        tell(
            tx, caller.organisation, people, "left_behind", change.kind, change.id,
            change.client, _words(change), now,
        )  # fmt: skip


def _words(change: Change) -> str:
    """Return what somebody typed, but for what only a contact person may know."""
    typed = change.values or {} if change.field is None else {change.field: change.value}
    if isinstance(change.value, dict):  # what only central could have done
        typed = change.value
    return " · ".join(
        str(value) for name, value in typed.items() if value is not None and name != "bsn"
    )


def receive_log(tx: Connection, caller: Caller, lines: list[dict[str, Any]], now: datetime) -> int:
    """Keep the lines of a desk's log that go on from what was kept; return the last number.

    A line that does not follow is not kept, nor is any after it. Raises Refusal 409 "put_back" for
    another line than was kept with its number, and for one that is not chained to the one before:
    the desk was put back, or its log was changed. That is said once; a desk that goes on under a
    number of its own is known to have been put back.
    """
    device = known(tx, caller)
    n, head = device.audit_n, device.audit_head
    marked = device.put_back_at is not None
    if not marked and _differs(tx, caller, lines, n):
        raise Refusal(409, "put_back")
    kept = []
    for line in lines:
        if line.get("n") != n + 1:
            break
        if line.get("hash") != chained(head, line):
            if not marked:
                raise Refusal(409, "put_back")
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


def _differs(tx: Connection, caller: Caller, lines: list[dict[str, Any]], n: int) -> bool:
    """Say whether a desk sends another line than was kept with its number, up to number `n`."""
    again = {line["n"]: line.get("hash") for line in lines if _is_number(line.get("n"), n)}
    if not again:
        return False
    asked = select(_AUDIT.c.n, _AUDIT.c.hash).where(
        _AUDIT.c.organisation == caller.organisation,
        _AUDIT.c.device == caller.device,
        _AUDIT.c.n.in_(list(again)),
    )
    return any(again[number] != kept for number, kept in tx.execute(asked))


def _is_number(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


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
    before = {change.n: change for change in changes if change.n <= last_n}
    found = operations(tx, caller, before)
    for n, (fingerprint, _, _) in found.items():
        if fingerprint not in (before[n].fingerprint(), ERASED_FINGERPRINT):
            raise Refusal(409, "put_back")
    return {n: outcome for n, (_, _, outcome) in found.items()}


def _earlier(tx: Connection, caller: Caller, fresh: list[Change]) -> dict[int, Earlier]:
    """Return the author's own earlier changes that these build on and that were kept before."""
    wanted = {change.after for change in fresh if change.after} - {change.n for change in fresh}
    found = operations(tx, caller, wanted)
    return {n: Earlier(change, outcome) for n, (_, change, outcome) in found.items()}


def operations(
    tx: Connection, caller: Caller, numbers: Iterable[int]
) -> dict[int, tuple[str, Change, Outcome]]:
    """Return, of the changes a device sent with these numbers, fingerprint, change and outcome."""
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


def known(tx: Connection, caller: Caller) -> Any:
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

"""Barriers: what stands between a client and work, and how that changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import with_state
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import Barrier
from wijkdesk.domain.values import BarrierDomain, SeverityLevel
from wijkdesk.errors import UserError


def record_barrier(
    desk: Desk,
    client: str,
    domain: BarrierDomain,
    severity: int | None = None,
    consequence: str | None = None,
    help_arranged: bool | None = None,
    urgent_until: date | None = None,
) -> Touched:
    """Leg vast wat werk in de weg staat, en wat dat betekent voor werk."""
    with desk.act("record_barrier") as act:
        act.record(
            Barrier, client, domain=domain, severity=severity, consequence=consequence,
            help_arranged=help_arranged, urgent_until=urgent_until,
            measured_on=act.known.today if severity is not None else None,
        )  # fmt: skip
        return act.touched


def measure_barrier(
    desk: Desk,
    barrier: str,
    severity: int,
    on: date | None = None,
    consequence: str | None = None,
) -> Touched:
    """Meet opnieuw hoe het gaat met een belemmering."""
    with desk.act("measure_barrier") as act:
        found = act.find(Barrier, barrier, "barrier")
        _still_open(found)
        changes: dict[str, Any] = {"severity": severity, "measured_on": on or act.known.today}
        if consequence is not None:
            changes["consequence"] = consequence
        act.change(found, **changes)
        return act.touched


def close_barrier(desk: Desk, barrier: str, result: str) -> Touched:
    """Sluit een belemmering af, met wat het opleverde."""
    with desk.act("close_barrier") as act:
        found = act.find(Barrier, barrier, "barrier")
        _still_open(found)
        # Health, addiction and justice are closed without words (practice.md R9).
        kept = None if found.sensitive else result
        act.change(found, closed_on=act.known.today, result=kept)
        return act.touched


def barriers(desk: Desk, client: str) -> list[dict[str, Any]]:
    """De belemmeringen van een klant: open eerst, het ernstigste bovenaan."""
    return in_order(with_state(desk, Barrier, client))


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return barriers in the order they are shown."""
    unknown = max(SeverityLevel) + 1

    def order(row: dict[str, Any]) -> tuple[Any, ...]:
        urgent = row["urgent_until"] or date.max
        return (
            row["closed_on"] is not None,
            row["severity"] or unknown,
            urgent,
            row["recorded_at"],
        )

    return sorted(rows, key=order)


def _still_open(barrier: Barrier) -> None:
    if barrier.closed_on is not None:
        raise UserError("already_closed", field="barrier")

"""Actions: the steps that help, who does them and what came of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import with_state
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain import Action, Barrier
from wijkdesk.domain.values import ActionKind, By
from wijkdesk.errors import UserError


def plan_action(
    desk: Desk,
    client: str,
    title: str,
    kind: ActionKind,
    by: By,
    due: date | None = None,
    barrier: str | None = None,
    partner: str | None = None,
) -> Touched:
    """Spreek een stap af: wat, wie doet het en wanneer is het klaar."""
    with desk.act("plan_action") as act:
        if barrier is not None and act.find(Barrier, barrier, "barrier").client != client:
            raise UserError("other_client", field="barrier")
        act.record(
            Action, client, title=title, kind=kind, by=by, due=due, barrier=barrier, partner=partner
        )
        return act.touched


def finish_action(desk: Desk, action: str, result: str) -> Touched:
    """Een stap is klaar; schrijf op wat het opleverde."""
    with desk.act("finish_action") as act:
        found = act.find(Action, action, "action")
        if found.finished_on is not None:
            raise UserError("already_finished", field="action")
        act.change(found, finished_on=act.known.today, result=result)
        return act.touched


def actions(desk: Desk, client: str) -> list[dict[str, Any]]:
    """De stappen met een klant: open eerst, op datum."""
    return in_order(with_state(desk, Action, client), with_state(desk, Barrier, client))


def in_order(rows: list[dict[str, Any]], barriers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return actions in the order they are shown, each with the domain of its barrier."""
    domains = {barrier["id"]: barrier["domain"] for barrier in barriers}
    for row in rows:
        row["barrier_domain"] = domains.get(row["barrier"])

    def order(row: dict[str, Any]) -> tuple[Any, ...]:
        return (row["finished_on"] is not None, row["due"] or date.max, row["recorded_at"])

    return sorted(rows, key=order)

"""How long a dossier is kept: whose time is over, proposing its end, and what holds that up."""

from __future__ import annotations

from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.changes.activity import last_activity
from wijkdesk.domain import Client
from wijkdesk.domain.noun import Purpose
from wijkdesk.domain.values import HoldReason
from wijkdesk.errors import UserError
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.retention import DOSSIER_RULE, rule
from wijkdesk.store import records


def retention(desk: Desk) -> list[dict[str, Any]]:
    """Dossiers waarvan de bewaartijd voorbij is, met wat dat nog tegenhoudt."""
    day, kept = today(desk.now()), rule(DOSSIER_RULE)
    with desk.reading() as tx:
        over = {
            client: last
            for client, last in last_activity(tx, desk.organisation).items()
            if kept.over_on(last) <= day
        }
        found = records.with_ids(tx, Client, list(over))
    return [
        {
            "id": client.id,
            "name": client.name,
            "last": over[client.id],
            "over_on": kept.over_on(over[client.id]),
            "held": client.held,
            "source": kept.source,
        }
        for client in sorted(found, key=lambda client: (over[client.id], client.name))
    ]


def propose_purge(desk: Desk, client: str) -> Touched:
    """Stel voor een dossier te wissen waarvan de bewaartijd voorbij is; twee anderen beslissen."""
    with desk.act("propose_purge") as act:
        found = act.find(Client, client, "client")
        last = last_activity(act.tx, desk.organisation, client).get(client, act.known.today)
        over = rule(DOSSIER_RULE).over_on(last)
        if act.known.today < over:
            raise UserError("not_due", field="client", day=over)
        if found.held is not None:
            raise UserError("purge_held", field="client")
        act.request("propose_purge", found)
        act.look(found, Purpose.ACCOUNT)
        return act.touched


def approve_purge(desk: Desk, purge: str) -> Touched:
    """Keur goed dat een dossier gewist wordt; de tweede goedkeuring wist het overal."""
    with desk.act("approve_purge") as act:
        act.request("approve_purge", desk.person, purge=purge)
        act.look(desk.person, Purpose.ACCOUNT, purge=purge)
        return act.touched


def hold_dossier(desk: Desk, client: str, reason: HoldReason) -> Touched:
    """Houd een dossier vast zolang er een bezwaar, klacht of inzage loopt."""
    with desk.act("hold_dossier") as act:
        act.change(act.find(Client, client, "client"), held=reason)
        return act.touched


def release_dossier(desk: Desk, client: str) -> Touched:
    """Er loopt niets meer: dit dossier mag weer gewist worden als zijn tijd voorbij is."""
    with desk.act("release_dossier") as act:
        act.change(act.find(Client, client, "client"), held=None)
        return act.touched

"""The plan van aanpak of a client: what the paper says, gathered from the dossier."""

from __future__ import annotations

from wijkdesk.caseload.action import actions
from wijkdesk.caseload.barrier import barriers
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Client, Grant, Person
from wijkdesk.domain.noun import Purpose
from wijkdesk.domain.values import Capacity
from wijkdesk.errors import UserError
from wijkdesk.i18n import Words
from wijkdesk.i18n.calendar import today
from wijkdesk.reports.plan import PlanAction, PlanBarrier, PlanData
from wijkdesk.store import audit, records
from wijkdesk.store.database import Transaction


def plan_data(desk: Desk, words: Words, client: str) -> PlanData:
    """Return what the plan of a client says; that it was taken out is in the log.

    `words` are those of the document. Raises UserError("unknown_record").
    """
    now = desk.now()
    with desk.reading() as tx:
        found = records.find(tx, Client, client)
        if found is None:
            raise UserError("unknown_record", field="client")
        contact = _contact_person(tx, client) or desk.person
        audit.add(
            tx, now, desk.person.id, records.capacity(tx, desk.person.id, client, today(now)),
            "report_plan", "client", client, client,
            purpose=Purpose.WORK.value, what={"document": "plan"},
        )  # fmt: skip
    return PlanData(
        client_name=found.name,
        phase=found.phase,
        consultant=contact.name,
        consultant_email=contact.email,
        organisation=desk.organisation_name,
        stand_at=now,
        printed_at=now,
        barriers=_barriers(desk, client),
        actions=_actions(desk, client),
        marks=[words("VOORBEELDGEGEVENS – verzonnen personen")] if desk.demo else [],
    )


def _contact_person(tx: Transaction, client: str) -> Person | None:
    """Return the contact person; None until central has assigned one."""
    for grant in records.of_client(tx, Grant, client):
        if grant.capacity == Capacity.CONTACT_PERSON and grant.until is None:
            return records.find(tx, Person, grant.person)
    return None


def _barriers(desk: Desk, client: str) -> list[PlanBarrier]:
    return [
        PlanBarrier(row["domain"], row["severity"], row["consequence"], row["help_arranged"])
        for row in barriers(desk, client)
        if row["closed_on"] is None
    ]


def _actions(desk: Desk, client: str) -> list[PlanAction]:
    return [
        PlanAction(row["title"], row["by"], row["partner"], row["due"], row["finished_on"])
        for row in actions(desk, client)
    ]

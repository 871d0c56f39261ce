"""The short list of an area for its coordinator: fetched when looked at, never kept on a laptop."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from wijkdesk.central.access import Caller, Refusal
from wijkdesk.domain import Action, Client, ContactMoment, Grant, Neighbourhood, Person
from wijkdesk.domain.noun import wire
from wijkdesk.domain.state import RowState
from wijkdesk.domain.values import Capacity
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.access import area_fields, sees_area

_CLIENT = Client.__table__  # type: ignore[attr-defined]
_PLACE = Neighbourhood.__table__  # type: ignore[attr-defined]
_ACTION = Action.__table__  # type: ignore[attr-defined]
_CONTACT = ContactMoment.__table__  # type: ignore[attr-defined]
_GRANT = Grant.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_STATE = RowState.__table__  # type: ignore[attr-defined]


def area_caseload(tx: Connection, caller: Caller, now: datetime) -> list[dict[str, Any]]:
    """Return the clients of the caller's area, with the fields policy names and no others.

    Raises Refusal 403 "only_coordinators".
    """
    if not sees_area(caller.roles):
        raise Refusal(403, "only_coordinators")
    contact = _contact_people(caller, now)
    asked = (
        select(
            _CLIENT.c.id, _CLIENT.c.given_name, _CLIENT.c.family_name, _CLIENT.c.neighbourhood,
            _CLIENT.c.phase, contact.c.name.label("contact_person"), contact.c.ended,
            _counted(_ACTION, caller, _ACTION.c.finished_on.is_(None)).label("open_actions"),
            _last_contact(caller).label("last_contact"),
        )
        .join(
            _PLACE,
            and_(
                _PLACE.c.organisation == _CLIENT.c.organisation,
                _PLACE.c.name == _CLIENT.c.neighbourhood,
            ),
        )
        .outerjoin(contact, contact.c.client == _CLIENT.c.id)
        .where(_CLIENT.c.organisation == caller.organisation, _PLACE.c.area == caller.area)
        .order_by(_CLIENT.c.family_name, _CLIENT.c.given_name, _CLIENT.c.id)
    )  # fmt: skip
    allowed = ("id", *area_fields())
    rows = [_row(found) for found in tx.execute(asked).mappings()]
    return [{name: row[name] for name in allowed} for row in rows]


def _row(found: Any) -> dict[str, Any]:
    unassigned = found["contact_person"] is None
    return {
        **{name: wire(found[name]) for name in
           ("id", "neighbourhood", "phase", "contact_person", "open_actions", "last_contact")},
        "name": f"{found['given_name']} {found['family_name']}".strip(),
        "unassigned_since": wire(found["ended"]) if unassigned else None,
    }  # fmt: skip


def _contact_people(caller: Caller, now: datetime) -> Any:
    """Return per client the name of the contact person, or when the last one ended."""
    active = or_(_GRANT.c.until.is_(None), _GRANT.c.until > today(now))
    return (
        select(
            _GRANT.c.client,
            func.max(_PERSON.c.name).filter(active).label("name"),
            func.max(_GRANT.c.until).label("ended"),
        )
        .join(
            _PERSON,
            and_(_PERSON.c.organisation == _GRANT.c.organisation, _PERSON.c.id == _GRANT.c.person),
        )
        .where(
            _GRANT.c.organisation == caller.organisation,
            _GRANT.c.capacity == Capacity.CONTACT_PERSON.value,
        )
        .group_by(_GRANT.c.client)
        .subquery()
    )


def _counted(table: Any, caller: Caller, where: Any) -> Any:
    return (
        select(func.count())
        .select_from(table)
        .where(table.c.organisation == caller.organisation, table.c.client == _CLIENT.c.id, where)
        .correlate(_CLIENT)
        .scalar_subquery()
    )


def _last_contact(caller: Caller) -> Any:
    return (
        select(func.max(_CONTACT.c.at))
        .where(_CONTACT.c.organisation == caller.organisation, _CONTACT.c.client == _CLIENT.c.id)
        .correlate(_CLIENT)
        .scalar_subquery()
    )

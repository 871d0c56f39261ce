"""What every desk knows: the colleagues, the wijken, and who looked at a client."""

from __future__ import annotations

from json import loads
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Neighbourhood, Person
from wijkdesk.store import audit as log
from wijkdesk.store import records

UNKNOWN = "–"  # what a client is shown of a colleague who is not here any more


def people(desk: Desk) -> list[dict[str, Any]]:
    """De collega's, op naam."""
    with desk.reading() as tx:
        found = records.everything(tx, Person)
    return [
        {"id": person.id, "name": person.name, "roles": person.roles, "area": person.area}
        for person in sorted(found, key=lambda person: person.name)
        if person.active
    ]


def neighbourhoods(desk: Desk) -> list[dict[str, Any]]:
    """De wijken van de stad, op naam."""
    with desk.reading() as tx:
        found = records.everything(tx, Neighbourhood)
    return [
        {"id": place.id, "name": place.name, "area": place.area, "south": place.south,
         "focus": place.focus}
        for place in sorted(found, key=lambda place: place.name)
    ]  # fmt: skip


def audit(desk: Desk, client: str, for_client: bool = False) -> list[dict[str, Any]]:
    """Wie dit dossier op deze laptop zag of veranderde, het laatste eerst.

    `for_client` is how the client is shown it: the department of a colleague instead of the name,
    and not on which laptop (practice.md R19).
    """
    with desk.reading() as tx:
        people = {person.id: person for person in records.everything(tx, Person)}
        lines = log.of_client(tx, client)
    return [
        {
            "id": str(line["n"]),
            "at": line["at"],
            "person": _shown(people.get(line["person"]), for_client) or line["person"],
            "capacity": line["capacity"],
            "act": line["act"],
            "purpose": line["purpose"],
            "what": loads(line["what"]) if line["what"] else None,
            "device": "" if for_client else desk.known["device"],
        }
        for line in lines
    ]


def _shown(person: Person | None, for_client: bool) -> str:
    if person is None:
        return UNKNOWN if for_client else ""
    return person.area if for_client else person.name

"""What every desk knows: the colleagues, the wijken, and who looked at a client."""

from __future__ import annotations

from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.domain import Neighbourhood, Person
from wijkdesk.store import audit as log
from wijkdesk.store import records


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


def audit(desk: Desk, client: str) -> list[dict[str, Any]]:
    """Wie dit dossier op deze laptop zag of veranderde, het laatste eerst."""
    with desk.reading() as tx:
        names = {person.id: person.name for person in records.everything(tx, Person)}
        lines = log.of_client(tx, client)
    return [
        {
            "id": str(line["n"]),
            "at": line["at"],
            "person": names.get(line["person"], line["person"]),
            "capacity": line["capacity"],
            "act": line["act"],
            "device": desk.known["device"],
        }
        for line in lines
    ]

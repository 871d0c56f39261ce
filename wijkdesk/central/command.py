"""What a desk may only ask for: who asks what about whom, and the transaction to do it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from sqlalchemy import Connection, select

from wijkdesk.central.access import Caller
from wijkdesk.central.holdings import Holders, holders
from wijkdesk.central.people import with_role
from wijkdesk.central.texts import Texts
from wijkdesk.changes.change import Change
from wijkdesk.changes.ledger import Ledger
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.domain import Client, Neighbourhood, Person
from wijkdesk.domain.values import Capacity, Role
from wijkdesk.errors import UserError
from wijkdesk.policy.access import may_write

_CLIENT = Client.__table__  # type: ignore[attr-defined]
_PERSON = Person.__table__  # type: ignore[attr-defined]
_PLACE = Neighbourhood.__table__  # type: ignore[attr-defined]

UNKNOWN = Outcome(State.REJECTED, why="unknown")  # the same for what is not there and not theirs


@dataclass(frozen=True)
class Command:
    """A change that asks, with everything it takes to do it.

    What has to wait until the changes of this request are written goes into `later`.
    """

    change: Change
    version: int
    caller: Caller
    held: Holders
    ledger: Ledger
    texts: Texts
    later: list[Callable[[Connection], None]]
    now: datetime

    @property
    def client(self) -> str:
        """The client it is about."""
        return self.change.client or ""

    @property
    def holders(self) -> dict[str, frozenset[str]]:
        """Who holds the client, and in which capacities."""
        return self.held.get(self.client, {})

    def may_write(self, client: str) -> bool:
        """Say whether the caller holds a client so that they may write in the dossier."""
        held = self.held.get(client)
        if held is None:
            held = holders(self.ledger.tx, self.ledger.organisation, [client]).get(client, {})
        return may_write(held.get(self.caller.person, ()))

    @property
    def by_contact_person(self) -> bool:
        """Whether the client's contact person asks."""
        held = self.holders.get(self.caller.person, frozenset())
        return Capacity.CONTACT_PERSON.value in held

    @property
    def by_coordinator(self) -> bool:
        """Whether a coordinator of the client's area asks."""
        return self.caller.person in self.coordinators

    @cached_property
    def coordinators(self) -> list[str]:
        """The coordinators of the client's area."""
        return coordinators_of(self.ledger.tx, self.ledger.organisation, self.client)

    def text(self, name: str) -> str:
        """Return a parameter; UserError("missing") when it is not there."""
        value: str = (self.change.value or {}).get(name, "")
        if not value:
            raise UserError("missing", field=name)
        return value

    def said(self, name: str) -> str | None:
        """Return a parameter that may be left out."""
        return (self.change.value or {}).get(name) or None

    def day(self, name: str) -> date:
        """Return a parameter that is a day; UserError("not_a_date") if it is not."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise UserError("not_a_date", field=name) from error

    def code(self, name: str, codes: type[StrEnum]) -> str:
        """Return a parameter that is one of these codes; UserError("not_a_choice") if it is not."""
        value = self.text(name)
        if value not in set(codes):
            raise UserError("not_a_choice", field=name, given=value, choices=", ".join(codes))
        return value


def coordinators_of(tx: Connection, organisation: str, client: str) -> list[str]:
    """Return the coordinators of the area a client lives in."""
    area = (
        select(_PLACE.c.area)
        .join(_CLIENT, (_CLIENT.c.organisation == _PLACE.c.organisation)
              & (_CLIENT.c.neighbourhood == _PLACE.c.name))
        .where(_CLIENT.c.organisation == organisation, _CLIENT.c.id == client)
    )  # fmt: skip
    return with_role(tx, organisation, Role.COORDINATOR, tx.execute(area).scalar() or "")


def roles_of(tx: Connection, organisation: str, person: str) -> list[str]:
    """Return the roles of a colleague; of nobody, and of one who left, none."""
    asked = select(_PERSON.c.roles).where(
        _PERSON.c.organisation == organisation,
        _PERSON.c.id == person,
        _PERSON.c.active.is_(True),
    )
    return list(tx.execute(asked).scalar() or [])

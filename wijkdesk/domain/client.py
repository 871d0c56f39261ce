"""A client: a person who looks for work, and what is needed to reach them."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from wijkdesk.domain.bsn import check_bsn
from wijkdesk.domain.noun import Known, Noun, Purpose, fact
from wijkdesk.domain.values import HoldReason, Phase
from wijkdesk.errors import UserError

OLDEST = date(1900, 1, 1)
_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")


class Client(Noun, table=True):
    """Who somebody is to us. Only a name, a wijk and a birth date (or none) are ever asked.

    `neighbourhood` is the name of a Rotterdam wijk (CBS: buurt), `postcode` is "1234AB", and
    `talk_language` is the language the client chooses to talk in (practice.md R13). `held` says
    what keeps the dossier from being erased while it runs (R15).
    """

    dossier_field: ClassVar[str | None] = "id"

    given_name: str = fact(required=True)
    family_name: str = fact(required=True)
    born: date | None = fact()
    neighbourhood: str = fact(required=True)
    bsn: str | None = fact(Purpose.APPLICATION)
    phone: str | None = fact(longest=40)
    email: str | None = fact()
    postcode: str | None = fact()
    talk_language: str | None = fact(longest=60)
    phase: str = fact(default=Phase.INTAKE.value, codes=Phase)
    held: str | None = fact(Purpose.ACCOUNT, codes=HoldReason)

    @property
    def name(self) -> str:
        """The name as it is said."""
        return f"{self.given_name} {self.family_name}".strip()

    def check(self, known: Known) -> None:
        """Raise UserError with `field` for an empty name, an impossible day, BSN or postcode."""
        for field in ("given_name", "family_name"):
            if not getattr(self, field).strip():
                raise UserError("missing", field=field)
        if self.born is not None and self.born > known.today:
            raise UserError("born_in_future", field="born")
        if self.born is not None and self.born < OLDEST:
            raise UserError("born_too_long_ago", field="born", since=OLDEST)
        if self.neighbourhood not in known.places:
            raise UserError(
                "unknown_neighbourhood", field="neighbourhood", given=self.neighbourhood
            )
        if self.bsn is not None:
            check_bsn(self.bsn)
        if self.postcode is not None and not _POSTCODE.fullmatch(self.postcode):
            raise UserError("not_a_postcode", field="postcode")
        if self.email is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", self.email):
            raise UserError("not_an_email", field="email")


def postcode(typed: str) -> str:
    """Return a postcode as it is kept: 1234AB, without space."""
    return typed.replace(" ", "").upper()

"""Sign requests as this desk, and say what central refuses with in our own words."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.changes import seal
from wijkdesk.changes.messages import pack
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.store import meta
from wijkdesk.sync import orders
from wijkdesk.sync.http import Answer, Request

# What central refuses with, and what a person is told.
REFUSALS = {
    "not_accepted": "not_accepted",
    "revoked": "not_accepted",
    "put_back": "put_back",
    "same_desk_twice": "same_desk_twice",
    "update_needed": "update_needed",
    "central_behind": "central_behind",
    "only_coordinators": "only_coordinators",
}
# The same, where it is the person who can do something about it.
OF_THE_PERSON = {"not_yours": "not_your_area", "not_open": "not_open"}


class Signer:
    """Signs requests as this desk; a refused time is signed once more with central's own.

    `ahead` is how many seconds central's clock is ahead of this laptop's, as far as it was said.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.ahead = 0
        self._at = 0

    @property
    def at(self) -> datetime:
        """The time in the last request: central's, once it was accepted."""
        return datetime.fromtimestamp(self._at, UTC)

    def signed(self, path: str, message: dict[str, Any]) -> Request:
        """Return a signed request, for which the counter goes up.

        Raises OutsideTrouble("not_accepted") for a desk whose key was destroyed.
        """
        known, body = self._desk.known, pack(message)
        if not known["private_key"]:
            raise OutsideTrouble("not_accepted")
        with self._desk.database.transaction() as tx:
            counter = meta.count_up(tx, "counter")
        self._at = int(self._desk.now().timestamp()) + self.ahead
        envelope = seal.Envelope(known["organisation"], known["audience"], "POST", path, body)
        private = bytes.fromhex(known["private_key"])
        header = seal.header(private, known["device"], counter, self._at, envelope)
        return Request(path, body, header)

    def asked(self, path: str, message: dict[str, Any]) -> Generator[Request, Answer, Answer]:
        """Ask central, once more if only this laptop's clock was refused; raise its refusals.

        An order that central itself signed is obeyed: OutsideTrouble("desk_destroyed").
        """
        answer = yield self.signed(path, message)
        if answer.status == 401 and answer.message.get("code") == "clock":
            self.ahead = int(answer.message["now"]) - int(self._desk.now().timestamp())
            answer = yield self.signed(path, message)
        if answer.status == 401 and answer.message.get("code") == "revoked":
            orders.obey(self._desk, answer.message)
        if answer.status != 200:
            raise _refused(str(answer.message.get("code")))
        return answer


def _refused(code: str) -> Trouble:
    if code in OF_THE_PERSON:
        return UserError(OF_THE_PERSON[code], field="client")
    return OutsideTrouble(REFUSALS.get(code, "central_trouble"))

"""What central answers to a signed request, by path: from bytes to bytes, without the web."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from wijkdesk.central import opening, orders, succession
from wijkdesk.central.access import Asked, Caller, Refusal, identify, identify_put_back, revoked
from wijkdesk.central.area import area_caseload
from wijkdesk.central.deliver import PAGE, Place, deliver, hashes, nothing_new, wanted
from wijkdesk.central.enrol import enrol
from wijkdesk.central.receive import Received, known, receive, receive_log
from wijkdesk.central.storage import Storage
from wijkdesk.central.today import begin as begin_day
from wijkdesk.changes.change import Change, NotAChange, whole_number
from wijkdesk.changes.messages import (
    SCHEMA,
    VERSIONS_BEHIND,
    NotAMessage,
    TooLarge,
    pack,
    unpack,
)
from wijkdesk.i18n.calendar import today

MOST_CHANGES = 500
MOST_LINES = 2000
MOST_WANTED = 2000


class Central:
    """Answers requests over one database; `now` is central's time, `page` its page of rows."""

    def __init__(self, storage: Storage, now: Callable[[], datetime], page: int = PAGE) -> None:
        self.storage, self.now, self.page = storage, now, page

    def answer(self, asked: Asked) -> bytes:
        """Return the answer to a request; Refusal when there is none."""
        if asked.path == "/enrol":
            with self.storage.transaction() as tx:
                return pack(enrol(tx, _message(asked.body), self.now()))
        try:
            return pack(self._to_a_device(asked))
        except Refusal as refusal:
            self._keep_order(refusal)
            raise

    def _to_a_device(self, asked: Asked) -> dict[str, Any]:
        if asked.path == "/sync":
            return self._sync(asked)
        with self.storage.transaction() as tx:
            if asked.path == "/succeed":
                caller = identify_put_back(tx, asked, self.now())
                return succession.succeed(tx, caller, _message(asked.body), self.now())
            caller = identify(tx, asked, self.now())
            if caller.revoked_as is not None:
                raise Refusal(401, "not_accepted")
            message = _message(asked.body)
        if asked.path == "/ask" and {"open", "read"} & set(message):
            return self._open_or_read(caller, message)
        with self.storage.snapshot() as tx:
            return self._asked(tx, caller, asked.path, message)

    def _open_or_read(self, caller: Caller, message: dict[str, Any]) -> dict[str, Any]:
        """Answer what a coordinator asks about one dossier; that it was asked is written down."""
        with self.storage.transaction() as tx:
            if "open" in message:
                return opening.open_dossier(tx, caller, message["open"], self.now())
            return opening.read_dossier(tx, caller, message.get("read"), self.now())

    def _keep_order(self, refusal: Refusal) -> None:
        """Keep that an order was given: what came before it in the request was undone."""
        if isinstance(order := refusal.more.get("order"), dict):
            with self.storage.transaction() as tx:
                orders.given(tx, order["device"], self.now())

    def _sync(self, asked: Asked) -> dict[str, Any]:
        """Take in what waits and, in a second transaction, read what is new at one moment."""
        now = self.now()
        with self.storage.transaction() as tx:
            caller = identify(tx, asked, now)
            message = _message(asked.body)
            _same_language(message)
            try:
                place, changes = _place(message), _changes(message)
            except NotAChange as error:
                raise Refusal(400, "not_a_request") from error
            if message.get("epoch") != caller.epoch:
                return _anew(tx, caller)
            if caller.revoked_as is not None and not changes:
                raise revoked(tx, caller.organisation, caller.device, now)
            if caller.granted_on != today(now):
                begin_day(tx, caller.organisation, now)
            lines = _lines(message)
            nothing = not changes and not lines and caller.revoked_as is None
            if nothing and (last := nothing_new(tx, caller, place)) is not None:
                return last
            received = receive(tx, caller, changes, place.since, now)
            logged = receive_log(tx, caller, lines, now) if lines else None
        if received.later:
            self.storage.forget_log()
        if caller.revoked_as is not None:
            # Nothing is theirs any more; the desk goes on to send, until nothing waits.
            return {**_said(received, logged), "next": place.after, "more": 1}
        if message.get("waits"):
            # More is to be sent first: who hears last that a client went has sent all of it.
            return {**_said(received, logged), "next": place.after, "more": 1}
        with self.storage.snapshot() as tx:
            answer = deliver(tx, caller, place, frozenset(received.made), self.page)
        return {**_said(received, logged), **answer}

    def _asked(
        self, tx: Connection, caller: Caller, path: str, message: dict[str, Any]
    ) -> dict[str, Any]:
        if path == "/ask":
            return {"rows": area_caseload(tx, caller, self.now())}
        if "want" in message:
            return {"rows": wanted(tx, caller, _keys(message))}
        return {"hashes": hashes(tx, caller)}


def _anew(tx: Connection, caller: Caller) -> dict[str, Any]:
    """Tell a desk that central was put back: what it has of this desk, which begins anew."""
    device = known(tx, caller)
    return {
        "epoch": caller.epoch, "last_n": device.last_n, "log": device.audit_n,
        "next": [0, ""], "more": 1,
    }  # fmt: skip


def _said(received: Received, logged: int | None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if received.outcomes:
        said["acks"] = [[n, received.outcomes[n].travelled()] for n in sorted(received.outcomes)]
    if logged is not None:
        said["log"] = logged
    if received.last_n is not None:
        said["last_n"] = received.last_n
    return said


def _message(body: bytes) -> dict[str, Any]:
    try:
        return unpack(body)
    except TooLarge as error:
        raise Refusal(413, "too_large") from error
    except NotAMessage as error:
        raise Refusal(400, "not_a_request") from error


def _same_language(message: dict[str, Any]) -> None:
    schema = message.get("sv")
    if isinstance(schema, bool) or not isinstance(schema, int):
        raise Refusal(400, "not_a_request")
    if schema < SCHEMA - VERSIONS_BEHIND:
        raise Refusal(426, "update_needed")
    if schema > SCHEMA:
        raise Refusal(426, "central_behind")


def _place(message: dict[str, Any]) -> Place:
    after = message.get("after")
    if not isinstance(after, list) or len(after) != 2 or not isinstance(after[1], str):
        raise NotAChange
    return Place(whole_number(message.get("since")), (whole_number(after[0]), after[1][:64]))


def _changes(message: dict[str, Any]) -> list[Change]:
    sent = message.get("ops", [])
    if not isinstance(sent, list) or len(sent) > MOST_CHANGES:
        raise NotAChange
    return [Change.received(change) for change in sent]


def _lines(message: dict[str, Any]) -> list[dict[str, Any]]:
    lines = message.get("log", [])
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise Refusal(400, "not_a_request")
    if not all(isinstance(line, dict) for line in lines):
        raise Refusal(400, "not_a_request")
    return lines


def _keys(message: dict[str, Any]) -> list[tuple[str, str]]:
    want = message["want"]
    sound = (
        isinstance(want, list)
        and len(want) <= MOST_WANTED
        and all(
            isinstance(key, list) and len(key) == 2 and all(isinstance(part, str) for part in key)
            for key in want
        )
    )
    if not sound:
        raise Refusal(400, "not_a_request")
    return [(kind, id_) for kind, id_ in want]

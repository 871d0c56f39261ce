"""One round of syncing, in steps: each `request` and `take` touches the store, the post between
them only the network. So a window can run them in two lanes, and the command line in one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.lease import synced
from wijkdesk.caseload.touched import Touched
from wijkdesk.changes import digest
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.changes.messages import SCHEMA
from wijkdesk.changes.row import Row, received
from wijkdesk.config import settings
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n.calendar import today
from wijkdesk.policy.parameters import parameter
from wijkdesk.store import audit, confirmed, erase, inbox, meta, outbox, sent
from wijkdesk.store.database import Transaction
from wijkdesk.sync import anew, succession
from wijkdesk.sync.http import Answer, Central, Request
from wijkdesk.sync.signer import Signer

MOST_CHANGES = 500
LARGEST_CHANGES = 1 << 19  # bytes before compression
MOST_LINES = 1000
MOST_WANTED = 100
ALONE_AFTER = timedelta(days=1)  # a line of the log waits no longer for changes to go with

Steps = Generator[Request, Answer, None]


@dataclass
class Result:
    """What a round came to. `bytes_up` and `bytes_down` count start lines, headers and bodies."""

    sent: int = 0
    applied: int = 0
    received: int = 0
    revoked: int = 0
    refused: int = 0
    versions: int = 0
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    seconds: float = 0.0
    touched: set[tuple[str, str]] = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        """Return the figures, as the command line prints them."""
        figures = {name: value for name, value in asdict(self).items() if name != "touched"}
        return {**figures, "seconds": round(self.seconds, 3)}

    def as_touched(self) -> Touched:
        """Return what was touched, for screens."""
        return Touched(tuple(sorted(self.touched)))


@dataclass(frozen=True)
class Progress:
    """How far a round is: the changes that were sent and received, and those that still wait."""

    sent: int = 0
    received: int = 0
    waiting: int = 0


class Round:
    """One round: `request`, post, `take`, until `request` returns None; then `result` is there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.result = Result()
        self._signer = Signer(desk)
        self._keys = confirmed.Keys.of(desk.known)
        self._started = time.monotonic()
        self._steps = self._all_steps()
        self._next: Request | None = None
        self._begun = self._went_on = self._began_anew = False

    def request(self) -> Request | None:
        """Return what to post next; None when the round is done."""
        if not self._begun:
            self._begun = True
            self._next = next(self._steps, None)
        return self._next

    def take(self, answer: Answer) -> None:
        """Take in the answer to the last request.

        Raises OutsideTrouble; what was taken in before stays, and the next round goes on there.
        """
        self.result.requests += 1
        self.result.bytes_up += answer.bytes_up
        self.result.bytes_down += answer.bytes_down
        try:
            self._next = self._steps.send(answer)
        except StopIteration:
            self._next = None
            self.result.seconds = time.monotonic() - self._started
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            # An answer of another shape than central's: nothing of it was kept.
            raise OutsideTrouble("not_central") from error

    def progress(self) -> Progress:
        """Return how far this round is."""
        with self.desk.database.transaction() as tx:
            return Progress(self.result.sent, self.result.received, outbox.how_many(tx))

    def break_off(self) -> None:
        """Leave it at what was taken in; the next round goes on there."""
        self.desk.look_again()

    def _all_steps(self) -> Steps:
        while True:
            message, waits = self._message()
            try:
                answer = yield from self._signer.asked("/sync", message)
            except OutsideTrouble as trouble:
                if not self._may_go_on(trouble):
                    raise
                yield from self._go_on()
                continue
            self.result.sent += len(message.get("ops", []))
            if not self._take_in(answer.message):
                if not self._sound(answer.message):
                    yield from self._repair()
                if not waits or not answer.message.get("acks"):
                    break
        self.desk.look_again()

    def _may_go_on(self, trouble: OutsideTrouble) -> bool:
        """Say whether this desk, put back or copied, may ask for a number of its own: once a round.

        Also when another number goes on for it already: that may be the one it asked for itself.
        """
        if self._went_on or trouble.code not in ("put_back", "same_desk_twice"):
            return False
        with self.desk.database.transaction() as tx:
            return trouble.code == "put_back" or succession.under_way(tx)

    def _go_on(self) -> Steps:
        """Go on under a number of its own, without what central received before."""
        self._went_on = True
        with self.desk.database.transaction() as tx:
            asked = succession.asked(tx)
        answer = yield from self._signer.asked("/succeed", asked)
        outcomes = {n: Outcome.received(sent) for n, sent in answer.message["acks"]}
        with self.desk.database.transaction() as tx:
            taken = confirmed.take_in(tx, self.desk.organisation, self._keys, outcomes, [])
            for change, outcome in taken.told:
                inbox.tell(tx, self.desk.now(), change, outcome)
            meta.keep(tx, digest=_added(tx, taken.difference))
            succession.go_on(tx, asked["device"], outcomes)
        self.result.touched |= taken.touched
        self._log()
        self.desk.look_again()

    def _log(self) -> None:
        """Log a round that brought or fetched something; one that did not is no news to anybody."""
        counted = {"sent": self.result.sent, "received": self.result.received,
                   "revoked": self.result.revoked}  # fmt: skip
        if any(counted.values()):
            with self.desk.database.transaction() as tx:
                audit.add(tx, self.desk.now(), self.desk.person.id, "", "sync", what=counted)

    def _message(self) -> tuple[dict[str, Any], bool]:
        """Return the next /sync request, and whether more waits than fits in it."""
        with self.desk.database.transaction() as tx:
            known = meta.read(tx)
            changes = outbox.take(tx, MOST_CHANGES, LARGEST_CHANGES)
            more = outbox.how_many(tx) > len(changes)
            lines = self._lines(tx, int(known.get("log_sent", "0")), bool(changes))
        message: dict[str, Any] = {
            "sv": SCHEMA,
            "since": int(known.get("since", "0")),
            "after": [int(known.get("after", "0")), known.get("after_id", "")],
            "epoch": known["epoch"],
        }
        if changes:
            message["ops"] = [change.travelled() for change in changes]
        if more:
            message["waits"] = 1
        if lines:
            message["log"] = lines
        return message, more

    def _lines(self, tx: Transaction, log_sent: int, goes_along: bool) -> list[dict[str, Any]]:
        """Return the lines of the log to send: with changes, or alone when one is a day old."""
        if not goes_along:
            first = audit.after(tx, log_sent, 1)
            day_ago = self.desk.now() - ALONE_AFTER
            if not first or datetime.fromisoformat(str(first[0]["at"])) > day_ago:
                return []
        return audit.after(tx, log_sent, MOST_LINES)

    def _take_in(self, message: dict[str, Any]) -> bool:
        """Take in one answer in one transaction; return whether more pages follow."""
        if "last_n" in message:
            return self._begin_anew(message)
        outcomes = {n: Outcome.received(sent) for n, sent in message.get("acks", [])}
        news = [received(parts) for parts in message.get("rows", [])]
        next_, next_id = message["next"]
        erased = message.get("gone", [])
        with self.desk.database.transaction() as tx:
            erase.forget_drafts(tx, self.desk.organisation, erased)
            taken = confirmed.take_in(tx, self.desk.organisation, self._keys, outcomes, news)
            for change, outcome in taken.told:
                inbox.tell(tx, self.desk.now(), change, outcome)
            inbox.told(tx, message.get("notes", []))
            gone = message.get("rev", [])
            if gone and outbox.waits_for(tx, gone):
                # Written while this round went on: it is sent before the client goes.
                meta.keep(tx, digest=_added(tx, taken.difference))
                return True
            if gone:
                taken.add(confirmed.let_go(tx, self.desk.organisation, self._keys, gone))
            taken.add(erase.forget(tx, self.desk.organisation, self._keys, erased))
            self._keep_place(tx, message, int(next_), str(next_id), taken.difference)
        if gone or erased:
            self.desk.database.forget_log()
        self._count(outcomes, news, gone)
        self.result.touched |= taken.touched
        return bool(message.get("more"))

    def _begin_anew(self, message: dict[str, Any]) -> bool:
        """Go on with a central that was put back, once a round; it is asked anew what there is."""
        if self._began_anew:
            raise OutsideTrouble("central_trouble")
        self._began_anew = True
        with self.desk.database.transaction() as tx:
            taken = anew.begin(tx, self.desk.organisation, self._keys, message)
        self.result.touched |= taken.touched
        return True

    def _keep_place(
        self, tx: Transaction, message: dict[str, Any], next_: int, next_id: str, difference: int
    ) -> None:
        place: dict[str, object] = {
            "after": next_,
            "after_id": next_id,
            "digest": _added(tx, difference),
        }
        if "log" in message:
            place["log_sent"] = int(message["log"])
        days = timedelta(days=parameter("sent_days", today(self.desk.now())).value)
        sent.forget(tx, self.desk.now() - days)
        if not message.get("more"):
            place |= {"since": next_, **synced(self._signer.at, self._signer.ahead)}
        meta.keep(tx, **place)

    def _count(
        self, outcomes: dict[int, Outcome], news: list[tuple[Row, bool]], gone: list[str]
    ) -> None:
        states = [outcome.state for outcome in outcomes.values()]
        self.result.refused += states.count(State.REJECTED)
        self.result.versions += states.count(State.CONFLICT)
        self.result.applied += len(states) - states.count(State.REJECTED)
        self.result.received += len(news)
        self.result.revoked += len(gone)

    def _sound(self, message: dict[str, Any]) -> bool:
        """Say whether this desk holds exactly what central says it should."""
        with self.desk.database.transaction() as tx:
            return meta.read(tx).get("digest", "0") == message["dig"]

    def _repair(self) -> Steps:
        """Fetch whole only the records that differ, and let go of those that are not ours."""
        answer = yield from self._signer.asked("/digest", {})
        theirs = {(kind, id_): int(value, 16) for kind, id_, value in answer.message["hashes"]}
        with self.desk.database.transaction() as tx:
            ours = confirmed.hashes(tx, self.desk.organisation, self._keys)
        differing = sorted(key for key, value in theirs.items() if ours.get(key) != value)
        for start in range(0, len(differing), MOST_WANTED):
            want = [list(key) for key in differing[start : start + MOST_WANTED]]
            answer = yield from self._signer.asked("/digest", {"want": want})
            news = [received(parts) for parts in answer.message["rows"]]
            with self.desk.database.transaction() as tx:
                taken = confirmed.take_in(tx, self.desk.organisation, self._keys, {}, news)
                self.result.touched |= taken.touched
        with self.desk.database.transaction() as tx:
            gone = [key for key in ours if key not in theirs]
            confirmed.forget(tx, self.desk.organisation, self._keys, gone)
            total = sum(confirmed.hashes(tx, self.desk.organisation, self._keys).values())
            meta.keep(tx, digest=digest.add("0", total))


def sync(desk: Desk, post: Callable[[Request], Answer] | None = None) -> Result:
    """Do one whole round; `post` is how requests reach central, over HTTP if it is not named.

    Raises OutsideTrouble; what waits stays waiting.
    """
    if post is not None:
        return _run(desk, post)
    central = central_of(desk)
    try:
        return _run(desk, central.post)
    finally:
        central.close()


def _added(tx: Transaction, difference: int) -> str:
    """Return the digest of this desk with a difference added."""
    return digest.add(meta.read(tx).get("digest", "0"), difference)


def central_of(desk: Desk) -> Central:
    """Return the central this desk belongs to."""
    return Central(desk.known["server"], settings.load(desk.folder), demo=desk.demo)


def _run(desk: Desk, post: Callable[[Request], Answer]) -> Result:
    round_ = Round(desk)
    while (request := round_.request()) is not None:
        round_.take(post(request))
    return round_.result

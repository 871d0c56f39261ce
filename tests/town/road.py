"""The road between a desk and central: it carries bytes, and loses them when it is told to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from wijkdesk.central.access import Asked, Refusal
from wijkdesk.central.answers import Central
from wijkdesk.changes.messages import pack, unpack
from wijkdesk.errors import OutsideTrouble
from wijkdesk.sync.http import Answer, Request

# drop_request: central never sees it. drop_answer: central did it, the desk never hears. twice:
# the network delivers it twice. lose_row: an answer arrives with a record less. A number is the
# status of a broken central.
Fault = Literal["drop_request", "drop_answer", "twice", "lose_row"] | int


def answered(central: Central, request: Request) -> Answer:
    """Return central's answer to a request, as the web gives it."""
    asked = Asked(request.path, request.authorization, request.body)
    try:
        status, body = 200, central.answer(asked)
    except Refusal as refusal:
        status, body = refusal.status, pack({"code": refusal.code, **refusal.more})
    return Answer(status, unpack(body), len(request.body), len(body))


@dataclass
class Road:
    """Carries the requests of one desk; what passed is kept to be looked at."""

    faults: dict[int, Fault] = field(default_factory=dict)
    passed: list[tuple[Request, Answer]] = field(default_factory=list)
    paths: Counter[str] = field(default_factory=Counter)
    carried: int = 0
    look: Callable[[Request, Answer], None] | None = None

    def plan(self, fault: Fault, at: int = 1) -> None:
        """Plan a fault for a request that is still to come: 1 is the next."""
        self.faults[self.carried + at] = fault

    def clear(self) -> None:
        """Forget what was planned and what passed."""
        self.faults.clear()
        self.paths.clear()
        self.passed.clear()

    def carry(self, central: Central, request: Request) -> Answer:
        """Bring a request to central and its answer back, or lose one of them."""
        self.paths[request.path] += 1
        self.carried += 1
        fault = self.faults.pop(self.carried, None)
        if fault == "drop_request":
            raise OutsideTrouble("central_unreachable", sent=False)
        if isinstance(fault, int):
            return Answer(fault, {"code": "central_trouble"}, len(request.body), 0)
        answer = answered(central, request)
        if fault == "twice":
            # The same signature is good for once only.
            assert answered(central, request).status == 409
        if self.look is not None:
            self.look(request, answer)
        self.passed.append((request, answer))
        if fault == "drop_answer":
            raise OutsideTrouble("central_unreachable", sent=True)
        if fault == "lose_row":
            return Answer(answer.status, _without_a_row(answer.message), 0, 0)
        return answer

    def messages(self, path: str = "/sync") -> list[dict[str, Any]]:
        """Return the messages that came back from a path."""
        return [answer.message for request, answer in self.passed if request.path == path]


def _without_a_row(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "rows": message.get("rows", [])[1:]}

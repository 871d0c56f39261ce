"""Small faults planted in the program, each of which the town must notice.

A mutant is a function with a piece of its text replaced; only its code is exchanged, so that
everybody who knows the function runs the mutant.
"""

from __future__ import annotations
import __future__

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from wijkdesk.central import answers, judge, receive
from wijkdesk.changes import digest, merge
from wijkdesk.store import confirmed, outbox
from wijkdesk.sync import round as rounds


@dataclass(frozen=True)
class Mutant:
    """A function and what is replaced in it: (text, by what) pairs."""

    function: Callable[..., Any]
    changes: tuple[tuple[str, str], ...]


MUTANTS = {
    "last writer wins": Mutant(merge.set_field, (("if current == base:", "if True:"),)),
    "no dedupe": Mutant(
        receive.receive,
        (
            ("int(device.last_n)", "min(change.n for change in changes) - 1"),
            ("insert(_OPERATION)", 'insert(_OPERATION).prefix_with("OR REPLACE")'),
        ),
    ),
    "own earlier change ignored": Mutant(
        judge.Judge._set, (("self._earlier.get(change.after)", "None"),)
    ),
    "own merged change taken as seen": Mutant(
        merge._what_the_author_saw, (("(State.OK, State.SAME)", "tuple(State)"),)
    ),
    "since moves with after": Mutant(
        answers._place,
        (('whole_number(message.get("since"))', "whole_number(after[0])"),),
    ),
    "digest without versions": Mutant(
        digest.row_hash,
        (("sorted(row.versions.items())", "[]"), ("row.made, ", "")),
    ),
    "own words not versioned": Mutant(
        confirmed._answer,
        (
            (
                "row.put(name, value, outcome.version)",
                "row.put(name, value, row.version(name))",
            ),
        ),
    ),
    "the other version dropped": Mutant(merge._keep_beside, (("[*kept, mine]", "kept"),)),
    "settling drops what was not seen": Mutant(
        merge._settle, (('if other["op"] not in change.seen', "if False"),)
    ),
    "a change altered after it was sent": Mutant(
        outbox.queue_set, (("not waiting.sent and ", ""),)
    ),
    "no repair": Mutant(rounds.Round._sound, (('== message["dig"]', "is not None"),)),
}


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """Run with a mutant in the place of the function it is made from."""
    target = mutant.function
    assert isinstance(target, FunctionType)
    text = textwrap.dedent(inspect.getsource(target))
    for old, new in mutant.changes:
        assert text.count(old) == 1, f"{old!r} is not in {target.__qualname__} once"
        text = text.replace(old, new)
    made: dict[str, Any] = {}
    code = compile(text, target.__code__.co_filename, "exec", __future__.annotations.compiler_flag)
    exec(code, target.__globals__, made)  # noqa: S102  # our own text, with our own change
    healthy = target.__code__
    target.__code__ = made[target.__name__].__code__
    try:
        yield
    finally:
        target.__code__ = healthy

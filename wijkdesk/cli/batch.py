"""Many acts with one unlock: a file with one act a line, answered line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from wijkdesk.caseload.catalogue import UsageError, perform
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.cli import passphrase
from wijkdesk.cli.run import Run
from wijkdesk.errors import UserError

INPUT = passphrase.INPUT
_EARLIER = "@"


def answer(touched: Touched) -> dict[str, Any]:
    """Return what a program hears of an act that was done."""
    records = [{"kind": kind, "id": id_} for kind, id_ in touched.records]
    return {"touched": records, "id": touched.id}


def do_all(run: Run, file: str, keep_going: bool) -> None:
    """Do every line; its answer is one line of JSON, in the same order.

    A line that is refused ends it, or with `keep_going` is answered with its error and counted
    in UserError("some_refused"). Trouble outside always ends it.
    """
    if file == INPUT:
        passphrase.check_free(run.options.values.get("--passphrase-file"))
    with _opened(file) as source, run.unlocked() as desk:
        acts = _Acts(desk)
        lines = refused = 0
        for number, line in _lines(source):
            lines += 1
            try:
                run.voice.line(answer(acts.do(number, line)))
            except UserError as error:
                if not keep_going:
                    raise
                refused += 1
                run.voice.line(run.voice.refusal(error, line=number))
    if refused:
        raise UserError("some_refused", field="batch", refused=refused, lines=lines)


class _Acts:
    """The acts of one batch: each may name the id that an earlier one made, as "@N"."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._ids: dict[str, str] = {}

    def do(self, number: int, line: str) -> Touched:
        """Do the act on this line, which is numbered from 1 as editors do."""
        given = _read(number, line)
        verb = given.pop("verb", None)
        if not isinstance(verb, str):
            raise UsageError("missing_parameter", given="verb")
        texts = {name: _text(name, value) for name, value in given.items() if value is not None}
        known = {name: self._earlier(name, text) for name, text in texts.items()}
        touched = perform(self.desk, verb, known)
        if touched.id is not None:
            self._ids[f"{_EARLIER}{number}"] = touched.id
        return touched

    def _earlier(self, name: str, text: str) -> str:
        if not (text.startswith(_EARLIER) and text[1:].isdecimal()):
            return text
        if text not in self._ids:
            raise UserError("no_earlier_line", field=name, given=text[1:])
        return self._ids[text]


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    if file == INPUT:
        yield sys.stdin
        return
    try:
        source = Path(file).open(encoding="utf-8-sig")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise UserError("file_not_readable", field="batch", file=file) from error
    with source:
        yield source


def _lines(source: TextIO) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their number; UserError for bytes that are no text.

    One at a time: an act is done and answered before the next line is looked at.
    """
    try:
        for number, line in enumerate(source, start=1):
            if line.strip():
                yield number, line
    except UnicodeDecodeError as error:
        raise UserError("not_storable", field="batch") from error


def _read(number: int, line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UserError("not_an_act", field="batch", line=number) from error
    if not isinstance(given, dict):
        raise UserError("not_an_act", field="batch", line=number)
    return given


def _text(name: str, value: object) -> str:
    """Return a JSON value as it would be typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise UserError("wrong_type", field=name)

"""How the command answers: one JSON document, or plain lines for people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from io import TextIOWrapper
from typing import Any, TextIO

from wijkdesk.domain.noun import wire
from wijkdesk.errors import Trouble
from wijkdesk.i18n import Words

# What a terminal would obey (C0, C1) or show in another order than it is (bidi).
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Unheard(Exception):
    """Nobody reads the answer any more, as `head` does when it has enough."""


class Voice:
    """Speaks in one language, to people or to programs: answers on `out`, refusals on `err`."""

    def __init__(self, words: Words, as_json: bool, out: TextIO, err: TextIO) -> None:
        self.words, self.as_json, self.out, self.err = words, as_json, out, err
        for stream in (out, err):
            if isinstance(stream, TextIOWrapper):
                # JSON is UTF-8; a terminal that lacks a letter shows a question mark.
                stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")

    def answer(self, value: object, said: Callable[[Words], str]) -> None:
        """Give a value as JSON, or what `said` makes of it for people."""
        if self.as_json:
            self.line(value)
        else:
            self._write(self.out, plainly(said(self.words)))

    def line(self, value: object) -> None:
        """Give a value as one line of JSON, whoever listens."""
        self._write(self.out, _document(value))

    def refusal(self, trouble: Trouble, **more: object) -> dict[str, Any]:
        """Return what a program hears of a refusal."""
        said: dict[str, Any] = {
            "code": trouble.code,
            "message": self.words.trouble(trouble),
            "field": trouble.field,
        }
        if "seconds" in trouble.values:
            said["seconds"] = trouble.values["seconds"]
        return {"error": {**said, **more}}

    def refuse(self, trouble: Trouble) -> None:
        """Say why it is not done: the last line on `err`."""
        if self.as_json:
            return self._write(self.err, _document(self.refusal(trouble)))
        said = self.words.trouble(trouble)
        if trouble.field is not None:
            said = f"{self.words.field(trouble.field)}: {said}"
        return self._write(self.err, plainly(said))

    def aside(self, text: str) -> None:
        """Say something beside the answer; JSON on `out` stays alone."""
        self._write(self.err if self.as_json else self.out, plainly(text))

    def progress(self, text: str) -> None:
        """Say what is going on, to a person who watches."""
        if self.err.isatty() and not self.as_json:
            self._write(self.err, plainly(text))

    def _write(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(f"{text}\n")
            # An act that was answered is on the screen before the next begins.
            stream.flush()
        except BrokenPipeError as error:
            raise Unheard from error


def plainly(text: str) -> str:
    """Return text without anything a terminal would obey."""
    return _OBEYED.sub("", text.replace("\r\n", "\n"))


def _document(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_as_json)


def _as_json(value: object) -> object:
    if isinstance(value, datetime | date):
        return wire(value)
    raise TypeError(f"not a value that is told: {type(value).__name__}")

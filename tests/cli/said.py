"""How a line to the command ended, as a test reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    """How a line ended: its exit code, and what it said on both sides."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on the output."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The refusal: the last line, and no traceback."""
        assert "Traceback" not in self.err + self.out
        told: dict[str, Any] = json.loads(self.err.splitlines()[-1])
        assert set(told) == {"error"}
        return told["error"]

    @property
    def refusal(self) -> tuple[int, str, str | None]:
        """The exit code, the code of the refusal and the field it is about."""
        return self.code, self.error["code"], self.error["field"]


# Speaks a line to the command, word by word, and hears how it ended.
Say = Callable[..., Said]

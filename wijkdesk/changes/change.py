"""One change as a desk made it: numbered per device, with the version its author saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from json import dumps
from typing import Any, Self

LARGEST = 1 << 53  # the largest whole number JSON readers agree on
LONGEST_ID = 36
LONGEST_NAME = 64  # of a change: its device and its number
NOTHING = "nothing"  # the command of a change that was taken back: it keeps its number
MOST_PARAMETERS, LONGEST_PARAMETER = 20, 4000  # of a command


class Act(StrEnum):
    """What a change does: make a record, set one field, settle the versions of a field, or ask.

    A command asks central for what a desk may not do by itself; its field is what is asked, its
    value what for.
    """

    NEW = "new"
    SET = "set"
    SETTLE = "res"
    COMMAND = "cmd"


class NotAChange(ValueError):
    """What arrived is not a change: a field is missing, unknown or of another type."""


@dataclass(frozen=True)
class Change:
    """Change `n` of a device.

    `base` is the version of the field its author saw, `after` the number of the author's own
    earlier change of that field that central had not answered yet (0: none). `seen` names the
    other versions that a settling change did away with. `at` is the laptop's time, which is shown
    and never compared.
    """

    n: int
    act: Act
    kind: str
    id: str
    client: str | None
    at: str
    values: dict[str, Any] | None = None
    field: str | None = None
    value: Any = None
    base: int = 0
    after: int = 0
    seen: tuple[str, ...] = ()

    def travelled(self) -> dict[str, Any]:
        """Return this change as it is sent; what is empty stays home."""
        out: dict[str, Any] = {
            "n": self.n, "t": self.act.value, "k": self.kind, "id": self.id, "at": self.at,
        }  # fmt: skip
        if self.client is not None and self.client != self.id:
            out["c"] = self.client
        if self.act is Act.NEW:
            return {**out, "v": self.values}
        if self.act is Act.COMMAND:
            return {**out, "f": self.field, "v": self.value}
        out |= {"f": self.field, "v": self.value, "b": self.base}
        if self.after:
            out["p"] = self.after
        if self.seen:
            out["seen"] = list(self.seen)
        return out

    @classmethod
    def received(cls, sent: object) -> Self:
        """Return a travelled change; NotAChange unless every part is declared and of its type."""
        if not isinstance(sent, dict) or not set(sent) <= _PARTS:
            raise NotAChange
        act = sent.get("t")
        if not isinstance(act, str) or act not in set(Act):
            raise NotAChange
        id_ = _text(sent, "id")
        made = act == Act.NEW
        values = sent.get("v")
        if made and (
            not isinstance(values, dict) or set(sent) - {"n", "t", "k", "id", "at", "c", "v"}
        ):
            raise NotAChange
        asked = act == Act.COMMAND
        if asked and (not _parameters(values) or {"b", "p", "seen"} & set(sent)):
            raise NotAChange
        return cls(
            n=_whole(sent, "n", lowest=1),
            act=Act(act),
            kind=_text(sent, "k"),
            id=id_,
            client=_text(sent, "c") if "c" in sent else id_,
            at=_moment(sent, "at"),
            values=values if made else None,
            field=None if made else _text(sent, "f"),
            value=None if made else values,
            base=0 if made or asked else _whole(sent, "b"),
            after=_whole(sent, "p") if "p" in sent else 0,
            seen=_texts(sent, "seen") if "seen" in sent else (),
        )

    def fingerprint(self) -> str:
        """Return a hash that tells a repeated change from another one with the same number."""
        body = dumps(self.travelled(), sort_keys=True, separators=(",", ":"))
        return blake2b(body.encode(), digest_size=12).hexdigest()


_PARTS = {"n", "t", "k", "id", "c", "at", "v", "f", "b", "p", "seen"}


def whole_number(value: object, lowest: int = 0) -> int:
    """Return a strict whole number (no bool, no float) from `lowest` to 2^53, or NotAChange."""
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= LARGEST:
        raise NotAChange
    return value


def _whole(sent: dict[str, Any], part: str, lowest: int = 0) -> int:
    return whole_number(sent.get(part), lowest)


def _text(sent: dict[str, Any], part: str, longest: int = LONGEST_ID) -> str:
    value = sent.get(part)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise NotAChange
    return value


def _parameters(value: object) -> bool:
    """Say whether this is what a command may ask for: a few named texts."""
    return (
        isinstance(value, dict)
        and len(value) <= MOST_PARAMETERS
        and all(isinstance(text, str) and len(text) <= LONGEST_PARAMETER for text in value.values())
    )


def _moment(sent: dict[str, Any], part: str) -> str:
    """Return a moment as it was sent; colleagues are shown it, so it must be one."""
    value = _text(sent, part)
    try:
        aware = datetime.fromisoformat(value).tzinfo is not None
    except ValueError as error:
        raise NotAChange from error
    if not aware:
        raise NotAChange
    return value


def _texts(sent: dict[str, Any], part: str) -> tuple[str, ...]:
    values = sent.get(part)
    if not isinstance(values, list) or len(values) > 100:
        raise NotAChange
    return tuple(_text({part: value}, part, LONGEST_NAME) for value in values)

"""Every act and question by name, with what it asks for and who may use it.

The declaration is the function itself: its parameters, their types and its first sentence. Forms,
help, lists and permission are all read from here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from keyword import iskeyword
from types import NoneType
from typing import Any, get_args

from wijkdesk.caseload import (
    action,
    barrier,
    client,
    contact,
    device,
    handover,
    known,
    opening,
    privacy,
    retention,
    versions,
    waiting,
    withdraw,
    work_note,
)
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.domain.values import Role
from wijkdesk.errors import UserError
from wijkdesk.policy.access import roles_for


@dataclass(frozen=True)
class Parameter:
    """One thing an act or question asks for; `choices` are the codes it can be."""

    name: str
    kind: type
    required: bool
    choices: tuple[str, ...] = ()

    @property
    def argument(self) -> str:
        """The name in Python, where some words are taken."""
        return f"{self.name}_" if iskeyword(self.name) else self.name

    def read(self, given: str) -> Any:
        """Return typed text as a value; UserError with this parameter as its field."""
        try:
            return _READ[str if self.choices else self.kind](self, given)
        except KeyError as error:
            raise TypeError(f"nobody reads {self.kind}") from error


@dataclass(frozen=True)
class Declared:
    """An act or question: its name, one sentence, what it asks for and who may use it."""

    name: str
    sentence: str
    parameters: tuple[Parameter, ...]
    roles: tuple[str, ...]
    function: Callable[..., Any]

    def read(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Return typed values for what was given as text.

        Raises UsageError for a parameter that is unknown or missing, UserError for a value.
        """
        asked = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in asked:
                raise UsageError("unknown_parameter", given=name)
        missing = [p.name for p in self.parameters if p.required and p.name not in given]
        if missing:
            raise UsageError("missing_parameter", given=", ".join(missing))
        return {asked[name].argument: asked[name].read(text) for name, text in given.items()}


class UsageError(UserError):
    """The act or question exists, but not with these parameters."""


def act(name: str) -> Declared:
    """Return the act with this name; UsageError("unknown_verb") if there is none."""
    if name not in VERBS:
        raise UsageError("unknown_verb", given=name)
    return VERBS[name]


def question(name: str) -> Declared:
    """Return the question with this name; UsageError("unknown_question") if there is none."""
    if name not in QUESTIONS:
        raise UsageError("unknown_question", given=name)
    return QUESTIONS[name]


def perform(desk: Desk, name: str, given: Mapping[str, str]) -> Touched:
    """Do the act with this name; its values are given as text.

    Raises UsageError for a verb or parameter that does not exist, UserError for a value.
    """
    declared = act(name)
    touched: Touched = declared.function(desk, **declared.read(given))
    return touched


def ask(desk: Desk, name: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows that answer the question with this name; raises as `perform` does."""
    declared = question(name)
    values = declared.read(given)
    limit = values.pop(LIMIT.name, None)
    rows: list[dict[str, Any]] = declared.function(desk, **values)
    return first(rows, limit)


def first(rows: list[dict[str, Any]], limit: int | None) -> list[dict[str, Any]]:
    """Return all rows, or the first of them."""
    return rows if limit is None else rows[: max(0, limit)]


def _declare(function: Callable[..., Any], roles: tuple[str, ...], *more: Parameter) -> Declared:
    signature = inspect.signature(function, eval_str=True)
    asked = [p for p in signature.parameters.values() if p.name not in _NOT_ASKED]
    return Declared(
        name=function.__name__,
        sentence=(function.__doc__ or "").split("\n", 1)[0],
        parameters=(*(_parameter(found) for found in asked), *more),
        roles=roles,
        function=function,
    )


def _parameter(found: inspect.Parameter) -> Parameter:
    kinds = [kind for kind in get_args(found.annotation) if kind is not NoneType]
    kind = kinds[0] if kinds else found.annotation
    choices = tuple(kind) if issubclass(kind, StrEnum) else ()
    return Parameter(
        found.name.removesuffix("_"), kind, found.default is inspect.Parameter.empty, choices
    )


def _text(parameter: Parameter, given: str) -> str:
    if parameter.choices and given not in parameter.choices:
        raise UserError(
            "not_a_choice", field=parameter.name, given=given, choices=", ".join(parameter.choices)
        )
    return parameter.kind(given) if parameter.choices else given


def _whole(parameter: Parameter, given: str) -> int:
    try:
        return int(given)
    except ValueError as error:
        raise UserError("not_a_number", field=parameter.name, given=given) from error


def _yes_no(parameter: Parameter, given: str) -> bool:
    if given not in ("true", "false"):
        raise UserError("not_yes_or_no", field=parameter.name)
    return given == "true"


def _day(parameter: Parameter, given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UserError("not_a_date", field=parameter.name) from error


def _moment(parameter: Parameter, given: str) -> datetime:
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        raise UserError("not_a_moment", field=parameter.name) from error
    if found.tzinfo is None:
        raise UserError("not_a_moment", field=parameter.name)
    return found


# Every question can be asked for its first rows alone.
LIMIT = Parameter("limit", int, required=False)

_READ: dict[type, Callable[[Parameter, str], Any]] = {
    str: _text,
    int: _whole,
    bool: _yes_no,
    date: _day,
    datetime: _moment,
}
# The desk is who asks; pages are for screens; central is reached by the sync room.
_NOT_ASKED = {"desk", "limit", "after", "central"}

VERBS: dict[str, Declared] = {
    function.__name__: _declare(function, tuple(roles_for(function.__name__)))
    for function in (
        client.register_client,
        client.change_client,
        barrier.record_barrier,
        barrier.measure_barrier,
        barrier.close_barrier,
        action.plan_action,
        action.finish_action,
        contact.record_contact,
        withdraw.withdraw_record,
        withdraw.move_record,
        handover.assign,
        handover.hand_over,
        handover.move_caseload,
        handover.replace,
        work_note.record_work_note,
        work_note.keep_work_note,
        device.disown_device,
        versions.choose_version,
        waiting.dismiss_answer,
        privacy.show_bsn,
        privacy.erase_text,
        opening.open_dossier,
        retention.hold_dossier,
        retention.release_dossier,
        retention.propose_purge,
        retention.approve_purge,
    )
}

QUESTIONS: dict[str, Declared] = {
    function.__name__: _declare(function, tuple(Role), LIMIT)
    for function in (
        client.caseload,
        client.client,
        client.search,
        barrier.barriers,
        action.actions,
        contact.timeline,
        work_note.work_notes,
        waiting.waiting,
        waiting.inbox,
        versions.versions,
        known.people,
        known.neighbourhoods,
        known.audit,
        retention.retention,
    )
}

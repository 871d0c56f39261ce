"""The commands: what a desk asks by name, judged by the same policy as every other change."""

from __future__ import annotations

from collections.abc import Callable

from wijkdesk.central import devices, erase, handover, purge, withdraw
from wijkdesk.central.command import UNKNOWN, Command
from wijkdesk.changes.change import NOTHING
from wijkdesk.changes.merge import Outcome, State
from wijkdesk.policy.access import may_do

COMMANDS: dict[str, Callable[[Command], Outcome]] = {
    "erase_text": erase.erase_text,
    "propose_purge": purge.propose_purge,
    "approve_purge": purge.approve_purge,
    "withdraw_record": withdraw.withdraw_record,
    "move_record": withdraw.move_record,
    "assign": handover.assign,
    "hand_over": handover.hand_over,
    "move_caseload": handover.move_caseload,
    "replace": handover.replace,
    "disown_device": devices.disown,
}


def obey(command: Command) -> Outcome:
    """Do what is asked and return what became of it; UserError when it cannot be."""
    name = command.change.field or ""
    if name == NOTHING:
        return Outcome(State.OK, command.version)
    if name not in COMMANDS:
        return UNKNOWN
    if not may_do(command.caller.roles, name):
        return Outcome(State.REJECTED, why="not_yours")
    return COMMANDS[name](command)

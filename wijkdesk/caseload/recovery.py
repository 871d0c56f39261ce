"""Open a desk whose passphrase is forgotten: by its recovery code, or with an answer of IT.

Either way it gets another passphrase and another key, and its log says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from wijkdesk.caseload import vault
from wijkdesk.caseload.desk import Desk, check_private
from wijkdesk.caseload.vault import Keys, Unlocked
from wijkdesk.changes import recovery, seal
from wijkdesk.changes.recovery import Answer, NotAPaper, Request
from wijkdesk.config import settings
from wijkdesk.config.desks import HEADER
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.i18n.calendar import utc_now
from wijkdesk.store import key
from wijkdesk.store.header import KEY_LENGTH, LONGEST_NAME, Header, ToKey, read_header, write_whole

PAIR = "recovery.json"
"""Beside the header, from a request until its answer: the key that the answer is sealed to."""


def request(folder: Path) -> bytes:
    """Return the file to bring to IT; a second one is answered as well as the first.

    Raises UserError: no_recovery where there is no recovery key, newer_desk. OutsideTrouble:
    no_desk, not_private, damaged, disk_trouble.
    """
    if not (folder / HEADER).exists():
        raise OutsideTrouble("no_desk")
    check_private(folder)
    header = read_header(folder / HEADER)
    sealed = [slot.recovery for slot in header.slots if isinstance(slot.recovery, ToKey)]
    if not sealed:
        raise UserError("no_recovery")
    _private, public = _pair(folder) or _new_pair(folder)
    names, keys = [one.fingerprint for one in sealed], [one.sealed for one in sealed]
    return recovery.write(Request(header.vault, names[0], keys, public))


def recover_with_answer(
    folder: Path,
    answer: bytes,
    new: bytearray,
    *,
    now: Callable[[], datetime] = utc_now,
    memory: int | None = None,
) -> Desk:
    """Open the desk with what IT answered, under a new passphrase, which is overwritten.

    Raises UserError: answer_not_for_this_desk, passphrase_too_short, passphrase_too_long, and what
    opening a desk raises.
    """
    try:
        told = recovery.read(Answer, answer)
    except NotAPaper as error:
        key.wipe(new)
        raise UserError("answer_not_for_this_desk") from error
    what = {"how": "answer", "verified_by": told.verified_by[:LONGEST_NAME]}
    desk, _code = _recovered(
        folder, lambda header: _answered(folder, header, told), what, new, now, memory
    )
    (folder / PAIR).unlink(missing_ok=True)
    return desk


def recover_with_code(
    folder: Path,
    code: str,
    new: bytearray,
    *,
    now: Callable[[], datetime] = utc_now,
    memory: int | None = None,
) -> tuple[Desk, str]:
    """Open the desk with its recovery code, under a new passphrase, which is overwritten.

    Returns it with the new code, to show once: this one is used up. Raises UserError: wrong_code,
    no_recovery, passphrase_too_short, passphrase_too_long, and what opening a desk raises.
    """
    keys = lambda header: key.unwrap_code(header, code)  # noqa: E731
    try:
        return _recovered(folder, keys, {"how": "code"}, new, now, memory)
    except UserError as refused:
        if refused.code == "wrong_passphrase":  # a code of a passphrase that never came to be
            raise UserError("wrong_code", field="code") from refused
        raise


def _recovered(
    folder: Path,
    keys: Callable[[Header], Keys],
    what: dict[str, Any],
    new: bytearray,
    now: Callable[[], datetime],
    memory: int | None,
) -> tuple[Desk, str]:
    def unlock() -> Unlocked:
        header = read_header(folder / HEADER)
        return vault.open_with(folder, header, keys(header))

    with ExitStack() as done:
        done.callback(key.wipe, new)
        vault.check_length(settings.load(folder), new)
        desk, unlocked = Desk.opened(folder, unlock, now, "recover", what)
        done.callback(key.wipe, unlocked.key)
        with ExitStack() as undo:
            undo.callback(desk.close)
            code = desk.renew(unlocked, new, memory)
            desk.note_attempts()
            undo.pop_all()
    return desk, code


def _answered(folder: Path, header: Header, answer: Answer) -> Keys:
    """Return the keys in an answer; UserError("answer_not_for_this_desk")."""
    pair = _pair(folder)
    if pair is None:
        raise UserError("answer_not_for_this_desk")
    # Bound to the vault: an answer for another desk does not open, whatever it says it is for.
    private, info = seal.from_text(pair[0]) or b"", recovery.to_laptop(header.vault)
    try:
        keys = [
            bytearray(seal.open_sealed(private, seal.from_text(sealed) or b"", info))
            for sealed in answer.keys
        ]
    except ValueError as error:
        raise UserError("answer_not_for_this_desk") from error
    of_slots = [n for n, slot in enumerate(header.slots) if isinstance(slot.recovery, ToKey)]
    if len(keys) != len(of_slots) or any(len(one) != KEY_LENGTH for one in keys):
        raise UserError("answer_not_for_this_desk")
    return list(zip(of_slots, keys, strict=True))


def _pair(folder: Path) -> tuple[str, str] | None:
    """Return the private and public half of an earlier request, or None."""
    try:
        with (folder / PAIR).open("rb") as file:
            found = json.loads(file.read(recovery.LARGEST_PAPER))
        private, public = found["private"], found["public"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return (private, public) if isinstance(private, str) and isinstance(public, str) else None


def _new_pair(folder: Path) -> tuple[str, str]:
    private, public = (seal.to_text(half) for half in seal.recovery_pair())
    note = {"private": private, "public": public}
    write_whole(folder / PAIR, json.dumps(note).encode())
    return private, public

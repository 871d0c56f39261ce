"""Where a passphrase comes from: a file, the input or a prompt, and never the line itself."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.caseload.desk import check_private
from wijkdesk.domain.text import storable
from wijkdesk.errors import UserError
from wijkdesk.i18n import Words

INPUT = "-"
LARGEST_FILE = (1 << 20) + 2  # bytes: the longest passphrase and its line ending


def known(words: Words, file: str | None) -> bytearray:
    """Return the passphrase of a desk that exists.

    Raises UserError: no_passphrase, file_not_readable. OutsideTrouble: not_private.
    """
    told = _told(_source(file))
    return bytearray(told if told is not None else _asked(words("Wachtzin: ")), "utf-8")


def fresh(words: Words, file: str | None, shortest: int) -> bytearray:
    """Return the passphrase for a new desk; at a prompt it is asked twice.

    Raises also UserError: passphrase_too_short, passphrases_differ.
    """
    return _chosen(words, _told(_source(file)), shortest)


def old_and_new(
    words: Words, old: str | None, new: str | None, shortest: int
) -> tuple[bytearray, bytearray]:
    """Return the passphrase of a desk and the one that comes after it; raises what `fresh` raises.

    Nobody is asked for one when the other comes from a file: UsageError("missing_parameter").
    """
    if new is None and _source(old) is not None:
        raise UsageError("missing_parameter", given="--new-passphrase-file")
    if new == INPUT and _source(old) == INPUT:
        raise UsageError("two_from_input")
    return known(words, old), _chosen(words, _told(new), shortest)


def _chosen(words: Words, told: str | None, shortest: int) -> bytearray:
    chosen = told if told is not None else _asked(words("Kies een wachtzin: "))
    if len(chosen) < shortest:
        raise UserError("passphrase_too_short", field="passphrase", shortest=shortest)
    if told is None and _asked(words("Nog een keer: ")) != chosen:
        raise UserError("passphrases_differ", field="passphrase")
    return bytearray(chosen, "utf-8")


def asked_openly(prompt: str, option: str) -> str:
    """Return what is typed at a prompt, seen; UsageError for the option when nobody can type."""
    if not sys.stdin.isatty():
        raise UsageError("missing_parameter", given=option)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    typed = sys.stdin.readline().strip()
    if not typed:
        raise UsageError("missing_parameter", given=option)
    return typed


def check_free(file: str | None) -> None:
    """Raise UsageError when the passphrase already comes from the input."""
    if _source(file) == INPUT:
        raise UsageError("input_taken")


def _source(file: str | None) -> str | None:
    return file or os.environ.get("WIJKDESK_PASSPHRASE_FILE") or None


def _told(source: str | None) -> str | None:
    """Return what the file or the input says; None: nobody names one, so a prompt must ask."""
    if source is None:
        return None
    try:
        said = _read(source).decode()
    except UnicodeDecodeError as error:
        raise UserError("not_storable", field="passphrase") from error
    except OSError as error:
        raise UserError("file_not_readable", field="passphrase", file=source) from error
    ending = "\r\n" if said.endswith("\r\n") else "\n"
    return _sound(said.removesuffix(ending))


def _read(source: str) -> bytes:
    if source == INPUT:
        return sys.stdin.buffer.read(LARGEST_FILE)
    check_private(Path(source))
    with Path(source).open("rb") as file:
        return file.read(LARGEST_FILE)


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise UserError("no_passphrase", field="passphrase")
    try:
        typed = getpass.getpass(prompt)
    except EOFError as error:
        raise UserError("no_passphrase", field="passphrase") from error
    return _sound(typed)


def _sound(said: str) -> str:
    if not said:
        raise UserError("no_passphrase", field="passphrase")
    if not storable(said):
        raise UserError("not_storable", field="passphrase")
    return said

"""The settings of this installation, each declared once: name, type, default, who may set it.

Machine policy (IT) is read from one file that only the administrator can write; what the person
at the desk chose (theme, text size, language) lies beside the desk, because the unlock window
needs it before anything is unlocked. It holds nothing about people.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from wijkdesk.errors import OutsideTrouble, UserError

MACHINE_POLICY = Path("/etc/wijkdesk/policy.toml")
LARGEST_POLICY = 1 << 20
CHOSEN = "settings.json"
RECOVERY_KEY = r"[A-Za-z0-9_-]{1622}"  # 1,216 bytes, as `wijkdesk central recovery-key` tells them


_NOT_A_LINK = getattr(os, "O_NOFOLLOW", 0)  # Windows has neither
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class Setting:
    """One setting: who may set it ("it" or "person"), its type, default and meaning."""

    name: str
    kind: type
    default: object
    set_by: str
    meaning: str
    choices: tuple[str, ...] = ()


SETTINGS = (
    Setting("server", str, "", "it", "Adres van het centrale systeem"),
    Setting("ca_file", str, "", "it", "Bestand met het certificaat van de gemeente"),
    Setting("proxy", str, "", "it", "Proxy naar het centrale systeem"),
    Setting("idle_lock_minutes", int, 10, "it", "Minuten zonder toets tot het bureau op slot gaat"),
    Setting(
        "shared_lock_minutes", int, 45, "it", "Minuten tot het slot terwijl een klant meekijkt"
    ),
    Setting("passphrase_length", int, 14, "it", "Kortste lengte van een wachtzin, in tekens"),
    Setting("recovery_key", str, "", "it", "Openbare helft van de herstelsleutel van de gemeente"),
    Setting("language", str, "nl", "person", "Taal van het scherm", ("nl", "en")),
    Setting(
        "theme", str, "system", "person", "Kleuren", ("system", "light", "dark", "high_contrast")
    ),
    Setting("text_size", int, 100, "person", "Grootte van de tekst, in procenten"),
)


@dataclass(frozen=True)
class Value:
    """A setting's value and where it comes from: "policy", "person" or "default"."""

    value: object
    source: str


class Settings:
    """Every setting with its value; IT's word stands over the person's."""

    def __init__(self, machine: dict[str, object], person: dict[str, object]) -> None:
        self._machine, self._person = machine, person

    def __getitem__(self, name: str) -> object:
        return self.explain(name).value

    def text(self, name: str) -> str:
        """Return a setting that is text."""
        return str(self[name])

    def number(self, name: str) -> int:
        """Return a setting that is a whole number."""
        return int(str(self[name]))

    def explain(self, name: str) -> Value:
        """Return the value of a setting and where it comes from."""
        declared = next(setting for setting in SETTINGS if setting.name == name)
        if name in self._machine:
            return Value(self._machine[name], "policy")
        if name in self._person and declared.set_by == "person":
            return Value(self._person[name], "person")
        return Value(declared.default, "default")


def load(desk: Path, policy: Path = MACHINE_POLICY) -> Settings:
    """Read the settings for a desk; an unreadable choice of the person falls back to default."""
    person = {name: value for name, value in _chosen(desk).items() if _sound(name, value)}
    return Settings(_machine(policy), person)


def choose(desk: Path, name: str, value: object) -> None:
    """Keep what the person at the desk chose.

    Raises UserError("setting_not_yours") for IT's settings, UserError("not_a_choice") and
    OutsideTrouble("file_not_written").
    """
    declared = next((s for s in SETTINGS if s.name == name and s.set_by == "person"), None)
    if declared is None:
        raise UserError("setting_not_yours", field=name)
    if not _sound(name, value):
        raise UserError(
            "not_a_choice", field=name, given=value, choices=", ".join(declared.choices)
        )
    file = desk / CHOSEN
    fresh = file.with_suffix(".new")
    try:
        desk.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_text(json.dumps({**_chosen(desk), name: value}, indent=1), encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise OutsideTrouble("file_not_written", file=str(file)) from error


def _chosen(desk: Path) -> dict[str, object]:
    try:
        found = json.loads((desk / CHOSEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sound(name: str, value: object) -> bool:
    declared = next((setting for setting in SETTINGS if setting.name == name), None)
    if declared is None or type(value) is not declared.kind:
        return False
    if name == "text_size":
        return isinstance(value, int) and 100 <= value <= 200
    if name == "recovery_key":
        return value == "" or re.fullmatch(RECOVERY_KEY, str(value)) is not None
    return not declared.choices or value in declared.choices


def _machine(policy: Path) -> dict[str, object]:
    """Read IT's file from one descriptor: judged and parsed are the same bytes.

    Raises OutsideTrouble("policy_not_safe") when others than the administrator can write it,
    OutsideTrouble("policy_not_readable") when it is no sound TOML, or a setting in it cannot be:
    what IT wanted must not silently become the default.
    """
    try:
        # Not following a link, and not waiting for somebody at the other end of a pipe.
        handle = os.open(policy, os.O_RDONLY | _NOT_A_LINK | _WITHOUT_WAITING)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise OutsideTrouble("policy_not_safe", file=str(policy)) from error
    try:
        state = os.fstat(handle)
        open_to_others = state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not stat.S_ISREG(state.st_mode) or state.st_uid != 0 or open_to_others:
            raise OutsideTrouble("policy_not_safe", file=str(policy))
        raw = os.read(handle, LARGEST_POLICY)
    finally:
        os.close(handle)
    # Most machines have no policy, and the first window waits for this file.
    import tomllib

    try:
        found = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OutsideTrouble("policy_not_readable", file=str(policy)) from error
    known = {setting.name for setting in SETTINGS} & set(found)
    if not all(_sound(name, found[name]) for name in known):
        raise OutsideTrouble("policy_not_readable", file=str(policy))
    return {name: found[name] for name in known}

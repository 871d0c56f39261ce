"""Whether this installation is in order, and which settings hold here."""

from __future__ import annotations

from typing import Any

import typer

from wijkdesk import __version__
from wijkdesk.cli.run import Checks, Run
from wijkdesk.cli.table import NOTHING, Shape, rows_as_text
from wijkdesk.config.settings import SETTINGS
from wijkdesk.errors import OutsideTrouble, Trouble
from wijkdesk.i18n import Words, mark

# What the checks are called for people; programs hear their short names.
NAMES = {
    "clock": mark("Klok"),
    "core_dumps": mark("Geheugen"),
    "disk": mark("Schijf"),
    "font": mark("Lettertype"),
    "permissions": mark("Rechten"),
    "policy": mark("Instellingen van de beheerder"),
    "qt": mark("Vensters"),
    "server": mark("Centraal systeem"),
    "sqlcipher": mark("Versleuteling"),
}


def doctor(ctx: typer.Context) -> None:
    """Look at everything the program needs; exit 0 only if all of it holds."""
    run: Run = ctx.obj
    checks = run.outer.checks(run.folder, run.settings)
    found = [_looked_at(run.voice.words, name, checks) for name in checks]
    failed = sum(not check["ok"] for check in found)
    told = {"ok": not failed, "checks": found}
    run.voice.answer(told, lambda words: "\n".join(_line(words, check) for check in found))
    if failed:
        raise OutsideTrouble("not_healthy", failed=failed, checks=len(found))


def settings(run: Run) -> None:
    """Tell every setting with its value and where that comes from."""
    told = []
    for setting in SETTINGS:
        known = run.settings.explain(setting.name)
        told.append(
            {
                "name": setting.name,
                "value": known.value,
                "source": known.source,
                "set_by": setting.set_by,
                "meaning": run.voice.words(setting.meaning),
            }
        )
    shape = Shape(("name", "value", "source", "meaning"))
    run.voice.answer(told, lambda words: rows_as_text(words, told, shape))


def version(run: Run) -> None:
    """Tell the version of the program."""
    run.voice.answer({"version": __version__}, lambda _: __version__)


def _looked_at(words: Words, name: str, checks: Checks) -> dict[str, Any]:
    try:
        found, ok = checks[name](), True
    except Trouble as trouble:
        found, ok = words.trouble(trouble), False
    # A doctor who dies of a disease names none: whatever is wrong is the answer.
    except Exception as error:  # noqa: BLE001
        found, ok = f"{type(error).__name__}: {error}", False
    return {"name": name, "ok": ok, "found": found}


def _line(words: Words, check: dict[str, Any]) -> str:
    name = words(NAMES.get(check["name"], check["name"]))
    return f"{'✓' if check['ok'] else '✗'} {name}: {check['found'] or NOTHING}"

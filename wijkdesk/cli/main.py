"""Reads a line, has it done, and says how it ended: with an answer, a sentence and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from wijkdesk import i18n
from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.cli import acts, central, demo, desk, doctor, report
from wijkdesk.cli.help import Command, Group
from wijkdesk.cli.line import lift
from wijkdesk.cli.run import Outer, Run
from wijkdesk.cli.voice import Unheard, Voice
from wijkdesk.config.paths import PACKAGE, resource
from wijkdesk.errors import OutsideTrouble, Trouble, UserError, of_disk
from wijkdesk.i18n import mark
from wijkdesk.i18n.calendar import utc_now

DONE, BUG, USAGE, REFUSED, OUTSIDE = range(5)
PROGRAM = "wijkdesk"


def main(arguments: Sequence[str], outer: Outer, *, now: Callable[[], datetime] = utc_now) -> int:
    """Do what the line asks and return the exit code (cli.md, ground rules)."""
    options, rest = lift(arguments)
    words = i18n.words(options.language, resource("i18n"))
    voice = Voice(words, options.json, sys.stdout, sys.stderr)
    run = Run(options, voice, outer, now)
    try:
        return _obey(run, rest)
    except Unheard:
        return _unheard()
    except UsageError as trouble:
        voice.refuse(trouble)
        return USAGE
    except UserError as trouble:
        voice.refuse(trouble)
        return REFUSED
    except OutsideTrouble as trouble:
        voice.refuse(trouble)
        return OUTSIDE
    except OSError as error:
        voice.refuse(of_disk(error))
        return OUTSIDE
    except Exception as error:  # noqa: BLE001 - a bug, told without what it was about
        voice.refuse(_bug(error))
        return BUG


def commands() -> typer.Typer:
    """Return every command."""
    top = typer.Typer(cls=Group, add_completion=False, pretty_exceptions_enable=False)
    for function, said in (
        (acts.do, mark("Doe iets, zoals een contact vastleggen.")),
        (acts.ask, mark("Vraag iets, zoals uw klanten.")),
        (report.report, mark("Maak een document, zoals een plan van aanpak.")),
        (doctor.doctor, mark("Kijk of deze installatie in orde is.")),
        (demo.demo, mark("Open een verzonnen gemeente op deze computer.")),
    ):
        top.command(cls=Command, help=said)(function)
    top.add_typer(desk.commands(), name="desk", help=mark("Uw bureau op deze laptop."))
    top.add_typer(central.commands(), name="central", help=mark("Het centrale systeem."))
    return top


def _obey(run: Run, rest: list[str]) -> int:
    if run.options.wrong is not None:
        raise run.options.wrong
    if "--version" in run.options.flags:
        doctor.version(run)
    elif "--policy" in run.options.flags:
        doctor.settings(run)
    else:
        try:
            ended = get_command(commands()).main(
                rest, prog_name=PROGRAM, standalone_mode=False, obj=run
            )
        except typer.TyperException as error:
            raise _understood(error) from error
        return ended or DONE
    return DONE


def _understood(error: typer.TyperException) -> UserError:
    """Return what is wrong with a line, of which Typer tells more than its words."""
    at = getattr(error, "ctx", None)
    option, parameter = getattr(error, "option_name", None), getattr(error, "param", None)
    if option is not None and hasattr(error, "possibilities"):
        return UsageError("unknown_parameter", given=option)
    if option is not None or hasattr(error, "param_type"):
        return UsageError("missing_parameter", given=option or _shown(parameter))
    if parameter is not None:
        return UserError("wrong_type", field=parameter.name)
    return UsageError("usage", command=at.command_path if at is not None else PROGRAM)


def _shown(parameter: Any) -> str:
    """Return a parameter as its help shows it."""
    is_option = parameter.param_type_name == "option"
    return str(parameter.opts[0] if is_option else parameter.metavar)


def _bug(error: Exception) -> Trouble:
    """Return what may be told of a bug: its kind and place, never the values it was about."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    last = (ours or list(frames))[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return Trouble("bug", what=type(error).__name__, where=where)


def _unheard() -> int:
    """End quietly; what Python still wants to say at its end goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return DONE

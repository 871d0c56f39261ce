"""`wijkdesk desk`: make this desk, see how it is, sync it, look whether it is whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from wijkdesk.caseload.backup import backup as write_backup
from wijkdesk.caseload.backup import check_room
from wijkdesk.caseload.backup import restore as put_back
from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.caseload.forget import forget as destroy
from wijkdesk.caseload.verify import wrong_with
from wijkdesk.cli import passphrase, recovery
from wijkdesk.cli.help import Command, Group
from wijkdesk.cli.run import Run
from wijkdesk.cli.table import facts_as_text
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n import Words, mark
from wijkdesk.reports.file import check_new

Server = Annotated[
    str | None,
    typer.Option("--server", metavar="URL", help=mark("Adres van het centrale systeem.")),
]
Code = Annotated[
    str | None,
    typer.Option(
        "--code", metavar="CODE", help=mark("De code van uw beheerder; anders wordt zij gevraagd.")
    ),
]
Backup = Annotated[
    Path, typer.Argument(metavar="FILE", help=mark("Het bestand van de reservekopie."))
]
Kit = Annotated[
    Path | None,
    typer.Option("--kit", metavar="FILE", help=mark("Bewaar de herstelcode in dit bestand.")),
]
Replace = Annotated[
    bool, typer.Option("--replace", help=mark("Ook als hier al een bureau is: dat gaat dan weg."))
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help=mark("Ook als er nog iets niet verstuurd is."))
]


def commands() -> typer.Typer:
    """Return the commands of this room."""
    room = typer.Typer(cls=Group)
    for function, said in (
        (enrol, mark("Maak dit bureau met een code van uw beheerder.")),
        (status, mark("Hoe het met dit bureau staat.")),
        (sync, mark("Verstuur wat klaarstaat en haal op wat nieuw is.")),
        (verify, mark("Kijk of dit bureau heel is: bestand, sleutels en logboek.")),
        (backup, mark("Bewaar een reservekopie van dit bureau, met de wachtzin van nu.")),
        (restore, mark("Zet een reservekopie terug, met de wachtzin van toen.")),
        (recovery.passphrase, mark("Kies een andere wachtzin voor dit bureau.")),
        (recovery.recover, mark("Ga verder met een bureau waarvan u de wachtzin niet meer weet.")),
        (compact, mark("Geef de ruimte terug van wat gewist is.")),
        (forget, mark("Haal dit bureau van deze laptop.")),
    ):
        room.command(cls=Command, help=said)(function)
    return room


def enrol(ctx: typer.Context, server: Server = None, code: Code = None, kit: Kit = None) -> None:
    """Make the desk: passphrase, keys, first download."""
    run: Run = ctx.obj
    server = server or run.settings.text("server")
    if not server:
        raise UsageError("missing_parameter", given="--server")
    words, file = run.voice.words, run.options.values.get("--passphrase-file")
    code = code or passphrase.asked_openly(words("Code: "), "--code")
    secret = passphrase.fresh(words, file, run.settings.number("passphrase_length"))
    run.voice.progress(words("Uw klanten worden opgehaald …"))
    # Imported here: only these two need the network.
    from wijkdesk.sync.enrol import enrol as make

    with recovery.kept(words, kit) as keep:
        desk = make(run.folder, server, code, secret, now=run.now)
        try:
            told = {"organisation": desk.organisation_name, **desk.status()}
        finally:
            desk.close()
        keep(desk.recovery_code)
    shown = "" if kit else desk.recovery_code
    told |= {"recovery_code": shown} if shown else {}
    run.voice.answer(told, lambda words: _enrolled(words, told, shown))


def status(ctx: typer.Context) -> None:
    """Tell who and where this is, what waits and how fresh it is."""
    run: Run = ctx.obj
    with run.unlocked() as desk:
        told = desk.status()
    run.voice.answer(told, lambda words: _status(words, told))


def sync(ctx: typer.Context) -> None:
    """Do one round with central."""
    run: Run = ctx.obj
    from wijkdesk.sync.round import sync as one_round

    with run.unlocked() as desk:
        run.voice.progress(run.voice.words("Bezig met versturen en ophalen …"))
        told = one_round(desk).as_dict()
    run.voice.answer(told, lambda words: _round(words, told))


def verify(ctx: typer.Context) -> None:
    """Tell whether the desk is whole; damaged: exit 4, with what is wrong in the answer."""
    run: Run = ctx.obj
    with run.unlocked() as desk:
        problems = wrong_with(desk)
    told = {"ok": not problems, "problems": problems}
    run.voice.answer(told, lambda words: "\n".join(problems) or words("Dit bureau is heel."))
    if problems:
        raise OutsideTrouble("damaged")


def backup(ctx: typer.Context, file: Backup) -> None:
    """Write a copy of the desk, opened and found whole before it has its name."""
    run: Run = ctx.obj
    check_new(file)
    with run.unlocked() as desk:
        size = write_backup(desk, file)
    told = {"file": str(file.absolute()), "bytes": size}
    run.voice.answer(told, lambda words: words("Bewaard: {file}", file=file))


def restore(ctx: typer.Context, file: Backup, replace: Replace = False) -> None:
    """Make the desk of a backup; over a desk only when that is asked."""
    run: Run = ctx.obj
    check_room(run.folder, replace=replace)
    secret = passphrase.known(run.voice.words, run.options.values.get("--passphrase-file"))
    told = put_back(file, run.folder, secret, replace=replace, now=run.now)
    run.voice.answer(told, lambda words: _status(words, told))


def compact(ctx: typer.Context) -> None:
    """Give back the room of what was erased."""
    run: Run = ctx.obj
    with run.unlocked() as desk:
        before, after = desk.compact()
    told = {"bytes_before": before, "bytes_after": after}
    run.voice.answer(told, lambda words: _room(words, before, after))


def forget(ctx: typer.Context, anyway: Anyway = False) -> None:
    """Take the desk off this laptop; not while something was never sent."""
    run: Run = ctx.obj
    with run.unlocked() as desk:
        destroy(desk, anyway=anyway)
    told = {"forgotten": str(run.folder)}
    run.voice.answer(told, lambda words: words("Dit bureau is van deze laptop gehaald."))


def _enrolled(words: Words, told: dict[str, Any], code: str) -> str:
    status = _status(words, {name: told[name] for name in told if name != "recovery_code"})
    return f"{status}\n\n{recovery.code_as_text(words, code)}" if code else status


def _status(words: Words, told: dict[str, Any]) -> str:
    enrolled = datetime.fromisoformat(told["enrolled"])
    return facts_as_text(words, {**told, "enrolled": enrolled})


def _room(words: Words, before: int, after: int) -> str:
    return words(
        "Het bestand ging van {before} naar {after} kB.", before=before >> 10, after=after >> 10
    )


def _round(words: Words, told: dict[str, Any]) -> str:
    return words(
        "Verstuurd: {sent}. Opgehaald: {received}. Geweigerd: {refused}."
        " Velden met twee versies: {versions}.",
        **told,
    )

"""`wijkdesk desk`: make this desk, see how it is, sync it, look whether it is whole."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.cli import passphrase
from wijkdesk.cli.help import Command, Group
from wijkdesk.cli.run import Run
from wijkdesk.cli.table import facts_as_text
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n import Words, mark

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


def commands() -> typer.Typer:
    """Return the commands of this room."""
    room = typer.Typer(cls=Group)
    for function, said in (
        (enrol, mark("Maak dit bureau met een code van uw beheerder.")),
        (status, mark("Hoe het met dit bureau staat.")),
        (sync, mark("Verstuur wat klaarstaat en haal op wat nieuw is.")),
        (verify, mark("Kijk of dit bureau heel is: bestand, sleutels en logboek.")),
    ):
        room.command(cls=Command, help=said)(function)
    return room


def enrol(ctx: typer.Context, server: Server = None, code: Code = None) -> None:
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

    desk = make(run.folder, server, code, secret, now=run.now)
    try:
        told = {"organisation": desk.organisation_name, **desk.status()}
    finally:
        desk.close()
    run.voice.answer(told, lambda words: _status(words, told))


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
        problems = desk.verify()
    told = {"ok": not problems, "problems": problems}
    run.voice.answer(told, lambda words: "\n".join(problems) or words("Dit bureau is heel."))
    if problems:
        raise OutsideTrouble("damaged")


def _status(words: Words, told: dict[str, Any]) -> str:
    enrolled = datetime.fromisoformat(told["enrolled"])
    return facts_as_text(words, {**told, "enrolled": enrolled})


def _round(words: Words, told: dict[str, Any]) -> str:
    return words(
        "Verstuurd: {sent}. Opgehaald: {received}. Geweigerd: {refused}."
        " Velden met twee versies: {versions}.",
        **told,
    )

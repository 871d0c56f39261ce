"""`wijkdesk demo`: a throwaway municipality on this machine, to look at or to walk through."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from wijkdesk.cli.central import at_least_one
from wijkdesk.cli.run import Run
from wijkdesk.errors import OutsideTrouble
from wijkdesk.i18n import mark

Directory = Annotated[
    Path | None,
    typer.Option("--dir", metavar="DIR", help=mark("Lege map die blijft; anders gaat alles weg.")),
]
Clients = Annotated[int, typer.Option("--clients", metavar="N", help=mark("Aantal klanten."))]
Out = Annotated[
    Path | None,
    typer.Option(
        "--tour", metavar="OUT", help=mark("Loop zonder scherm alles door; beelden komen hier.")
    ),
]
CLIENTS = 60


def demo(
    ctx: typer.Context, folder: Directory = None, clients: Clients = CLIENTS, out: Out = None
) -> None:
    """Open the desktop in a municipality that does not exist, or walk through it."""
    run: Run = ctx.obj
    at_least_one(clients=clients)
    if out is None:
        try:
            code = run.outer.demonstrate(run.voice.words, folder, clients, run.voice.aside)
        except OutsideTrouble as trouble:
            if trouble.code != "no_display":
                raise
            run.voice.aside(run.voice.words.trouble(trouble))
            out = Path(tempfile.mkdtemp(prefix="wijkdesk-tour-"))
    if out is not None:
        code = run.outer.tour(run.voice.words, out, folder, clients, run.voice.aside)
        if run.voice.as_json:
            run.voice.line({"out": str(out), "ok": code == 0})
    raise typer.Exit(code)

"""`wijkdesk central`, or the service as IT runs it: its schema, its address, its log, a restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from wijkdesk.cli.run import Run
from wijkdesk.cli.table import facts_as_text
from wijkdesk.errors import UserError, of_disk
from wijkdesk.i18n import mark

Listen = Annotated[
    str, typer.Option("--listen", metavar="HOST:PORT", help=mark("Waar het luistert."))
]
Certificate = Annotated[
    str | None, typer.Option("--tls-cert", metavar="FILE", help=mark("Het certificaat."))
]
Key = Annotated[
    str | None,
    typer.Option("--tls-key", metavar="FILE", help=mark("De sleutel bij het certificaat.")),
]
Workers = Annotated[int, typer.Option("--workers", metavar="N", help=mark("Aantal processen."))]
ServiceRole = Annotated[
    str | None,
    typer.Option(
        "--service-role",
        metavar="NAME",
        help=mark("De rol in PostgreSQL waarmee de dienst draait; zij krijgt wat zij nodig heeft."),
    ),
]
Log = Annotated[
    str,
    typer.Option(
        "--log",
        metavar="all|trouble|off",
        help=mark("Wat er in het logboek van de dienst komt: elk verzoek, storingen of niets."),
    ),
]
LogFile = Annotated[
    str,
    typer.Option("--log-file", metavar="FILE", help=mark("Waar dat logboek staat; anders stderr.")),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help=mark("Schrijf het in dit bestand."))
]


def migrate(ctx: typer.Context, service_role: ServiceRole = None) -> None:
    """Bring central's tables to this version, and give the role of the service its rights."""
    from wijkdesk.central import setup

    run: Run = ctx.obj
    _tell(run, setup.migrate(run.database, service_role))


def restored(ctx: typer.Context) -> None:
    """Say that this database was put back from a backup."""
    from wijkdesk.central import setup

    run: Run = ctx.obj
    with run.central() as storage:
        told = setup.restored(storage, run.now())
    _tell(run, told)


def serve(
    ctx: typer.Context,
    listen: Listen = "127.0.0.1:8443",
    tls_cert: Certificate = None,
    tls_key: Key = None,
    workers: Workers = 1,
    log: Log = "all",
    log_file: LogFile = "",
) -> None:
    """Serve until SIGTERM."""
    from wijkdesk.central.journal import Journal, Level
    from wijkdesk.central.serve import serve as until_stopped

    run: Run = ctx.obj
    host, port = address(listen)
    if log not in set(Level):
        raise UserError("not_a_choice", field="log", given=log, choices=", ".join(Level))
    journal = Journal(Level(log), log_file)
    until_stopped(run.database, host, port, tls_cert, tls_key, workers, journal)


def export_openapi(ctx: typer.Context, out: Out = None) -> None:
    """Tell what central understands, as OpenAPI."""
    from wijkdesk.central.app import openapi

    run: Run = ctx.obj
    if out is None:
        return run.voice.line(openapi())
    try:
        out.write_text(f"{json.dumps(openapi(), indent=2)}\n", encoding="utf-8")
    except OSError as error:
        raise of_disk(error, "file_not_written", str(out)) from error
    return _tell(run, {"file": str(out)})


def address(listen: str) -> tuple[str, int]:
    """Return the host and port of HOST:PORT; UserError("not_an_address")."""
    host, _, port = listen.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise UserError("not_an_address", field="listen")
    return host, int(port)


def _tell(run: Run, told: dict[str, Any]) -> None:
    run.voice.answer(told, lambda words: facts_as_text(words, told))

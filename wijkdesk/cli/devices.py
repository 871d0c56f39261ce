"""`wijkdesk central`, of laptops and the people at them: who left, what is lost, who is away."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.cli.run import Run
from wijkdesk.cli.table import Shape, facts_as_text, rows_as_text
from wijkdesk.domain.values import Revoked
from wijkdesk.errors import UserError
from wijkdesk.i18n import mark

Device = Annotated[str, typer.Argument(metavar="DEVICE", help=mark("Het kenmerk van de laptop."))]
Person = Annotated[str, typer.Argument(metavar="PERSON", help=mark("Het kenmerk van de collega."))]
Lost = Annotated[
    bool, typer.Option("--lost", help=mark("Verloren of gestolen: niets wordt meer aangenomen."))
]
Leaver = Annotated[
    bool,
    typer.Option(
        "--leaver", help=mark("De collega is weg: wat nog klaarstaat gaat naar de coördinator.")
    ),
]
Recovery = Annotated[
    bool,
    typer.Option("--recovery-too", help=mark("Daarna kan ook de beheerder niets meer herstellen.")),
]
From = Annotated[str, typer.Option("--from", metavar="DATE", help=mark("Eerste dag weg."))]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help=mark("Eerste dag terug."))]
Head = Annotated[
    bool, typer.Option("--head", help=mark("Toon het einde van alle logboeken, ondertekend."))
]


def devices(ctx: typer.Context) -> None:
    """Tell which laptops there are, and how each stands."""
    from wijkdesk.central import devices as known

    run: Run = ctx.obj
    with run.central() as storage:
        rows = known.devices(storage)
    shape = Shape(("name", "seen_at", "revoked_as", "revoked_at", "put_back_at"))
    run.voice.answer(rows, lambda words: rows_as_text(words, rows, shape))


def revoke(
    ctx: typer.Context,
    device: Device,
    lost: Lost = False,
    leaver: Leaver = False,
    recovery_too: Recovery = False,
) -> None:
    """Trust a laptop no longer: its keys are destroyed at its next contact."""
    from wijkdesk.central import devices as known

    run: Run = ctx.obj
    if lost == leaver:
        raise UsageError("missing_parameter", given="--lost | --leaver")
    how = Revoked.LOST if lost else Revoked.LEAVER
    with run.central() as storage:
        told = known.revoke(storage, device, how, run.now(), recovery=recovery_too)
    run.voice.answer(told, lambda words: words("Ingetrokken: {device}", **told))


def disable(ctx: typer.Context, person: Person) -> None:
    """Let a colleague have no desk any more."""
    from wijkdesk.central import devices as known

    run: Run = ctx.obj
    with run.central() as storage:
        told = known.disable_person(storage, person, run.now())
    run.voice.answer(
        told,
        lambda words: words.count(
            len(told["devices"]), "{n} laptop ingetrokken.", "{n} laptops ingetrokken."
        ),
    )


def absent(ctx: typer.Context, person: Person, from_: From, until: Until) -> None:
    """Register that a colleague is away, so that the desk may wait for them."""
    from wijkdesk.central import devices as known

    run: Run = ctx.obj
    away, back = _day(from_, "from"), _day(until, "until")
    with run.central() as storage:
        known.absent(storage, person, away, back, run.now())
    told = {"person": person, "from": away, "until": back}
    run.voice.answer(told, lambda words: words("Vastgelegd."))


def audit(ctx: typer.Context, head: Head = False) -> None:
    """Tell what was done at central, or the signed end of every log, to keep elsewhere."""
    from wijkdesk.central import audit as kept

    run: Run = ctx.obj
    with run.central() as storage:
        if head:
            told = kept.head(storage, run.now())
            run.voice.answer(told, lambda words: facts_as_text(words, told))
            return
        rows = kept.lines(storage)
    shape = Shape(("at", "person", "act", "record"))
    run.voice.answer(rows, lambda words: rows_as_text(words, rows, shape))


def _day(given: str, field: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UserError("not_a_date", field=field) from error

"""`wijkdesk central retention`: dossiers whose time is over, and the approval of who keeps them."""

from __future__ import annotations

from typing import Annotated

import typer

from wijkdesk.cli.help import Command, Group
from wijkdesk.cli.run import Run
from wijkdesk.cli.table import Shape, rows_as_text
from wijkdesk.i18n import mark

Purge = Annotated[str, typer.Argument(metavar="PURGE", help=mark("Het kenmerk van het voorstel."))]
By = Annotated[
    str,
    typer.Option(
        "--by", metavar="PERSON", help=mark("De beheerder die het goedkeurt; de ander doet dat op"
        " een eigen bureau."),
    ),
]  # fmt: skip


def commands() -> typer.Typer:
    """Return the commands of this room."""
    room = typer.Typer(cls=Group)
    room.command("list", cls=Command, help=mark("De voorstellen, en wat er gewist is."))(proposed)
    room.command(cls=Command, help=mark("Keur een voorstel goed; de tweede keer wist het."))(
        approve
    )
    return room


def proposed(ctx: typer.Context) -> None:
    """Tell what was proposed, who approved it, and the ids of what is gone."""
    from wijkdesk.central import purge as known

    run: Run = ctx.obj
    with run.central() as storage:
        rows = known.proposals(storage)
    shape = Shape(("proposed_at", "id", "first_at", "done_at"))
    run.voice.answer(rows, lambda words: rows_as_text(words, rows, shape))


def approve(ctx: typer.Context, purge: Purge, by: By) -> None:
    """Approve a proposal in the name of an administrator."""
    from wijkdesk.central import purge as known

    run: Run = ctx.obj
    with run.central() as storage:
        told = known.approve_here(storage, purge, by, run.now())
    run.voice.answer(
        told, lambda words: words("Overal gewist.") if told["done"] else words("Goedgekeurd.")
    )

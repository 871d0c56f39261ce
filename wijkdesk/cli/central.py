"""`wijkdesk central`: set up the service that gathers the desks, and its people."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wijkdesk.cli import devices as leaving
from wijkdesk.cli import recovery, retention, serving
from wijkdesk.cli.help import Command, Group
from wijkdesk.cli.run import Run
from wijkdesk.cli.table import Shape, facts_as_text, rows_as_text
from wijkdesk.domain.values import Role
from wijkdesk.errors import UserError
from wijkdesk.i18n import mark

Organisation = Annotated[
    str, typer.Option("--organisation", metavar="NAME", help=mark("Naam van de gemeente."))
]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help=mark("Naam van de collega."))]
Roles = Annotated[
    list[str],
    typer.Option("--role", metavar="|".join(Role), help=mark("Rol; mag vaker voorkomen.")),
]
Area = Annotated[str, typer.Option("--area", metavar="AREA", help=mark("Gebied van de stad."))]
Email = Annotated[str | None, typer.Option("--email", metavar="EMAIL", help=mark("E-mailadres."))]
Person = Annotated[str, typer.Argument(metavar="PERSON", help=mark("Het kenmerk van de collega."))]
Clients = Annotated[int, typer.Option("--clients", metavar="N", help=mark("Aantal klanten."))]
Consultants = Annotated[
    int, typer.Option("--consultants", metavar="N", help=mark("Aantal consulenten."))
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="S", help=mark("Gelijk getal, gelijke gemeente."))
]


def commands() -> typer.Typer:
    """Return the commands of this room."""
    room, person = typer.Typer(cls=Group), typer.Typer(cls=Group)
    for function, said in (
        (init, mark("Maak het centrale systeem van een gemeente.")),
        (serving.migrate, mark("Breng de database naar deze versie.")),
        (serving.restored, mark("Zeg dat de database is teruggezet uit een reservekopie.")),
        (serving.serve, mark("Ontvang de bureaus.")),
        (invite, mark("Geef een collega een code voor een nieuw bureau; hij werkt één keer.")),
        (people, mark("De collega's.")),
        (seed, mark("Vul een lege database met verzonnen mensen.")),
        (leaving.devices, mark("De laptops, en hoe het ermee staat.")),
        (leaving.revoke, mark("Vertrouw een laptop niet meer; zijn sleutels worden vernietigd.")),
        (leaving.audit, mark("Wat hier gedaan is, of het einde van alle logboeken.")),
        (recovery.recovery_key, mark("Maak de herstelsleutel van de gemeente.")),
        (serving.export_openapi, mark("Toon wat het centrale systeem over het netwerk verstaat.")),
    ):
        room.command(cls=Command, help=said)(function)
    person.command("add", cls=Command, help=mark("Voeg een collega toe."))(add)
    gone = mark("Een collega is weg: geen bureau meer.")
    person.command("disable", cls=Command, help=gone)(leaving.disable)
    away = mark("Een collega is een tijd afwezig; het bureau wacht.")
    person.command("absent", cls=Command, help=away)(leaving.absent)
    room.add_typer(person, name="person", help=mark("Eén collega."))
    room.add_typer(recovery.commands(), name="recovery", help=mark("Een vergeten wachtzin."))
    room.add_typer(retention.commands(), name="retention", help=mark("Wat weg mag."))
    return room


def init(ctx: typer.Context, organisation: Organisation = "Gemeente Rotterdam") -> None:
    """Make central's tables, with the places of the city."""
    from wijkdesk.central import setup

    run: Run = ctx.obj
    _tell(run, setup.init(run.database, organisation, run.now()))


def add(ctx: typer.Context, name: Name, role: Roles, area: Area, email: Email = None) -> None:
    """Add a person."""
    from wijkdesk.central.people import add_person

    run: Run = ctx.obj
    with run.central() as storage:
        told = {"id": add_person(storage, name, role, area, email, run.now())}
    run.voice.answer(told, lambda words: words("Toegevoegd: {id}", **told))


def invite(ctx: typer.Context, person: Person) -> None:
    """Make a code for a new desk of a person."""
    from wijkdesk.central import people as known

    run: Run = ctx.obj
    with run.central() as storage:
        invitation = known.invite(storage, person, run.now())
    _tell(run, {"code": invitation.code, "expires": invitation.expires})


def people(ctx: typer.Context) -> None:
    """Tell who works here."""
    from wijkdesk.central import people as known

    run: Run = ctx.obj
    with run.central() as storage:
        rows = known.people(storage)
    shape = Shape(("name", "role", "area"))
    run.voice.answer(rows, lambda words: rows_as_text(words, rows, shape))


def seed(
    ctx: typer.Context, clients: Clients = 60, consultants: Consultants = 3, seed: Seed = 1
) -> None:
    """Fill an empty database with a municipality that does not exist."""
    from wijkdesk.central import seed as made_up

    run: Run = ctx.obj
    at_least_one(clients=clients, consultants=consultants)
    with run.central() as storage:
        told = made_up.seed(storage, clients, consultants, seed, run.now())
    _tell(run, told)


def at_least_one(**numbers: int) -> None:
    """Raise UserError("too_few") for a number of things that must be there, and are not."""
    for name, number in numbers.items():
        if number < 1:
            raise UserError("too_few", field=name)


def _tell(run: Run, told: dict[str, Any]) -> None:
    run.voice.answer(told, lambda words: facts_as_text(words, told))

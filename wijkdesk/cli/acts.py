"""`wijkdesk do` and `wijkdesk ask`: every act and every question by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from wijkdesk.caseload import catalogue, opening
from wijkdesk.caseload.catalogue import LIMIT, QUESTIONS, VERBS, Declared, Parameter, UsageError
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.dossier import log_search
from wijkdesk.caseload.touched import Touched
from wijkdesk.cli import batch as many
from wijkdesk.cli import table
from wijkdesk.cli.run import Run
from wijkdesk.domain.values import Role
from wijkdesk.i18n import Words, mark
from wijkdesk.policy.access import sees_area

Given = Annotated[
    list[str] | None,
    typer.Argument(metavar=mark("naam=waarde ..."), help=mark("Waar het om vraagt.")),
]
Verb = Annotated[
    str | None, typer.Argument(metavar="VERB", help=mark("De naam van wat u doet; zie --list."))
]
Question = Annotated[
    str | None, typer.Argument(metavar="QUESTION", help=mark("De naam van de vraag; zie --list."))
]
Everything = Annotated[bool, typer.Option("--list", help=mark("Toon alles wat kan."))]
Batch = Annotated[
    str | None,
    typer.Option(
        "--batch",
        metavar="FILE",
        help=mark("Doe elke regel van dit bestand (- is de invoer); @N is het id van regel N."),
    ),
]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help=mark("Ga door na een regel die geweigerd is."))
]


def do(
    ctx: typer.Context,
    verb: Verb = None,
    given: Given = None,
    everything: Everything = False,
    batch: Batch = None,
    keep_going: KeepGoing = False,
) -> None:
    """Do one act, or many with one unlock."""
    run: Run = ctx.obj
    if everything:
        _tell_all(run, VERBS)
    elif batch is not None:
        if verb is not None:
            raise UsageError("unknown_parameter", given=verb)
        many.do_all(run, batch, keep_going)
    elif verb is None:
        raise UsageError("missing_parameter", given="VERB")
    else:
        values = named(given or [])
        # Looked at first: nobody unlocks a desk for an act that cannot be.
        catalogue.act(verb).read(values)
        with run.unlocked() as desk:
            touched = _perform(desk, verb, values)
        run.voice.answer(many.answer(touched), lambda words: _done(words, touched))


def ask(
    ctx: typer.Context,
    question: Question = None,
    given: Given = None,
    everything: Everything = False,
) -> None:
    """Ask one question."""
    run: Run = ctx.obj
    if everything:
        _tell_all(run, QUESTIONS)
        return
    if question is None:
        raise UsageError("missing_parameter", given="QUESTION")
    values = named(given or [])
    catalogue.question(question).read(values)
    with run.unlocked() as desk:
        of_area = question == "caseload" and _coordinates(desk)
        rows = (_area if of_area else _ask)(desk, question, values)
        if question == "search":
            log_search(desk, "name", len(rows))
    shape = table.AREA if of_area else table.SHAPES.get(question)
    run.voice.answer(rows, lambda words: _rows(words, rows, shape))


def named(given: Sequence[str]) -> dict[str, str]:
    """Return what was given as name=value; UsageError for what has no name, or has it twice."""
    values: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError("not_named", given=word)
        if name in values:
            raise UsageError("given_twice", given=name)
        values[name] = value
    return values


def _perform(desk: Desk, verb: str, given: Mapping[str, str]) -> Touched:
    """Do an act; one that only central can let happen asks it now."""
    if verb != "open_dossier":
        return catalogue.perform(desk, verb, given)
    from wijkdesk.sync.opening import asked_of

    return opening.open_dossier(desk, **catalogue.act(verb).read(given), central=asked_of(desk))


def _ask(desk: Desk, question: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Ask a question; about a dossier that was opened at central, central answers."""
    if not opening.elsewhere(desk, question, given.get("client", "")):
        return catalogue.ask(desk, question, given)
    from wijkdesk.sync.opening import read

    limit = catalogue.question(question).read(given).get(LIMIT.name)
    return catalogue.first(read(desk, question, given["client"]), limit)


def _coordinates(desk: Desk) -> bool:
    roles = desk.person.roles
    return sees_area(roles) and Role.CONSULTANT not in roles


def _area(desk: Desk, question: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the short list of the area, fetched from central now (practice.md R3)."""
    from wijkdesk.sync.area import area_caseload

    limit = catalogue.question(question).read(given).get(LIMIT.name)
    return catalogue.first(area_caseload(desk), limit)


def _tell_all(run: Run, declared: Mapping[str, Declared]) -> None:
    told = _listed(run.voice.words, declared)
    run.voice.answer(told, lambda words: _list_as_text(words, declared))


def _done(words: Words, touched: Touched) -> str:
    return words("Gedaan: {id}", id=touched.id) if touched.id else words("Gedaan.")


def _rows(words: Words, rows: list[dict[str, Any]], shape: table.Shape | None) -> str:
    if shape is None:
        return "\n\n".join(table.facts_as_text(words, row) for row in rows)
    return table.rows_as_text(words, rows, shape)


def _listed(words: Words, declared: Mapping[str, Declared]) -> list[dict[str, Any]]:
    return [
        {
            "name": found.name,
            "sentence": words(found.sentence),
            "parameters": [_parameter(asked) for asked in found.parameters],
            "roles": list(found.roles),
        }
        for found in declared.values()
    ]


def _parameter(asked: Parameter) -> dict[str, Any]:
    return {
        "name": asked.name,
        "type": "code" if asked.choices else _TYPES[asked.kind.__name__],
        "required": asked.required,
        "choices": list(asked.choices),
    }


_TYPES = {"str": "text", "int": "integer", "bool": "boolean", "date": "date", "datetime": "moment"}


def _list_as_text(words: Words, declared: Mapping[str, Declared]) -> str:
    lines = []
    for found in declared.values():
        asked = [p.name if p.required else f"{p.name}?" for p in found.parameters]
        lines += [f"{found.name}  {' '.join(asked)}", f"    {words(found.sentence)}"]
    return "\n".join(lines)

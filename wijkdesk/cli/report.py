"""`wijkdesk report`: a document for a client, as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.plan import plan_data
from wijkdesk.cli.acts import Given, named
from wijkdesk.cli.run import Run
from wijkdesk.i18n import Words, mark
from wijkdesk.reports.file import check_new, write_new
from wijkdesk.reports.plan import plan
from wijkdesk.reports.sections import Document as Sections

Document = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help=mark("De naam van het document: plan."))
]
Out = Annotated[
    Path, typer.Option("--out", metavar="FILE", help=mark("Het bestand, dat er nog niet is."))
]


@dataclass(frozen=True)
class Declared:
    """A document: what it asks for, and how its sections are gathered."""

    asked: tuple[str, ...]
    sections: Callable[[Words, Desk, Mapping[str, str]], Sections]

    def read(self, given: Mapping[str, str]) -> None:
        """Raise UsageError for a parameter that is unknown or missing."""
        unknown = [name for name in given if name not in self.asked]
        if unknown:
            raise UsageError("unknown_parameter", given=unknown[0])
        missing = [name for name in self.asked if name not in given]
        if missing:
            raise UsageError("missing_parameter", given=", ".join(missing))


def report(ctx: typer.Context, document: Document, out: Out, given: Given = None) -> None:
    """Write a document."""
    # Imported here: only documents need it, and it is slow.
    from wijkdesk.reports import pdf

    run: Run = ctx.obj
    if document not in DOCUMENTS:
        raise UsageError("unknown_document", given=document, choices=", ".join(DOCUMENTS))
    values, declared = named(given or []), DOCUMENTS[document]
    declared.read(values)
    check_new(out)
    with run.unlocked() as desk:
        sections = declared.sections(run.voice.words, desk, values)
    write_new(out, pdf.render(sections))
    told = {"file": str(out.absolute())}
    run.voice.answer(told, lambda words: words("Bewaard: {file}", file=out))


def _plan(words: Words, desk: Desk, given: Mapping[str, str]) -> Sections:
    return plan(words, plan_data(desk, words, given["client"]))


DOCUMENTS = {"plan": Declared(("client",), _plan)}

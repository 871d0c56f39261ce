"""Another passphrase, and the way back from a forgotten one: at a desk, at central, at the safe."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from wijkdesk.caseload import recovery
from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.recovery import LARGEST_PAPER
from wijkdesk.changes.recovery import write as paper
from wijkdesk.cli import passphrase as phrases
from wijkdesk.cli.help import Command, Group
from wijkdesk.cli.run import Run
from wijkdesk.cli.table import facts_as_text
from wijkdesk.errors import UserError
from wijkdesk.i18n import Words, mark
from wijkdesk.reports.file import check_new, write_new, writing_new

NewPassphrase = Annotated[
    str | None,
    typer.Option(
        "--new-passphrase-file", metavar="FILE", help=mark("Bestand met de nieuwe wachtzin.")
    ),
]
Kit = Annotated[
    Path | None,
    typer.Option("--kit", metavar="FILE", help=mark("Bestand met de herstelcode.")),
]
Ask = Annotated[
    Path | None,
    typer.Option("--request", metavar="FILE", help=mark("Schrijf de vraag aan uw beheerder.")),
]
Answer = Annotated[
    Path | None,
    typer.Option("--answer", metavar="FILE", help=mark("Het antwoord van uw beheerder.")),
]
Asked = Annotated[
    Path, typer.Option("--request", metavar="FILE", help=mark("De vraag van de laptop."))
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help=mark("Bestand om te maken."))]
Key = Annotated[
    Path, typer.Option("--key", metavar="FILE", help=mark("De herstelsleutel uit de kluis."))
]
VerifiedBy = Annotated[
    str | None,
    typer.Option("--verified-by", metavar="NAME", help=mark("Wie zag wie de vraag stelde.")),
]
_CODE = re.compile(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}")


# At a desk --------------------------------------------------------------------------------------


def passphrase(ctx: typer.Context, new_passphrase_file: NewPassphrase = None) -> None:
    """Give the desk another passphrase, and its file another key."""
    run: Run = ctx.obj
    words, file = run.voice.words, run.options.values.get("--passphrase-file")
    shortest = run.settings.number("passphrase_length")
    old, new = phrases.old_and_new(words, file, new_passphrase_file, shortest)
    desk = Desk.open(run.folder, bytearray(old), now=run.now)
    try:
        code = desk.change_passphrase(old, new)
    finally:
        desk.close()
    of_backups = words("Een reservekopie houdt de wachtzin van toen.")
    _tell_code(run, {"changed": True}, code, of_backups)


def recover(
    ctx: typer.Context,
    kit: Kit = None,
    request: Ask = None,
    answer: Answer = None,
    new_passphrase_file: NewPassphrase = None,
) -> None:
    """Go on with a desk whose passphrase is forgotten: with the code, or with IT."""
    run: Run = ctx.obj
    given = [name for name, file in (("--kit", kit), ("--request", request), ("--answer", answer))
             if file is not None]  # fmt: skip
    if not given:
        raise UsageError("missing_parameter", given="--kit")
    if len(given) > 1:
        raise UsageError("unknown_parameter", given=given[1])
    if request is not None:
        check_new(request)
        write_new(request, recovery.request(run.folder))
        told = {"file": str(request.absolute())}
        return run.voice.answer(
            told, lambda words: words("Breng {file} naar uw beheerder.", **told)
        )
    body = read(kit or answer, "kit" if kit else "answer")
    new = _new(run, new_passphrase_file)
    if kit is not None:
        desk, code = recovery.recover_with_code(run.folder, _code_in(body), new, now=run.now)
    else:
        desk, code = recovery.recover_with_answer(run.folder, body, new, now=run.now), ""
    desk.close()
    return _tell_code(run, {"recovered": True}, code)


@contextmanager
def kept(words: Words, file: Path | None) -> Iterator[Callable[[str], None]]:
    """Lend a way to keep a recovery code in a file that is not there yet, if one is named."""
    if file is None:
        yield lambda _code: None
        return
    with writing_new(file) as out:
        yield lambda code: _write_kit(words, out, code)


def read(file: Path | None, field: str) -> bytes:
    """Return what a file that people carry says; UserError("file_not_readable")."""
    try:
        with Path(file or "").open("rb") as source:
            return source.read(LARGEST_PAPER)
    except OSError as error:
        raise UserError("file_not_readable", field=field, file=str(file)) from error


def _write_kit(words: Words, out: BinaryIO, code: str) -> None:
    said = (
        words("Herstelcode van WijkDesk. Bewaar dit op papier, niet bij de laptop.")
        if code
        else words("Dit bureau wordt hersteld door uw beheerder. Er is geen herstelcode.")
    )
    out.write(f"{said}\n\n{code}\n".encode())


def _code_in(body: bytes) -> str:
    """Return the code in what was kept, or all of it when somebody typed it over."""
    said = body.decode(errors="replace")
    found = _CODE.findall(said)
    return found[-1] if found else said


def _new(run: Run, file: str | None) -> bytearray:
    named = file or run.options.values.get("--passphrase-file")
    return phrases.fresh(run.voice.words, named, run.settings.number("passphrase_length"))


def _tell_code(run: Run, told: dict[str, Any], code: str, *more: str) -> None:
    said = [run.voice.words("Dit bureau heeft een nieuwe wachtzin."), *more]
    if code:
        told = {**told, "recovery_code": code}
        said.append(code_as_text(run.voice.words, code))
    run.voice.answer(told, lambda _words: "\n".join(said))


def code_as_text(words: Words, code: str) -> str:
    """Return a recovery code as people are told it, once."""
    keep = words("Schrijf hem over, en bewaar hem niet bij de laptop. Een oudere werkt niet meer.")
    return f"{words('Herstelcode: {code}', code=code)}\n{keep}"


# At central, and at the safe --------------------------------------------------------------------


def commands() -> typer.Typer:
    """Return the commands of recovery at central."""
    room = typer.Typer(cls=Group)
    for name, function, said in (
        ("release", release, mark("Laat de vraag van een laptop beantwoorden.")),
        ("open", answer, mark("Beantwoord een vrijgegeven vraag met de herstelsleutel.")),
    ):
        room.command(name, cls=Command, help=said)(function)
    return room


def recovery_key(ctx: typer.Context, out: Out) -> None:
    """Make the recovery key: the private half into a file for the safe."""
    from wijkdesk.central import recovery as at_central

    run: Run = ctx.obj
    with writing_new(out) as file, run.central() as storage:
        made, public = at_central.make_key(storage, run.now())
        file.write(paper(made))
    told = {"key": str(out.absolute()), "fingerprint": made.fingerprint, "recovery_key": public}
    run.voice.answer(told, lambda words: facts_as_text(words, told))


def release(ctx: typer.Context, request: Asked, out: Out) -> None:
    """Say of a request whose it is, and that it may be answered."""
    from wijkdesk.central import recovery as at_central

    run: Run = ctx.obj
    body = read(request, "request")
    check_new(out)
    with run.central() as storage:
        released = at_central.release(storage, body, run.now())
    write_new(out, paper(released))
    told = {"released": str(out.absolute()), "name": released.name, "device": released.device}
    run.voice.answer(told, lambda words: facts_as_text(words, told))


def answer(
    ctx: typer.Context, key: Key, request: Asked, out: Out, verified_by: VerifiedBy = None
) -> None:
    """Answer a request with the key from the safe; it needs no database once it was released."""
    from wijkdesk.central import recovery as at_central

    run: Run = ctx.obj
    safe, body = read(key, "key"), read(request, "request")
    check_new(out)
    if at_central.is_request(body):
        if run.named_database is None:
            raise UserError("not_released", field="request")
        with run.central() as storage:
            body = paper(at_central.release(storage, body, run.now()))
    released = at_central.read_release(safe, body)
    who = {"name": released.name, "device": released.device, "vault": released.asked().vault}
    run.voice.progress(facts_as_text(run.voice.words, who))
    verified = verified_by or _who_saw(run.voice.words)
    write_new(out, at_central.answer(safe, body, verified))
    told = {"answer": str(out.absolute()), **who, "verified_by": verified}
    run.voice.answer(told, lambda words: facts_as_text(words, told))


def _who_saw(words: Words) -> str:
    if not sys.stdin.isatty():
        return ""
    return phrases.asked_openly(words("Wie zag wie de vraag stelde? "), "--verified-by")

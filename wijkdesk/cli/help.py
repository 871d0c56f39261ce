"""What `--help` says: every text through the words of the reader, and no boxes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

from wijkdesk.caseload.catalogue import UsageError
from wijkdesk.cli.line import ANYWHERE
from wijkdesk.i18n import Words

_GAP = 2


class Command(TyperCommand):
    """A command that explains itself in the reader's language."""

    def get_help(self, ctx: Any) -> str:
        """Return the page about this command."""
        return _page(self, ctx, commands=[])


class Group(TyperGroup):
    """A group of commands that explains itself in the reader's language."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that is named; UsageError("unknown_command") when there is none."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise UsageError("unknown_command", given=args[0], command=ctx.command_path)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """Return the page about these commands."""
        words = ctx.obj.voice.words
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return _page(self, ctx, [(name, words(known.help or "")) for name, known in found if known])


def _page(command: TyperCommand | TyperGroup, ctx: Any, commands: list[tuple[str, str]]) -> str:
    words: Words = ctx.obj.voice.words
    shown: list[Any] = list(command.params)
    arguments = [found for found in shown if found.param_type_name == "argument"]
    options = [found for found in shown if found.param_type_name == "option"]
    usage = [ctx.command_path, *(found.metavar or "" for found in arguments)]
    usage += [words("[opties]")] if options else []
    usage += [words("OPDRACHT ...")] if commands else []
    everywhere = [
        (f"{name} {value}".strip(), words(said)) for name, (value, said) in ANYWHERE.items()
    ]
    parts = [
        words("Gebruik: {line}", line=" ".join(usage)),
        words(command.help or ""),
        _part(words("Opdrachten"), commands),
        _part("", [(found.metavar or "", words(found.help or "")) for found in arguments]),
        _part(words("Opties"), [(_option(found), words(found.help or "")) for found in options]),
        _part(words("Overal op de regel"), everywhere),
    ]
    return "\n\n".join(part for part in parts if part)


def _option(found: Any) -> str:
    return f"{found.opts[0]} {found.metavar or ''}".strip()


def _part(title: str, lines: Iterable[tuple[str, str]]) -> str:
    lines = list(lines)
    widest = max((len(name) for name, _ in lines), default=0) + _GAP
    body = "\n".join(f"  {name:{widest}}{said}".rstrip() for name, said in lines)
    return f"{title}:\n{body}" if title and body else body

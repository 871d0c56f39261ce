"""The one command, `wijkdesk`: the desktop, or the same without a screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from wijkdesk import i18n
from wijkdesk.config import process, settings
from wijkdesk.config.paths import desk_folder, resource
from wijkdesk.errors import OutsideTrouble, Trouble

# What the desktop itself understands; any other word is for the command line.
DESKTOP_OPTIONS = {"--desk", "--lang"}


def main() -> int:
    """Open the desktop, or do what the line says, and return the exit code."""
    arguments = sys.argv[1:]
    options = desktop_options(arguments)
    if options is not None:
        return desktop(options)  # which hardens itself, as soon as it has been painted
    process.harden()
    return command_line(arguments)


def desktop_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """Return the options for the desktop, or None when the line says more than that."""
    options: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name not in DESKTOP_OPTIONS:
            return None
        options[name] = value if equals else next(words, "")
    sound = all(options.values()) and options.get("--lang", "nl") in i18n.LANGUAGES
    return options if sound else None


def desktop(options: dict[str, str]) -> int:
    """Open the desktop; nothing of the command line is imported for it."""
    from wijkdesk.desktop import open_desktop

    folder = desk_folder(Path(options["--desk"]) if "--desk" in options else None)
    words = i18n.words(options.get("--lang", "nl"), resource("i18n"))
    try:
        if "--lang" not in options:
            words = i18n.words(settings.load(folder).text("language"), resource("i18n"))
        return open_desktop(folder, words)
    except Trouble as trouble:
        sys.stderr.write(f"{words.trouble(trouble)}\n")
        return 4 if isinstance(trouble, OutsideTrouble) else 3


def command_line(arguments: Sequence[str]) -> int:
    """Do what the line says."""
    from wijkdesk.cli.main import main as obey
    from wijkdesk.cli.run import Outer
    from wijkdesk.desktop import checks

    return obey(arguments, Outer(checks, _demonstrate, _tour))


def _demonstrate(
    words: i18n.Words, folder: Path | None, clients: int, say: Callable[[str], None]
) -> int:
    # Imported here: it brings the windows, which no other command needs.
    from wijkdesk.demo import demonstrate

    return demonstrate(words, folder, clients, say)


def _tour(
    words: i18n.Words, out: Path, folder: Path | None, clients: int, say: Callable[[str], None]
) -> int:
    from wijkdesk.demo import tour

    return tour(words, out, folder, clients, say)


if __name__ == "__main__":
    sys.exit(main())

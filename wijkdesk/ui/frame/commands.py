"""What can be done from here, for the palette: ways of the screens, sections, acts, colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from wijkdesk.ui.frame.palette import Command
from wijkdesk.ui.frame.rail import Section
from wijkdesk.ui.look import Look
from wijkdesk.ui.screen import Screen

Go = Callable[[str, Mapping[str, str]], None]


def ways(shown: Sequence[Screen], go: Go) -> Iterator[Command]:
    """Yield where the screens in sight can go."""
    for screen in shown:
        for way in screen.ways():
            run = way.act or _going(go, way.name, way.parameters)
            yield Command(way.text, screen.title, way.icon, way.keys, run)


def sections(look: Look, places: Sequence[Section], go: Go) -> Iterator[Command]:
    """Yield the sections of the rail."""
    for at, section in enumerate(places, 1):
        about = look.words("Scherm")
        yield Command(section.text, about, section.icon, f"Alt+{at}", _going(go, section.name, {}))


def acts(look: Look, act: Callable[[str], None]) -> Iterator[Command]:
    """Yield what the window itself does."""
    words = look.words
    for text, icon, keys, name in (
        (words("Nu synchroniseren"), "arrows-clockwise", "Ctrl+Shift+S", "sync"),
        (words("Meekijkmodus aan of uit"), "eye-slash", "Ctrl+M", "share"),
        (words("Op slot"), "lock", "Ctrl+L", "lock"),
        (words("Sneltoetsen"), "keyboard", "F1", "help"),
    ):
        yield Command(text, "", icon, keys, _acting(act, name))


def colours(look: Look) -> Iterator[Command]:
    """Yield the colours that are not shown now."""
    words = look.words
    for text, icon, mode in (
        (words("Lichte kleuren"), "sun", "light"),
        (words("Donkere kleuren"), "moon", "dark"),
        (words("Hoog contrast"), "circle-half", "high_contrast"),
    ):
        if look.theme.shown != mode:
            yield Command(text, words("Weergave"), icon, "", _choosing(look, mode))


def _going(go: Go, name: str, parameters: Mapping[str, str]) -> Callable[[], None]:
    return lambda: go(name, parameters)


def _acting(act: Callable[[str], None], name: str) -> Callable[[], None]:
    return lambda: act(name)


def _choosing(look: Look, mode: str) -> Callable[[], None]:
    return lambda: look.theme.choose(mode=mode)

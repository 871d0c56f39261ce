"""The way from one screen to another: screens say where they want to go, this knows how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wijkdesk.ui.frame.panes import Panes
from wijkdesk.ui.frame.rail import Rail
from wijkdesk.ui.frame.sheet import Sheet
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Screen


@dataclass(frozen=True)
class Route:
    """A screen one can go to, and its place: list, detail, page or sheet.

    `home` is the section it belongs to: it is marked in the rail, and its list stands beside it.
    """

    name: str
    make: Callable[..., Screen]
    place: str
    home: str = ""


@dataclass(frozen=True)
class Beside:
    """The screen that is open beside a list, and how it was asked for."""

    screen: Screen
    name: str
    given: Mapping[str, str]


class Navigation(QObject):
    """Makes screens and puts them in their pane; `moved` when another one is shown."""

    moved = Signal()
    made = Signal(object)
    lock_asked = Signal()
    refused = Signal(str)

    def __init__(
        self,
        around: Surroundings,
        routes: Sequence[Route],
        rail: Rail,
        panes: Panes,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._around, self._rail, self._panes, self._frame = around, rail, panes, parent
        self._routes = {route.name: route for route in routes}
        self._sections: dict[str, Screen] = {}
        self._here: tuple[str, Mapping[str, str]] = ("", {})
        self._beside: Beside | None = None
        self._sheet: Sheet | None = None
        self._sheet_place: dict[str, object] | None = None
        self._shared = False
        self._only: frozenset[str] = frozenset()

    def go(self, name: str, parameters: Mapping[str, str] | None = None) -> None:
        """Go to a screen by its name, with what to show there."""
        route, given = self._routes[name], dict(parameters or {})
        if self._only and name not in self._only:
            self.refused.emit(self._around.words("Synchroniseer eerst. Daarna kunt u verder."))
            return
        if self._shared and (route.place in ("list", "page") or self._of_another(route, given)):
            self.refused.emit(self._around.words("Zet eerst het meekijken uit: Ctrl+M."))
            return
        if route.place == "sheet":
            self._open_sheet(route, given)
        elif route.place == "detail":
            self._open_detail(route, given)
            if self._panes.detail is not None:
                self._panes.detail.focus_first()
        else:
            self._open_section(route)
        self.moved.emit()

    def show_beside(self, name: str, parameters: Mapping[str, str]) -> None:
        """Show a screen beside the list when there is room for both; the focus stays."""
        if not self._panes.one_pane:
            self._open_detail(self._routes[name], dict(parameters))
            self.moved.emit()

    def knows(self, name: str) -> bool:
        """Say whether there is a screen of this name."""
        return name in self._routes

    def confine(self, names: frozenset[str]) -> None:
        """Go to these screens only, from now on; to every screen when it is empty."""
        self._only = names
        if names and self._sheet is not None:
            self._sheet.reject()

    @property
    def here(self) -> dict[str, object]:
        """Where the person is: enough to come back to it after a lock."""
        name, parameters = self._here
        if self._beside is not None and self._routes[name].place == "list":
            name, parameters = self._beside.name, self._beside.given
        sheet = self._sheet_place if self._sheet is not None else None
        return {"name": name, "parameters": dict(parameters), "sheet": sheet}

    def come_back(self, place: Mapping[str, object]) -> None:
        """Go to where the person was, as `here` said it."""
        for step in (place, place.get("sheet")):
            if isinstance(step, Mapping) and self.knows(str(step.get("name"))):
                given = step.get("parameters")
                self.go(str(step["name"]), given if isinstance(given, Mapping) else None)

    @property
    def screens(self) -> list[Screen]:
        """Every screen there is now, in sight or not."""
        return [one for one in self._frame.findChildren(Screen) if shiboken6.isValid(one)]

    def open_list(self) -> None:
        """Show the list of the section where one is, or of the first section with a list."""
        if self._panes.list is None:
            name = next((r.name for r in self._routes.values() if r.place == "list"), "")
            if name:
                self.go(name)
        self._panes.go_back()

    def share(self, on: bool) -> None:
        """Have every screen hide what a client who looks along may not see, or show it again."""
        self._shared = on
        if on and self._panes.detail in self._sections.values():
            # A page may name other people; what was open beside the list is about one.
            self._panes.show_detail(self._beside.screen if self._beside else None)
        for screen in self.screens:
            screen.share(on)

    def _of_another(self, route: Route, given: Mapping[str, str]) -> bool:
        shown = self._beside.given.get("client") if self._beside is not None else None
        return route.place == "detail" and given.get("client") != shown

    def _open_section(self, route: Route) -> None:
        screen = self._section(route)
        self._rail.show_section(route.home or route.name)
        self._here = (route.name, {})
        if route.place == "list":
            self._panes.show_list(screen)
            # Who comes back to the list finds beside it what was open there.
            self._panes.show_detail(self._beside.screen if self._beside else None, first=False)
        else:
            self._panes.show_list(None)
            self._panes.show_detail(screen)
        screen.focus_first()

    def _open_detail(self, route: Route, given: dict[str, str]) -> None:
        before, self._here = self._beside, (route.name, given)
        if route.home and self._routes[route.home].place == "list":
            home = self._section(self._routes[route.home])
            self._rail.show_section(route.home)
            self._panes.show_list(home)
            home.shown_beside(given)
        if before is not None and (before.name, before.given) == self._here:
            self._panes.show_detail(before.screen)
            return
        self._beside = Beside(self._make(route, given), route.name, given)
        self._panes.show_detail(self._beside.screen)
        if before is not None:
            before.screen.flush()
            self._panes.let_go(before.screen)

    def _open_sheet(self, route: Route, given: dict[str, str]) -> None:
        if self._sheet is not None:
            return
        self._sheet = Sheet(self._around, self._make(route, given), self._frame)
        self._sheet_place = {"name": route.name, "parameters": given}
        self._sheet.closed.connect(self._sheet_closed)
        self._sheet.lock_asked.connect(self.lock_asked)
        self._sheet.open()
        self._sheet.content.focus_first()

    def _sheet_closed(self) -> None:
        self._sheet, self._sheet_place = None, None
        self.moved.emit()

    def _section(self, route: Route) -> Screen:
        if route.name not in self._sections:
            self._sections[route.name] = self._make(route, {})
        return self._sections[route.name]

    def _make(self, route: Route, given: dict[str, str]) -> Screen:
        screen = route.make(self._around, **given)
        screen.wants.connect(self.go)
        screen.beside.connect(self.show_beside)
        screen.titled.connect(self.moved)
        self.made.emit(screen)
        screen.share(self._shared)
        return screen

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
        self._sheet: Sheet | None = None
        self._sheet_place: dict[str, object] | None = None
        self._shared = False

    def go(self, name: str, parameters: Mapping[str, str] | None = None) -> None:
        """Go to a screen by its name, with what to show there."""
        route, given = self._routes[name], dict(parameters or {})
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

    @property
    def here(self) -> dict[str, object]:
        """Where the person is: enough to come back to it after a lock."""
        name, parameters = self._here
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
        shown = self._panes.detail
        if on and shown in self._sections.values():
            self._panes.show_detail(None)
        for screen in self.screens:
            screen.share(on)

    def _of_another(self, route: Route, given: Mapping[str, str]) -> bool:
        client = self._here[1].get("client")
        return route.place == "detail" and given.get("client") != client

    def _open_section(self, route: Route) -> None:
        screen = self._section(route)
        self._rail.show_section(route.home or route.name)
        if route.place == "list":
            self._panes.show_list(screen)
            beside = self._panes.detail
            stays = beside is not None and beside not in self._sections.values()
            self._panes.show_detail(beside if stays else None, first=False)
        else:
            self._panes.show_list(None)
            self._panes.show_detail(screen)
        self._here = (route.name, {})
        screen.focus_first()

    def _open_detail(self, route: Route, given: dict[str, str]) -> None:
        before = self._panes.detail
        if before is not None and self._here == (route.name, given):
            self._panes.show_detail(before)
            return
        if route.home and self._routes[route.home].place == "list":
            home = self._section(self._routes[route.home])
            self._rail.show_section(route.home)
            self._panes.show_list(home)
            home.shown_beside(given)
        self._panes.show_detail(self._make(route, given))
        if before is not None and before not in self._sections.values():
            before.flush()
            self._panes.let_go(before)
        self._here = (route.name, given)

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

"""The real window with a real desk, for tests that go through it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import office
from wijkdesk import i18n
from wijkdesk.caseload.catalogue import ask, perform
from wijkdesk.changes.row import Row
from wijkdesk.domain import Person
from wijkdesk.store import confirmed, records
from wijkdesk.ui.background import Background
from wijkdesk.ui.frame.frame import Frame
from wijkdesk.ui.frame.lease import SYNC_ONLY
from wijkdesk.ui.frame.navigation import Route
from wijkdesk.ui.frame.rail import Section
from wijkdesk.ui.frame.syncing import Syncing
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screen import Screen
from wijkdesk.ui.screens import (
    action,
    barrier,
    caseload,
    client,
    looks,
    opened,
    plan,
    register,
    team,
)
from wijkdesk.ui.screens.passphrase import ChangePassphrase
from wijkdesk.ui.screens.sync_only import SyncOnly
from wijkdesk.ui.screens.versions import Versions
from wijkdesk.ui.screens.waiting import Waiting
from wijkdesk.ui.theme.theme import Theme
from wijkdesk.ui.widgets.form import Form
from wijkdesk.ui.widgets.speech import teach_roles
from wijkdesk.ui.window import Window

TODAY = date(2026, 11, 24)
PATIENCE = 10_000
"""Milliseconds until what is waited for is held to be wrong."""


def no_network(request: object) -> Any:
    """Stand for a central that is never asked."""
    raise AssertionError(f"nothing was to be sent: {request}")


class Stage:
    """A window with its frame; `desk` may be asked and used once `settle` came back."""

    def __init__(
        self,
        qtbot: QtBot,
        application: QApplication,
        folder: Path,
        *,
        size: tuple[int, int] = (1440, 900),
        scale: float = 1.0,
        mode: str = "light",
        roles: tuple[str, ...] = ("consultant",),
        filled: bool = True,
        post: team.Post = no_network,
    ) -> None:
        self.qtbot, self.application = qtbot, application
        ticks = count()
        clock = lambda: office.NOW + timedelta(seconds=next(ticks))  # noqa: E731
        self.desk = office.make_desk(folder, roles=roles if filled else (), clock=clock)
        if not filled:
            with self.desk.database.transaction() as tx:
                records.put(tx, Person, "p-anouk", {"roles": list(roles)})
            self.desk.look_again()
        teach_roles()
        self.theme = Theme(mode, scale)
        self.theme.dress(application)
        words = i18n.words("nl")
        self.background = Background()
        self.around = Surroundings(self.theme, words, office.now, self.desk, self.background)
        self.broken: list[str] = []
        self.background.broke.connect(self.broken.append)
        routes = [
            Route("caseload", caseload.Caseload, "list"),
            Route("client", client.Client, "detail", home="caseload"),
            Route("plan", plan.Plan, "detail", home="caseload"),
            Route("looks", looks.Looks, "detail", home="caseload"),
            Route("barrier", barrier.Barrier, "sheet"),
            Route("action", action.Action, "sheet"),
            Route("register", register.Register, "sheet"),
            Route("change", register.Change, "sheet"),
            Route("versions", Versions, "page"),
            Route("opened", partial(opened.Opened, post=post), "detail", home="team"),
            Route("waiting", Waiting, "page"),
            Route(SYNC_ONLY, SyncOnly, "page"),
            Route("passphrase", partial(ChangePassphrase, shortest=14), "sheet"),
            Route("team", partial(team.Team, post=post), "page"),
        ]
        self.frame = Frame(
            self.around,
            routes,
            [Section("caseload", "Caseload", "users")],
            lambda parent: Syncing(self.background, no_network, no_network, parent),  # type: ignore[arg-type]
        )
        self.window = Window(application, Look(self.theme, words, office.now), 10)
        self.window.show_frame(self.frame)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        with qtbot.waitActive(self.window):
            pass

    def close(self) -> None:
        """Close the window and the desk; a bug in a job fails the test."""
        self.settle()
        astray = [
            one
            for one in self.application.topLevelWidgets()
            if one.isVisible()
            and not isinstance(one, Window | QDialog)
            and one.windowType() is not Qt.WindowType.Popup
        ]
        self.window.frame = None
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
        self.window.hide()
        self.background.close()
        self.window.deleteLater()
        self.desk.close()
        assert self.broken == []
        assert astray == [], "shown without a parent: a window of its own"

    # --- going and waiting -------------------------------------------------------------------

    def go(self, name: str, **parameters: str) -> None:
        """Go to a screen, and wait until it shows what it shows."""
        self.frame.go(name, parameters)
        self.settle()

    def open(self, given_name: str) -> client.Client:
        """Open a client by its first name."""
        self.go("client", client=self.id_of(given_name))
        found = self.frame.panes.detail
        assert isinstance(found, client.Client)
        return found

    def settle(self) -> None:
        """Wait until both lanes have nothing left to do, twice: an answer may ask again."""
        for lane in ("desk", "network", "desk"):
            self.at_desk(lambda: None, lane=lane)
        self.qtbot.wait(1)
        if QApplication.activeWindow() is None:
            # A window manager does this; offscreen there is none.
            self.window.activateWindow()
            self.until(lambda: QApplication.activeWindow() is self.window)

    def until(self, true: Callable[[], object]) -> None:
        """Wait until something is true."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=PATIENCE)

    # --- what is there -----------------------------------------------------------------------

    def screen(self, kind: type[Screen]) -> Any:
        """Return the screen of a kind that is shown."""
        return next(one for one in self.frame.navigation.screens if isinstance(one, kind))

    @property
    def form(self) -> Form:
        """The form that is in sight in the sheet."""
        return next(one for one in self.sheet.findChildren(Form) if one.isVisible())

    @property
    def sheet(self) -> QDialog:
        """The sheet that is open."""
        return next(one for one in self.frame.findChildren(QDialog) if one.isVisible())

    @property
    def sheet_is_open(self) -> bool:
        """Whether a sheet is open."""
        return any(one.isVisible() for one in self.frame.findChildren(QDialog))

    @property
    def focus(self) -> QWidget:
        """The widget with the focus."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def id_of(self, given_name: str) -> str:
        """Return the id of a client."""
        return str(self.asked("search", text=given_name)[0]["id"])

    def asked(self, question: str, **given: str) -> list[dict[str, Any]]:
        """Ask the desk itself."""
        found: list[dict[str, Any]] = self.at_desk(lambda: ask(self.desk, question, given))
        return found

    def performed(self, verb: str, **given: str) -> str:
        """Do an act at the desk itself, before the window is looked at."""
        return str(self.at_desk(lambda: perform(self.desk, verb, given)).id)

    def at_desk(self, job: Callable[[], Any], lane: str = "desk") -> Any:
        """Do something in a lane, and return what it came to."""
        done: list[Any] = []
        loop = QEventLoop()

        def end(result: Any) -> None:
            done.append(result)
            loop.quit()

        self.background.run(self.frame, job, end, lane=lane)
        QTimer.singleShot(PATIENCE, loop, loop.quit)
        loop.exec()
        assert done, "the lane did not answer"
        return done[0]

    # --- keys --------------------------------------------------------------------------------

    def press(self, *keys: Qt.Key, ctrl: bool = False, shift: bool = False) -> None:
        """Press keys where the focus is."""
        held = Qt.KeyboardModifier.NoModifier
        if ctrl:
            held |= Qt.KeyboardModifier.ControlModifier
        if shift:
            held |= Qt.KeyboardModifier.ShiftModifier
        for key in keys:
            QTest.keyClick(QApplication.activePopupWidget() or self.focus, key, held)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self.focus, text)

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is on something with this name."""
        for _ in range(60):
            if self.focus.accessibleName().startswith(name):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"no Tab leads to {name}")

    # --- central's side ----------------------------------------------------------------------

    def confirm(self, id_: str, **values: Any) -> str:
        """Have central give this desk a client, as a sync does."""
        given = {"given_name": "Bea", "family_name": "Bos", "neighbourhood": "Carnisse"}
        row = Row("client", id_, id_, 1, {**given, "phase": "intake", **values}, {})
        keys = confirmed.Keys(b"0" * 32, b"1" * 32)

        def job() -> None:
            with self.desk.database.transaction() as tx:
                confirmed.take_in(tx, self.desk.organisation, keys, {}, [(row, True)])

        self.at_desk(job)
        return id_


# --- looking at what is drawn and said -------------------------------------------------------


def in_sight(root: QWidget) -> Iterator[QWidget]:
    """Yield every visible widget below one."""
    yield from (one for one in root.findChildren(QWidget) if one.isVisible())


def unnamed(root: QWidget) -> list[str]:
    """Return what takes the focus and says nothing, or has a role that says nothing."""
    poor = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Border}
    wrong = []
    for widget in in_sight(root):
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy():
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not spoken.text(QAccessible.Text.Name) or spoken.role() in poor:
            wrong.append(f"{type(widget).__name__} {spoken.role()}")
    return wrong


def clipped(root: QWidget) -> list[str]:
    """Return the texts that do not fit in their label or button."""
    wrong = []
    for widget in in_sight(root):
        if isinstance(widget, QLabel) and widget.text():
            metrics, room = QFontMetrics(widget.font()), widget.contentsRect()
            if widget.wordWrap():
                flags = Qt.TextFlag.TextWordWrap
                needs = metrics.boundingRect(0, 0, room.width(), 1 << 16, flags, widget.text())
                fits = needs.height() <= room.height() + 1 and needs.width() <= room.width() + 1
            else:
                fits = metrics.horizontalAdvance(widget.text()) <= room.width() + 1
        elif isinstance(widget, QAbstractButton) and widget.text():
            metrics = QFontMetrics(widget.font())
            text = widget.text().replace("&&", "&").strip()
            fits = metrics.horizontalAdvance(text) <= widget.width()
        else:
            continue
        if not fits:
            wrong.append(f"{type(widget).__name__}: {widget.text()!r}")
    return wrong


def beyond(root: QWidget) -> list[str]:
    """Return what sticks out at the right of the widget it must fit in."""
    edge = root.mapToGlobal(root.rect().topRight()).x()
    return [
        f"{type(one).__name__} {one.accessibleName()}"
        for one in in_sight(root)
        if one.isEnabled() and one.mapToGlobal(one.rect().topRight()).x() > edge + 1
    ]


def tab_walk(stage: Stage, root: QWidget) -> set[QWidget]:
    """Return what Tab visits from the focus on until it is back; fails when it is a trap."""
    first, seen = stage.focus, list[QWidget]()
    for _ in range(300):
        seen.append(stage.focus)
        stage.press(Qt.Key.Key_Tab)
        if stage.focus is first:
            return {one for one in seen if root.isAncestorOf(one)}
        assert stage.focus is not seen[-1], f"a trap at {stage.focus.accessibleName()}"
    raise AssertionError("Tab never came back")

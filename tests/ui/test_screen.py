"""What every screen promises, and what holds for every file of the room ui."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from wijkdesk.caseload.touched import Touched
from wijkdesk.errors import UserError
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screen import Screen, Way
from wijkdesk.ui.widgets.layout import column

UI = Path(__file__).resolve().parents[2] / "wijkdesk" / "ui"


class Clients(Screen):
    """Shows clients."""

    kinds: ClassVar[frozenset[str]] = frozenset({"client"})

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.loads = 0

    @property
    def title(self) -> str:
        """The title for the window."""
        return "Klanten"

    def load(self) -> None:
        """Count."""
        self.loads += 1


@pytest.fixture
def screen(qtbot: QtBot, around: Surroundings) -> Clients:
    """Return a screen that is not in sight yet."""
    made = Clients(around)
    qtbot.addWidget(made)
    return made


def test_it_loads_at_first_sight_and_not_again(qtbot: QtBot, screen: Clients) -> None:
    assert screen.loads == 0
    screen.show()
    screen.hide()
    screen.show()
    assert screen.loads == 1


def test_in_sight_it_looks_again_at_what_it_shows(screen: Clients) -> None:
    screen.show()
    screen.look_again(Touched((("client", "1"),)))
    screen.look_again(Touched((("action", "1"),)))
    assert screen.loads == 2


def test_out_of_sight_it_only_notes_that_it_is_stale(screen: Clients) -> None:
    screen.show()
    screen.hide()
    screen.look_again(Touched((("client", "1"),)))
    assert (screen.loads, screen.stale) == (1, True)
    screen.show()
    assert (screen.loads, screen.stale) == (2, False)


def test_a_question_is_answered(qtbot: QtBot, screen: Clients) -> None:
    came: list[object] = []
    screen.ask("caseload", {}, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert len(came[0]) == 6  # type: ignore[arg-type]


def test_an_act_is_told_to_all_and_then_to_who_did_it(qtbot: QtBot, screen: Clients) -> None:
    told: list[str] = []
    screen.acted.connect(lambda touched: told.append(f"all {sorted(touched.kinds)}"))
    given = {"given_name": "Ada", "family_name": "de Boer", "neighbourhood": "Tarwewijk"}
    screen.perform("register_client", given, lambda touched: told.append("me"))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["all ['client']", "me"]


def test_a_refusal_is_told(qtbot: QtBot, screen: Clients) -> None:
    came: list[UserError] = []
    given = {"given_name": "Ada", "family_name": "de Boer", "neighbourhood": "Nergens"}
    screen.perform("register_client", given, failed=came.append)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(came))
    assert (came[0].code, came[0].field) == ("unknown_neighbourhood", "neighbourhood")


def test_a_draft_is_kept_on_the_desk_and_comes_back(qtbot: QtBot, screen: Clients) -> None:
    came: list[object] = []
    screen.keep_draft("contact/1", {"summary": "half een zin"})
    screen.with_draft("contact/1", came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert came == [{"summary": "half een zin"}]
    screen.drop_draft("contact/1")
    screen.keep_draft("contact/2", {})
    screen.with_draft("contact/1", came.append)
    done: list[object] = []
    screen.ask("caseload", {}, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert len(came) == 1


def test_the_focus_begins_at_the_first_control(qtbot: QtBot, screen: Clients) -> None:
    line = QLineEdit()
    column(screen.around, screen).addWidget(line)
    screen.show()
    with qtbot.waitActive(screen):
        screen.activateWindow()
    screen.focus_first()
    assert QApplication.focusWidget() is line


def test_a_screen_without_controls_takes_the_focus_itself(qtbot: QtBot, screen: Clients) -> None:
    screen.show()
    with qtbot.waitActive(screen):
        screen.activateWindow()
    screen.focus_first()
    assert QApplication.focusWidget() is screen


def test_the_base_has_no_ways_and_hides_nothing(screen: Clients) -> None:
    assert screen.ways() == []
    screen.share(True)
    screen.flush()
    screen.shown_beside({})
    assert Way("Contact", "plus", "contact").act is None


# Every file of the room -----------------------------------------------------------------------

SHOWN_BY = {
    "Label", "Chip", "Button", "Card", "Banner", "LineField", "TextField", "DateField", "Mark",
    "ChoiceField", "YesNoField", "LevelField", "Form", "TickBox", "SearchLine", "Choices", "Face",
    "QPushButton", "QRadioButton", "QCheckBox", "Command", "Way", "Section", "LazyList",
    "setText", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "say", "tell",
    "setAccessibleDescription", "addItem", "announce", "hint", "fail", "emit",
}  # fmt: skip
NO_WORDS = re.compile(r"[^A-Za-zÀ-ÿ]*|[a-z0-9_./:-]+|Ctrl\+\S*|Alt\+\S*|F\d+|WijkDesk")
"""Codes, icons, roles and keys: what is no sentence for a person."""


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the literals a call shows to a person, which did not go through words or mark."""
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call) or _name(call) not in SHOWN_BY:
            continue
        for given in (*call.args, *(word.value for word in call.keywords)):
            for part in [given, *getattr(given, "values", [])]:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.lineno, part.value


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize("file", sorted(UI.rglob("*.py")), ids=lambda file: file.stem)
def test_every_sentence_is_translated(file: Path) -> None:
    bare = [(line, text) for line, text in literals(file) if not NO_WORDS.fullmatch(text)]
    assert bare == []


def test_no_loop_of_events_runs_inside_another() -> None:
    loops = {"exec", "exec_", "processEvents", "QEventLoop", "qWait"}
    found = [
        f"{file.relative_to(UI)}:{node.lineno}"
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _name(node) in loops
    ]
    assert found == []

"""What tests of the windows have round them: the look, a real desk, and a window to stand in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui import office
from wijkdesk import i18n
from wijkdesk.caseload.desk import Desk
from wijkdesk.ui.background import Background
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.theme.theme import Theme
from wijkdesk.ui.widgets.speech import teach_roles


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, with the application dressed in it."""
    teach_roles()
    theme = Theme("light")
    theme.dress(qapp)
    return theme


@pytest.fixture
def look(theme: Theme) -> Look:
    """The look of a widget: the light theme, Dutch, a fixed moment."""
    return Look(theme, i18n.words("nl"), office.now)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A real encrypted desk with six clients, one of whom has a dossier."""
    made = office.make_desk(tmp_path / "desk")
    yield made
    made.close()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    """Two lanes that are ended with the test."""
    lanes = Background()
    yield lanes
    lanes.close()


@pytest.fixture
def around(look: Look, desk: Desk, background: Background) -> Iterator[Surroundings]:
    """What a screen has round it; a bug in a job fails the test."""
    broken: list[str] = []
    background.broke.connect(broken.append)
    yield Surroundings(look.theme, look.words, look.now, desk, background)
    # The desk is closed after this fixture: nothing may still be asking it.
    background.close()
    assert broken == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Qt's offscreen platform say what it cannot do: it has no window system."""
    cannot = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(cannot)

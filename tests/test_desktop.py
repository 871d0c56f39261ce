"""The desktop put together: in with a passphrase, out with everything kept, quick to be there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui import office
from wijkdesk import i18n
from wijkdesk.caseload.catalogue import ask
from wijkdesk.caseload.desk import Desk
from wijkdesk.config import settings as config
from wijkdesk.desktop import Desktop, checks, open_desktop, reachable, without_desk
from wijkdesk.errors import OutsideTrouble
from wijkdesk.ui.screens.recovery import Closed
from wijkdesk.ui.screens.unlock import Enrol, Unlock

ROOT = Path(__file__).resolve().parents[1]
# What the offscreen platform says it cannot do is no trouble of ours.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FIRST_PAINT = """
import enum, sys
from pathlib import Path

make, made = enum.EnumType._create_, set()

def noted(self, name, *names, **more):
    made.add(name)
    return make(self, name, *names, **more)

enum.EnumType._create_ = noted
from wijkdesk import i18n
from wijkdesk.config import settings
from wijkdesk.desktop import Desktop
from wijkdesk.i18n.calendar import utc_now
from PySide6.QtWidgets import QApplication
folder = Path(sys.argv[1])
desktop = Desktop(folder, i18n.words("nl"), settings.load(folder), utc_now)
def look():
    heavy = ("sqlalchemy", "qtawesome", "babel", "httpx", "cryptography", "pydantic")
    print([name for name in heavy if name in sys.modules])
    ours = {name.split(".")[1] for name in sys.modules if name.startswith("wijkdesk.")}
    print(sorted(ours))
    print("AlignmentFlag" in made, "ColorRole" in made)
    QApplication.exit(0)
desktop.window.painted.connect(look)
desktop.window.show()
QApplication.exec()
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that is unlocked with the passphrase of the office; copied for each test."""
    folder = tmp_path_factory.mktemp("desk")
    folder.chmod(0o700)
    office.make_folder(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A desk of this test alone."""
    own = tmp_path / "desk"
    own.mkdir(mode=0o700)
    for file in made.iterdir():
        if file.is_file():
            (own / file.name).write_bytes(file.read_bytes())
    return own


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], Desktop]]:
    """Return what opens the desktop at its way in."""
    desktops: list[Desktop] = []

    def open_in(folder: Path) -> Desktop:
        desktop = Desktop(folder, i18n.words("nl"), config.load(folder), office.now)
        desktops.append(desktop)
        desktop.window.show()
        with qtbot.waitActive(desktop.window):
            desktop.window.activateWindow()
        return desktop

    yield open_in
    for desktop in desktops:
        desktop.window.close()
        desktop.close()
        desktop.window.deleteLater()


def unlock(qtbot: QtBot, desktop: Desktop, passphrase: str = office.PASSPHRASE) -> None:
    """Type the passphrase and press Enter."""
    line = desktop.way_in.findChild(QLineEdit)
    qtbot.keyClicks(line, passphrase)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def inside(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait until the desk is open and its first screen is shown."""
    unlock(qtbot, desktop)
    qtbot.waitUntil(lambda: desktop.window.frame is not None, timeout=20_000)
    frame = desktop.window.frame
    assert frame is not None
    qtbot.waitUntil(lambda: frame.navigation.here["name"] != "", timeout=20_000)


def find(qtbot: QtBot, desktop: Desktop, text: str) -> str:
    """Return the id of a client, asked in the lane that owns the desk."""
    desk, found = desktop.desk, list[str]()
    assert desk is not None
    desktop.background.run(
        desktop.window, lambda: ask(desk, "search", {"text": text})[0]["id"], found.append
    )
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_nothing_heavy_is_there_before_the_first_paint(folder: Path) -> None:
    for place in (folder, folder / "none"):
        said = subprocess.run(
            [sys.executable, "-c", FIRST_PAINT, str(place)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        # Of the names of Qt only those that its own classes bring, not the namespace `Qt`.
        assert said == ["[]", "['config', 'desktop', 'errors', 'i18n', 'ui']", "False True"]


def test_a_passphrase_opens_the_desk(
    qtbot: QtBot, opened: Callable[[Path], Desktop], folder: Path
) -> None:
    desktop = opened(folder)
    assert isinstance(desktop.way_in, Unlock)
    inside(qtbot, desktop)
    assert desktop.desk is not None
    assert desktop.desk.person.name == "Anouk Bakker"
    assert desktop.window.frame.navigation.here["name"] == "caseload"  # type: ignore[union-attr]


def test_a_wrong_passphrase_is_said_and_the_next_works(
    qtbot: QtBot, opened: Callable[[Path], Desktop], folder: Path
) -> None:
    desktop = opened(folder)
    unlock(qtbot, desktop, "een heel andere wachtzin")
    field = desktop.way_in.form.fields["passphrase"]
    qtbot.waitUntil(lambda: field.error == "De wachtzin klopt niet.", timeout=20_000)
    inside(qtbot, desktop)


def test_without_a_desk_one_is_made(
    qtbot: QtBot, opened: Callable[[Path], Desktop], tmp_path: Path
) -> None:
    desktop = opened(tmp_path / "new")
    assert isinstance(desktop.way_in, Enrol)
    form = desktop.way_in.form
    for name, typed in (
        ("server", "http://127.0.0.1:9"),
        ("code", "ABCD-EFGH-JKLM-NPQR"),
        ("passphrase", office.PASSPHRASE),
        ("passphrase_again", office.PASSPHRASE),
    ):
        form.fields[name].put(typed)
    form.check_and_ask()
    unreachable = "Het centrale systeem is niet te bereiken."
    qtbot.waitUntil(lambda: form.summary.accessibleName().startswith(unreachable), timeout=30_000)
    assert desktop.window.frame is None


def test_a_lock_keeps_the_draft_and_the_place(
    qtbot: QtBot, opened: Callable[[Path], Desktop], folder: Path
) -> None:
    desktop = opened(folder)
    inside(qtbot, desktop)
    frame = desktop.window.frame
    assert frame is not None
    samira = find(qtbot, desktop, "samira")
    frame.go("client", {"client": samira})
    frame.go("barrier", {"client": samira})
    form = QApplication.activeModalWidget().findChildren(QLineEdit)
    assert form
    desktop.window.lock_asked.emit()
    desktop.close()
    assert desktop.locked
    assert desktop.desk is None
    again = opened(folder)
    unlock(qtbot, again)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=20_000)
    here = again.window.frame.navigation.here  # type: ignore[union-attr]
    assert here["parameters"] == {"client": samira}
    assert here["sheet"] == {"name": "barrier", "parameters": {"client": samira}}
    QApplication.activeModalWidget().close()


def test_closing_lets_go_of_the_desk(
    qtbot: QtBot, opened: Callable[[Path], Desktop], folder: Path
) -> None:
    desktop = opened(folder)
    inside(qtbot, desktop)
    desktop.window.close()
    desktop.close()
    assert not desktop.locked
    desk = Desk.open(folder, bytearray(office.PASSPHRASE.encode()), now=office.now)
    assert desk.draft("window") is None
    desk.close()


def test_a_desk_that_is_closed_from_afar_begins_again_and_says_so(
    qtbot: QtBot, opened: Callable[[Path], Desktop], folder: Path
) -> None:
    desktop = opened(folder)
    inside(qtbot, desktop)
    desk, frame, gone = desktop.desk, desktop.window.frame, list[None]()
    assert desk is not None
    assert frame is not None
    desktop.background.run(desktop.window, lambda: desk.destroy(recovery=True), gone.append)
    qtbot.waitUntil(lambda: bool(gone), timeout=20_000)
    frame.syncing.failed.emit(OutsideTrouble("desk_destroyed"))
    desktop.close()
    assert desktop.locked
    assert isinstance(opened(folder).way_in, Closed)


def test_a_lock_begins_at_the_same_desk() -> None:
    line = ["-m", "wijkdesk", "--desk", "/a/desk", "--lang", "en", "--desk=/b"]
    assert without_desk(line) == ["-m", "wijkdesk", "--lang", "en"]


def test_it_is_opened_and_closed_as_one_call(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    seen: list[str] = []

    def guide(desktop: Desktop) -> None:
        seen.append(type(desktop.way_in).__name__)
        desktop.window.close()

    assert open_desktop(folder, i18n.words("nl"), now=office.now, guide=guide) == 0
    assert seen == ["Unlock"]


def test_what_the_doctor_looks_at(folder: Path) -> None:
    found = checks(folder, config.load(folder))
    assert {"qt", "font", "policy", "disk", "permissions"} <= set(found)
    assert found["font"]() == "Source Sans Pro"
    assert found["disk"]().endswith(" MB")
    assert found["permissions"]() == str(folder)
    folder.chmod(0o755)
    with pytest.raises(OutsideTrouble, match="not_private"):
        found["permissions"]()


def test_a_server_that_does_not_answer_is_not_reachable() -> None:
    assert not reachable("http://127.0.0.1:9", seconds=0.5)
    assert not reachable("https://", seconds=0.5)

"""Which way in is shown, and every way from there to an open desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import office
from wijkdesk.caseload import vault
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes import recovery as papers
from wijkdesk.changes import seal
from wijkdesk.errors import OutsideTrouble
from wijkdesk.store import key
from wijkdesk.store.header import read_header, write_header
from wijkdesk.ui.background import Background
from wijkdesk.ui.entrance import Entrance
from wijkdesk.ui.look import Look
from wijkdesk.ui.screens.recovery import Closed, KeepCode, WithAdministrator, WithCode
from wijkdesk.ui.screens.unlock import Enrol, Unlock
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.window import Window

NEW = "vijf andere losse woorden samen"
PATIENCE = 20_000

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Way:
    """A window at the way in of a folder, and who came in."""

    def __init__(self, qtbot: QtBot, look: Look, background: Background, folder: Path) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.qtbot, self.opened = qtbot, list[Desk]()
        self.window = Window(application, look, 10)
        self.entrance = Entrance(self.window, look, folder, lambda: background)
        self.entrance.opened.connect(self.opened.append)
        self.window.show()
        with qtbot.waitActive(self.window):
            self.window.activateWindow()

    def press(self, name: str) -> None:
        """Press a button by its words."""
        found = [one for one in self.screen.findChildren(Button) if one.isVisible()]
        next(one for one in found if one.accessibleName().endswith(name)).click()

    def fill(self, **typed: str) -> None:
        """Fill the form in, and press its button."""
        form = self.screen.form  # type: ignore[union-attr]
        for name, value in typed.items():
            form.fields[name].put(value)
        form.check_and_ask()

    def unlock(self, passphrase: str = office.PASSPHRASE) -> Desk:
        """Type the passphrase, and wait until the desk is open."""
        self.fill(passphrase=passphrase)
        return self.inside()

    def inside(self) -> Desk:
        """Wait until somebody came in."""
        self.qtbot.waitUntil(lambda: bool(self.opened), timeout=PATIENCE)
        return self.opened[0]

    @property
    def screen(self) -> Unlock | Enrol | WithCode | WithAdministrator | Closed | KeepCode:
        """What is shown."""
        return self.entrance.way_in  # type: ignore[return-value]

    def reads(self, text: str) -> bool:
        """Say whether a visible label says this."""
        shown = [one for one in self.screen.findChildren(Label) if one.isVisible()]
        return any(text in one.text() for one in shown)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk that opens with the passphrase of the office."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    office.make_folder(folder)
    return folder


@pytest.fixture
def way(qtbot: QtBot, look: Look, background: Background, folder: Path) -> Iterator[Way]:
    """A window at the way in of that desk."""
    yield from at(qtbot, look, background, folder)


def at(qtbot: QtBot, look: Look, background: Background, folder: Path) -> Iterator[Way]:
    """Open a window, and close it and who came in."""
    way = Way(qtbot, look, background, folder)
    yield way
    way.window.close()
    background.close()
    if way.entrance.desk is not None:
        way.entrance.desk.close()
    way.window.deleteLater()


def secure(folder: Path, public: bytes | None = None) -> str:
    """Give the desk a way back; return its recovery code, if it has one."""
    unlocked = vault.unlock(folder, bytearray(office.PASSPHRASE.encode()), office.NOW)
    unlocked.database.close()
    return vault.secure(folder, unlocked.key, public)


def test_a_passphrase_opens_the_desk(way: Way) -> None:
    assert way.unlock().person.name == "Anouk Bakker"


def test_without_a_way_back_that_is_said_in_words(way: Way) -> None:
    way.press("Wachtzin vergeten?")
    assert isinstance(way.screen, Closed)
    assert way.reads("geen herstelcode gemaakt")
    way.press("Terug")
    assert isinstance(way.screen, Unlock)


def test_a_recovery_code_opens_the_desk_and_another_is_kept(way: Way, folder: Path) -> None:
    code = secure(folder)
    way.press("Wachtzin vergeten?")
    way.fill(code=code.lower(), passphrase=NEW, passphrase_again=NEW)
    way.qtbot.waitUntil(lambda: isinstance(way.screen, KeepCode), timeout=PATIENCE)
    assert way.opened == []
    keep = way.screen
    assert isinstance(keep, KeepCode)
    assert code not in keep.code.text()
    assert not keep.code.go_on.isEnabled()
    keep.code.kept.click()
    way.press("Verder")
    way.inside().close()
    way.entrance.desk = None
    Desk.open(folder, bytearray(NEW.encode()), now=office.now).close()


def test_a_code_that_is_wrong_is_said_at_the_code(way: Way, folder: Path) -> None:
    secure(folder)
    way.press("Wachtzin vergeten?")
    way.fill(code=key.new_code(), passphrase=NEW, passphrase_again=NEW)
    field = way.screen.form.fields["code"]  # type: ignore[union-attr]
    way.qtbot.waitUntil(lambda: "herstelcode klopt niet" in field.error, timeout=PATIENCE)


def test_the_administrator_answers_a_request(way: Way, folder: Path, tmp_path: Path) -> None:
    private, public = seal.recovery_pair()
    secure(folder, public)
    way.press("Wachtzin vergeten?")
    screen = way.screen
    assert isinstance(screen, WithAdministrator)
    request, answer = tmp_path / "r.wijkdesk-verzoek", tmp_path / "a.wijkdesk-antwoord"
    screen.requested.emit(str(request))
    way.qtbot.waitUntil(lambda: "Bewaard:" in screen.banner.text, timeout=PATIENCE)
    answer.write_bytes(answered(private, request.read_bytes()))
    way.fill(answer=str(answer), passphrase=NEW, passphrase_again=NEW)
    assert way.inside().person.name == "Anouk Bakker"


def answered(private: bytes, request: bytes) -> bytes:
    """Answer a request, as the administrator does."""
    asked = papers.read(papers.Request, request)
    sealed = (seal.from_text(one) or b"" for one in asked.sealed)
    keys = [seal.open_sealed(private, one, papers.to_recovery(asked.vault)) for one in sealed]
    to, info = seal.from_text(asked.answer_to) or b"", papers.to_laptop(asked.vault)
    resealed = [seal.to_text(seal.seal_to(to, one, info)) for one in keys]
    return papers.write(papers.Answer(asked.vault, resealed, "Bureau ICT"))


def test_an_answer_that_is_not_there_is_said_at_the_file(way: Way, folder: Path) -> None:
    secure(folder, seal.recovery_pair()[1])
    way.press("Wachtzin vergeten?")
    way.fill(answer="/none/at/all", passphrase=NEW, passphrase_again=NEW)
    field = way.screen.form.fields["answer"]  # type: ignore[union-attr]
    way.qtbot.waitUntil(lambda: "kan niet worden gelezen" in field.error, timeout=PATIENCE)


def test_a_request_that_cannot_be_written_is_said(way: Way, folder: Path) -> None:
    secure(folder, seal.recovery_pair()[1])
    way.press("Wachtzin vergeten?")
    screen = way.screen
    assert isinstance(screen, WithAdministrator)
    screen.requested.emit("/none/at/all")
    way.qtbot.waitUntil(lambda: "kan niet worden geschreven" in screen.banner.text)


def test_colleagues_choose_their_desk_by_name(
    qtbot: QtBot, look: Look, background: Background, folder: Path
) -> None:
    name(folder, "Anouk Bakker")
    other = folder.parent / "desk-2"
    other.mkdir(mode=0o700)
    office.make_folder(other)
    name(other, "Bilal Yılmaz")
    for way in at(qtbot, look, background, folder):
        assert way.reads("Goedendag, Anouk Bakker")
        way.press("Bilal Yılmaz")
        assert way.reads("Goedendag, Bilal Yılmaz")
        assert way.unlock().folder == other


def name(folder: Path, person: str) -> None:
    """Say in the header whose desk it is."""
    vault.name(folder, person)


def test_one_more_colleague_makes_a_desk_and_can_go_back(way: Way, folder: Path) -> None:
    way.press("Andere collega")
    assert isinstance(way.screen, Enrol)
    assert way.entrance.folder == folder.parent / "desk-2"
    way.press("Terug")
    assert isinstance(way.screen, Unlock)
    assert way.entrance.folder == folder


def test_a_desk_that_was_closed_from_afar_says_so(
    qtbot: QtBot, look: Look, background: Background, folder: Path
) -> None:
    secure(folder, seal.recovery_pair()[1])
    file = folder / vault.HEADER
    write_header(key.destroy(read_header(file), recovery=False), file)
    for way in at(qtbot, look, background, folder):
        assert way.reads("Dit bureau is gesloten")
        way.press("Terughalen met de beheerder")
        assert isinstance(way.screen, WithAdministrator)
        way.press("Terug")
        assert isinstance(way.screen, Closed)


def test_an_enrolment_that_broke_off_goes_on_with_its_code(way: Way) -> None:
    way.entrance._refuse(OutsideTrouble("no_desk"))
    assert isinstance(way.screen, Enrol)
    assert way.screen.form.summary.isVisible()

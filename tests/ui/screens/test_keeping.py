"""Work notes on the client's page: written, kept as a contact, and not seen by who looks along."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from tests.ui.screens.stage import Stage, beyond, clipped, in_sight, unnamed
from wijkdesk.domain.noun import LONG
from wijkdesk.ui.screens.client import Client
from wijkdesk.ui.screens.client.composer import NOTE
from wijkdesk.ui.screens.waiting import Waiting
from wijkdesk.ui.widgets.timeline import TimelineRow

TEXT = "Zus Nora past op dinsdag op."


@pytest.fixture
def noted(stage: Stage) -> Client:
    """Open a client of whom there is a work note that is about somebody else too."""
    client = stage.id_of("Samira")
    stage.performed("record_work_note", client=client, text=TEXT, about_others="true")
    return stage.open("Samira")


def texts(screen: Client) -> str:
    return "\n".join(one.text() for one in in_sight(screen) if isinstance(one, QLabel))


def rows(screen: Client) -> list[str]:
    return [row.accessibleName() for row in screen.findChildren(TimelineRow) if row.isVisible()]


def dialog(stage: Stage) -> QDialog:
    return next(one for one in stage.window.findChildren(QDialog) if one.isVisible())


def test_a_note_is_written_by_keyboard_and_says_that_the_client_can_read_it(stage: Stage) -> None:
    screen = stage.open("Samira")
    stage.press(Qt.Key.Key_N, ctrl=True, shift=True)
    assert stage.focus is screen.composer.text.control
    assert stage.focus.accessibleName() == "Wat wilt u onthouden?"
    assert (
        "De klant kan dit lezen. Na 12 weken verdwijnt een werkaantekening, tenzij u er een "
        "contactmoment van maakt."
    ) in texts(screen)
    stage.type(TEXT)
    assert f"{len(TEXT)} van {LONG} tekens" in texts(screen)
    stage.tab_to("Gaat ook over iemand anders")
    stage.press(Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    newest = stage.asked("timeline", client=screen.client)[0]
    assert (newest["kind"], newest["text"], newest["about_others"]) == ("work_note", TEXT, True)
    assert rows(screen)[0].startswith("Werkaantekening. vandaag")
    assert "Blijft tot di 16 feb 2027. Gaat ook over iemand anders" in rows(screen)[0]
    # The next thing written here is a contact again, and about nobody else.
    assert (screen.composer.channel.value, screen.composer.text.raw()) == ("gesprek", "")
    assert not screen.composer.others.isChecked()


def test_what_was_typed_as_a_contact_becomes_a_note_with_one_choice(stage: Stage) -> None:
    screen = stage.open("Samira")
    screen.compose()
    stage.type(TEXT)
    stage.tab_to("Soort: Gesprek")
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert screen.composer.is_note
    assert screen.composer.others.isVisible()
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert stage.asked("work_notes", client=screen.client)[0]["text"] == TEXT


def test_an_empty_or_too_long_note_is_refused_at_the_field(stage: Stage) -> None:
    screen = stage.open("Samira")
    screen.compose_note()
    stage.press(Qt.Key.Key_Return, ctrl=True)
    assert screen.composer.text.error == "Schrijf in een paar woorden wat u wilt onthouden."
    screen.composer.text.put("a" * (LONG + 1))
    assert f"{LONG + 1} van {LONG} tekens" in texts(screen)
    stage.press(Qt.Key.Key_Return, ctrl=True)
    assert screen.composer.text.error == "Deze tekst is 1 teken te lang."
    screen.composer.text._longest = LONG + 1
    screen.composer.save()
    stage.settle()
    assert "te lang" in screen.composer.text.error
    assert stage.asked("work_notes", client=screen.client) == []


def test_the_draft_of_a_note_comes_back_as_a_note(stage: Stage) -> None:
    screen = stage.open("Samira")
    screen.compose_note()
    stage.type("Half af")
    stage.tab_to("Gaat ook over iemand anders")
    stage.press(Qt.Key.Key_Space)
    stage.open("Ricardo")
    again = stage.open("Samira")
    stage.until(lambda: again.composer.text.raw() == "Half af")
    assert again.composer.is_note
    assert again.composer.others.isChecked()
    again.compose_note()
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert stage.at_desk(lambda: stage.desk.draft(f"contact/{screen.client}")) is None


def test_a_contact_is_made_of_a_note_by_keyboard(stage: Stage, noted: Client) -> None:
    stage.tab_to("Maak een contactmoment van de werkaantekening")
    stage.press(Qt.Key.Key_Space)
    stage.until(lambda: stage.focus.accessibleName().startswith("Soort contact"))
    asked = "\n".join(one.text() for one in dialog(stage).findChildren(QLabel))
    assert "Let op: deze tekst gaat ook over iemand anders." in asked
    stage.press(Qt.Key.Key_Return, ctrl=True)
    assert dialog(stage).isVisible()  # nothing was chosen beforehand
    stage.tab_to("Soort contact: Gesprek")
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert rows(noted)[0].startswith("Telefoon. vandaag")
    assert TEXT in rows(noted)[0]
    assert [row for row in rows(noted) if row.startswith("Werkaantekening")] == []
    assert stage.asked("work_notes", client=noted.client) == []


def test_the_text_of_a_note_can_be_erased(stage: Stage, noted: Client) -> None:
    stage.tab_to("Tekst wissen: Werkaantekening")
    stage.press(Qt.Key.Key_Space)
    stage.until(lambda: stage.focus.accessibleName().startswith("Waarom?"))
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert "Nora" not in texts(noted)
    assert stage.asked("work_notes", client=noted.client)[0]["text"] == "–"


def test_who_looks_along_sees_no_note_and_none_being_written(stage: Stage, noted: Client) -> None:
    assert TEXT in texts(noted)
    stage.press(Qt.Key.Key_M, ctrl=True)
    stage.settle()
    assert "Werkaantekening" not in texts(noted)
    assert TEXT not in "\n".join(rows(noted))
    assert noted.composer.isVisible()
    assert "Ctrl+Shift+N" not in [way.keys for way in noted.ways()]
    # Also when something is done meanwhile, and the page looks again.
    noted.compose()
    stage.type("Samen gelezen.")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert "Samen gelezen." in rows(noted)[0]
    assert TEXT not in "\n".join(rows(noted))
    stage.press(Qt.Key.Key_M, ctrl=True)
    stage.settle()
    assert TEXT in "\n".join(rows(noted))
    noted.compose_note()
    stage.type("Niet voor op het scherm")
    stage.press(Qt.Key.Key_M, ctrl=True)
    stage.settle()
    assert not noted.composer.isVisible()
    stage.press(Qt.Key.Key_M, ctrl=True)
    stage.settle()
    assert noted.composer.text.raw() == "Niet voor op het scherm"
    assert (noted.composer.isVisible(), noted.composer.channel.value) == (True, NOTE)


def test_a_draft_of_a_note_does_not_come_back_in_sight_of_the_client(
    stage: Stage, noted: Client
) -> None:
    noted.compose_note()
    stage.type("Niet voor op het scherm")
    stage.open("Ricardo")
    again = stage.open("Samira")
    again.share(True)
    stage.settle()
    assert again.composer.text.raw() == "Niet voor op het scherm"
    assert not again.composer.isVisible()
    # A note that was being saved leaves room for a contact.
    again.composer.save()
    stage.settle()
    assert (again.composer.isVisible(), again.composer.text.raw()) == (True, "")


def test_who_may_not_write_is_offered_no_act_on_a_note(staged: Callable[..., Stage]) -> None:
    stage = staged(roles=("desk",), filled=False)
    stage.confirm("c-1")
    stage.go("client", client="c-1")
    screen = stage.screen(Client)
    screen.share(True)
    screen.share(False)
    assert [way.name for way in screen.ways()] == ["plan", "looks"]
    assert not screen.composer.isVisible()


def test_a_note_that_waits_is_named_among_what_waits(stage: Stage, noted: Client) -> None:
    stage.go("waiting")
    told = "\n".join(
        one.text() for one in stage.screen(Waiting).findChildren(QLabel) if one.isVisible()
    )
    assert "Werkaantekening" in told


@pytest.mark.parametrize(
    ("size", "scale", "mode"),
    [((1366, 768), 1.0, "dark"), ((1440, 900), 2.0, "light"), ((1024, 768), 2.0, "high_contrast")],
)
def test_nothing_is_lost_at_any_width_and_text_size(
    staged: Callable[..., Stage], size: tuple[int, int], scale: float, mode: str
) -> None:
    stage = staged(size=size, scale=scale, mode=mode)
    client = stage.id_of("Samira")
    stage.performed("record_work_note", client=client, text=TEXT, about_others="true")
    screen = stage.open("Samira")
    screen.compose_note()
    stage.settle()
    assert clipped(screen) == []
    assert beyond(screen) == []
    assert unnamed(screen) == []

"""The queue: what waits, what was answered, and that an answer was seen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.office import NOW
from wijkdesk.caseload.catalogue import ask
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.touched import Touched
from wijkdesk.store import inbox
from wijkdesk.store.tables import Inbox
from wijkdesk.ui.look import Surroundings
from wijkdesk.ui.screens.waiting import Waiting
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label


def refused(desk: Desk) -> None:
    """Let central have refused a phone number of the first client."""
    client = ask(desk, "search", {"text": "samira"})[0]["id"]
    line = {
        "id": "a1", "at": NOW, "code": "rejected", "kind": "client", "record": client,
        "client": client, "field": "phone", "text": "06 9999",
    }  # fmt: skip
    with desk.database.transaction() as tx:
        tx.execute(Inbox.__table__.insert().values(line))  # type: ignore[attr-defined]


def open_screen(qtbot: QtBot, around: Surroundings) -> Waiting:
    """Return the screen with what it asked for."""
    screen = Waiting(around)
    qtbot.addWidget(screen)
    screen.resize(900, 700)
    screen.show()
    qtbot.waitUntil(lambda: not screen._waits.isHidden())
    qtbot.wait(20)
    return screen


def texts(screen: Waiting) -> list[str]:
    """Return what is to be read."""
    return [label.text() for label in screen.findChildren(Label) if label.isVisible()]


def test_what_waits_stands_by_client(qtbot: QtBot, around: Surroundings) -> None:
    shown = texts(open_screen(qtbot, around))
    assert "15 wijzigingen wachten" in shown
    assert "Samira El Idrissi" in shown
    assert "Gegevens van de klant · Belemmering (4) · Actie (2) · Contact (2)" in shown
    assert "sinds vandaag 10:30" in shown
    assert shown.count("Te versturen") == 1 + 6


def test_without_answers_nothing_is_said_of_them(qtbot: QtBot, around: Surroundings) -> None:
    shown = texts(open_screen(qtbot, around))
    assert "Antwoorden van het centrale systeem" not in shown
    assert "Twee versies" not in shown


def test_a_refusal_is_said_in_words_with_what_was_typed(
    qtbot: QtBot, around: Surroundings, desk: Desk
) -> None:
    refused(desk)
    screen = open_screen(qtbot, around)
    shown = texts(screen)
    assert "Het centrale systeem nam dit niet aan." in shown
    assert "U schreef: 06 9999" in shown


def test_what_a_colleague_says_is_not_said_to_be_yours(
    qtbot: QtBot, around: Surroundings, desk: Desk
) -> None:
    note = ["n1", NOW.isoformat(), "client_handed_over", "client", "c", None, "Bel na tien uur"]
    with desk.database.transaction() as tx:
        inbox.told(tx, [note])
    shown = texts(open_screen(qtbot, around))
    assert "Een collega draagt deze klant aan u over." in shown
    assert "Bel na tien uur" in shown
    assert not [text for text in shown if text.startswith("U schreef")]


def test_an_answer_that_was_seen_goes_away(qtbot: QtBot, around: Surroundings, desk: Desk) -> None:
    refused(desk)
    screen = open_screen(qtbot, around)
    screen.acted.connect(screen.look_again)
    seen = next(b for b in screen.findChildren(Button) if b.accessibleName().startswith("Gezien"))
    with qtbot.waitSignal(screen.said):
        seen.click()
    qtbot.waitUntil(screen._answers.isHidden)
    assert "Antwoorden van het centrale systeem" not in texts(screen)


def test_everything_sent_is_good_news(qtbot: QtBot, around: Surroundings) -> None:
    screen = open_screen(qtbot, around)
    screen._show_waiting([])
    qtbot.wait(10)
    assert "Alles is verstuurd." in texts(screen)


def test_two_versions_lead_to_their_screen(qtbot: QtBot, around: Surroundings) -> None:
    screen = open_screen(qtbot, around)
    screen._show_versions([{"client_name": "Maria dos Santos"}] * 2)
    assert "2 velden" in texts(screen)
    choose = next(b for b in screen.findChildren(Button) if b.accessibleName() == "Versies kiezen")
    with qtbot.waitSignal(screen.wants) as wants:
        choose.click()
    assert wants.args == ["versions", {}]


@pytest.mark.parametrize(("kind", "again"), [("barrier", True), ("person", False)])
def test_it_looks_again_at_what_it_shows(
    qtbot: QtBot, around: Surroundings, kind: str, again: bool
) -> None:
    screen = open_screen(qtbot, around)
    screen.hide()
    screen.look_again(Touched(((kind, "x"),)))
    assert screen.stale is again

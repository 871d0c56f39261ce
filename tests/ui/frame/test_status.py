"""The status bar always says online or not, what waits, and how old what is shown is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.office import NOW
from wijkdesk.ui.frame.status import Standing, StatusBar
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.label import Label


@pytest.fixture
def bar(qtbot: QtBot, look: Look) -> StatusBar:
    """Return a status bar in sight."""
    made = StatusBar(look)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(), "Verbinding nog niet bekend · Niets te versturen · Nog niet gesynchroniseerd"),
        (
            Standing(False, 3, 1, 2, NOW - timedelta(minutes=8)),
            (
                "Offline · 3 wijzigingen wachten · 1 antwoord · 2 keer twee versies · "
                "Laatst bijgewerkt: vandaag 10:22"
            ),
        ),
        (
            Standing(True, 0, 0, 0, NOW - timedelta(hours=20)),
            "Online · Niets te versturen · Laatst bijgewerkt: gisteren 14:30",
        ),
        (
            Standing(True, 1, 0, 0, NOW - timedelta(hours=25)),
            "Online · 1 wijziging wacht · Laatst bijgewerkt: ma 23 nov 2026 09:30",
        ),
    ],
)
def test_it_says_how_things_stand(bar: StatusBar, standing: Standing, said: str) -> None:
    bar.show_standing(standing)
    assert bar.queue.text().strip() == said
    assert bar.queue.accessibleName().startswith(said)
    assert bar.standing == standing


def test_it_is_a_button_that_opens_the_queue(qtbot: QtBot, bar: StatusBar) -> None:
    with qtbot.waitSignal(bar.opened):
        bar.queue.click()


def test_a_sync_is_asked_for_and_said_to_be_going_on(qtbot: QtBot, bar: StatusBar) -> None:
    with qtbot.waitSignal(bar.sync_asked):
        bar.sync.click()
    bar.show_busy(True)
    assert (bar.sync.isEnabled(), bar.sync.text().strip()) == (False, "Bezig…")
    bar.show_busy(False)
    assert bar.sync.text().strip() == "Nu synchroniseren"


def test_how_far_a_sync_is_stands_in_the_place_of_the_last_one(bar: StatusBar) -> None:
    bar.show_standing(Standing(True, 460, 0, 0, NOW))
    bar.show_busy(True)
    bar.show_progress("Versturen: 40 van 500")
    said = "Online · 460 wijzigingen wachten · Versturen: 40 van 500"
    assert bar.queue.text().strip() == said
    bar.share(True)
    assert bar.queue.text().strip() == "Online · Bezig met synchroniseren"
    bar.share(False)
    bar.show_busy(False)
    assert bar.queue.text().strip().endswith("Laatst bijgewerkt: vandaag 10:30")


def test_a_sync_that_takes_long_can_be_stopped_once(qtbot: QtBot, bar: StatusBar) -> None:
    bar.show_busy(True)
    assert bar.stop.isHidden()
    bar.offer_stop()
    assert (bar.stop.isVisible(), bar.sync.isVisible()) == (True, False)
    with qtbot.waitSignal(bar.stop_asked):
        bar.stop.click()
    assert bar.stop.accessibleName() == "Stopt…"
    bar.show_busy(False)
    assert (bar.stop.isVisible(), bar.sync.isVisible()) == (False, True)
    assert bar.stop.text().strip() == "Stoppen"


def test_the_keys_are_not_lost_with_a_button(qtbot: QtBot, bar: StatusBar) -> None:
    with qtbot.waitActive(bar):
        bar.activateWindow()
    bar.sync.setFocus()
    bar.show_busy(True)
    assert bar.queue.hasFocus()
    bar.show_busy(False)
    assert bar.sync.hasFocus()
    bar.show_busy(True)
    bar.offer_stop()
    bar.stop.setFocus()
    bar.show_busy(False)
    assert bar.sync.hasFocus()
    # Who was in the queue of their own accord stays there.
    bar.queue.setFocus()
    bar.show_busy(True)
    bar.show_busy(False)
    assert bar.queue.hasFocus()


def test_counts_are_hidden_while_a_client_looks_along(bar: StatusBar) -> None:
    bar.show_standing(Standing(True, 3, 1, 1, NOW))
    bar.share(True)
    assert bar.queue.text().strip() == "Online · Laatst bijgewerkt: vandaag 10:30"


def test_what_stands_there_is_never_cut_off(qtbot: QtBot, bar: StatusBar) -> None:
    everything = Standing(False, 3, 1, 2, NOW - timedelta(days=3))
    parts = [
        "Offline", "3 wijzigingen wachten", "1 antwoord", "2 keer twee versies",
        "Laatst bijgewerkt: za 21 nov 2026 10:30",
    ]  # fmt: skip
    bar.show_standing(everything)
    heights = {}
    for width in (1440, 1024, 512):
        bar.setFixedWidth(width)
        bar.make_narrow(width)
        qtbot.waitUntil(lambda width=width: bar.width() == width)  # type: ignore[misc]
        bar.layout().activate()  # type: ignore[union-attr]
        lines = bar.queue.text().split("\n")
        assert " · ".join(line.strip() for line in lines) == " · ".join(parts)
        assert bar.queue.accessibleName().startswith(" · ".join(parts))
        assert bar.queue.width() >= bar.queue.sizeHint().width()
        assert bar.queue.height() >= bar.queue.fontMetrics().height() * len(lines)
        heights[width] = len(lines)
    assert heights == {1440: 1, 1024: 1, 512: 2}
    # The hints make room before a second line is begun.
    bar.make_narrow(1024)
    assert bar.queue.text().count("\n") == 0
    assert not bar.findChildren(Label)[-1].isVisible()


def test_without_room_the_hints_go_and_the_names_stay(bar: StatusBar) -> None:
    bar.make_narrow(600)
    assert bar.sync.text() == ""
    bar.show_busy(True)
    assert (bar.sync.text(), bar.sync.accessibleName()) == ("", "Bezig…")
    bar.offer_stop()
    assert (bar.stop.text(), bar.stop.accessibleName()) == ("", "Stoppen")
    bar.show_busy(False)
    assert bar.sync.accessibleName() == "Nu synchroniseren"
    bar.make_narrow(1400)
    assert bar.sync.text().strip() == "Nu synchroniseren"

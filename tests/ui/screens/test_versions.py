"""Two versions of a field: nothing is chosen beforehand, and every choice is the person's."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from tests.ui.office import NOW
from wijkdesk.domain.values import Channel
from wijkdesk.errors import UserError
from wijkdesk.ui.look import Look, Surroundings
from wijkdesk.ui.screen import Row
from wijkdesk.ui.screens.versions import FieldChoice, Versions, said
from wijkdesk.ui.widgets.button import Button
from wijkdesk.ui.widgets.label import Label


def double(**other: object) -> Row:
    """Return a row of the question versions."""
    return {
        "client": "c1",
        "client_name": "Maria dos Santos",
        "record": "r1",
        "kind": "client",
        "field": "phone",
        "values": [
            {"version": "head", "value": "06 0001", "head": True, "who": None, "at": None},
            {"version": "op7", "value": "06 0002", "head": False, "who": "Ricardo Bos", "at": NOW},
        ],
        **other,
    }


@pytest.fixture
def screen(qtbot: QtBot, around: Surroundings) -> Versions:
    """Return the screen with two fields of one client."""
    made = Versions(around)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitUntil(lambda: bool(made.findChildren(Label)))
    qtbot.wait(100)
    made._show([double(), double(field="email")])
    return made


def test_both_versions_stand_beside_each_other_with_who_and_when(screen: Versions) -> None:
    spoken = [button.accessibleName() for button in screen.findChildren(QRadioButton)]
    assert spoken[:2] == [
        "Telefoon: 06 0001, Wat nu geldt",
        "Telefoon: 06 0002, Ricardo Bos · vandaag 10:30",
    ]


def test_nothing_is_chosen_beforehand(qtbot: QtBot, screen: Versions) -> None:
    assert not any(button.isChecked() for button in screen.findChildren(QRadioButton))
    screen._choose.click()
    assert screen._summary.accessibleName() == "Kies eerst bij een veld wat klopt."


def test_a_choice_is_what_the_verb_asks(screen: Versions) -> None:
    choice = screen.findChildren(FieldChoice)[1]
    choice.findChildren(QRadioButton)[1].click()
    assert choice.parameters == {
        "client": "c1", "record": "r1", "field": "email", "version": "op7",
    }  # fmt: skip


def test_only_what_was_chosen_is_done(qtbot: QtBot, screen: Versions) -> None:
    screen.findChildren(QRadioButton)[0].click()
    screen._choose.click()
    qtbot.waitUntil(screen._summary.isVisible)
    assert screen._summary.accessibleName() == "Dit is niet (meer) op deze laptop te vinden."
    assert screen._choose.isEnabled()


def test_choosing_is_said(qtbot: QtBot, screen: Versions) -> None:
    screen._left = 1
    with qtbot.waitSignal(screen.said) as told:
        screen._chosen(None)  # type: ignore[arg-type]
    assert told.args == ["Uw keuze is bewaard."]
    screen._refused(UserError("no_such_version"))
    assert screen._choose.isEnabled()


def test_it_can_wait(qtbot: QtBot, screen: Versions) -> None:
    later = next(b for b in screen.findChildren(Button) if b.text() == "Later beslissen")
    with qtbot.waitSignal(screen.wants) as wants:
        later.click()
    assert wants.args == ["caseload", {}]


def test_no_versions_is_said(qtbot: QtBot, screen: Versions) -> None:
    screen._show([])
    qtbot.wait(10)
    texts = [label.text() for label in screen.findChildren(Label) if label.isVisible()]
    assert "Er zijn geen velden met twee versies." in texts


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("phone", None, "(leeg)"),
        ("help_arranged", True, "Ja"),
        ("severity", 2, "2 Niet zelfredzaam"),
        ("born", date(1992, 3, 4), "wo 4 mrt 1992"),
        ("at", NOW, "di 24 nov 2026 10:30"),
        ("channel", Channel.TELEFOON, "Telefoon"),
        ("given_name", "<b>x</b>", "<b>x</b>"),
    ],
)
def test_values_are_words(look: Look, field: str, value: object, words: str) -> None:
    assert said(look, field, value) == words

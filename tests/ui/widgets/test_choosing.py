"""Fields in which an answer is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QRadioButton
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.choosing import ChoiceField, LevelField, YesNoField

FEW = [("a", "Appel"), ("b", "Brood & boter")]
SOME = [(str(n), f"Antwoord {n}") for n in range(9)]
MANY = [(f"w{n}", f"Wijk {n}") for n in range(30)]


def test_few_answers_are_all_in_sight(qtbot: QtBot, look: Look) -> None:
    field = ChoiceField(look, "kind", "Soort", FEW)
    qtbot.addWidget(field)
    buttons = field.findChildren(QRadioButton)
    assert [button.text() for button in buttons] == ["Appel", "Brood && boter"]
    spoken = QAccessible.queryAccessibleInterface(buttons[1]).text(QAccessible.Text.Name)
    assert spoken == "Soort: Brood & boter"
    assert field.value() == ""
    buttons[1].click()
    assert field.value() == "b"


def test_nothing_can_be_chosen_again(qtbot: QtBot, look: Look) -> None:
    field = ChoiceField(look, "kind", "Soort", FEW, required=True)
    qtbot.addWidget(field)
    field.put("a")
    field.put("")
    assert field.problem() == "Kies nog: Soort"


@pytest.mark.parametrize("options", [SOME, MANY])
def test_more_answers_stand_in_a_list(
    qtbot: QtBot, look: Look, options: list[tuple[str, str]]
) -> None:
    field = ChoiceField(look, "neighbourhood", "Wijk", options)
    qtbot.addWidget(field)
    assert field.value() == ""
    field.put(options[4][0])
    assert field.value() == options[4][0]
    assert field.findChild(QComboBox).isEditable() == (options is MANY)


def test_many_answers_are_found_by_typing(qtbot: QtBot, look: Look) -> None:
    field = ChoiceField(look, "neighbourhood", "Wijk", MANY)
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitActive(field):
        field.activateWindow()
    field.take_focus()
    qtbot.keyClicks(QApplication.focusWidget(), "wijk 12")
    assert field.value() == "w12"
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    assert field.problem() == "Kies een antwoord uit de lijst."


def test_part_of_a_word_is_enough_when_it_can_mean_one_thing(qtbot: QtBot, look: Look) -> None:
    field = ChoiceField(look, "neighbourhood", "Wijk", MANY)
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitActive(field):
        field.activateWindow()
    field.take_focus()
    qtbot.keyClicks(QApplication.focusWidget(), "jk 17")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert field.value() == "w17"
    assert QApplication.activePopupWidget() is None


def test_a_change_is_told(qtbot: QtBot, look: Look) -> None:
    for options in (FEW, SOME, MANY):
        field = ChoiceField(look, "kind", "Soort", options)
        qtbot.addWidget(field)
        with qtbot.waitSignal(field.changed):
            field.put(options[1][0])


def test_levels_have_a_number_and_a_name(qtbot: QtBot, look: Look) -> None:
    field = LevelField(look, "severity", "Niveau")
    qtbot.addWidget(field)
    texts = [button.text() for button in field.findChildren(QRadioButton)]
    assert texts[0] == "1  Acute problematiek"
    assert texts[-1] == "Geen niveau"
    field.put("2")
    assert field.value() == "2"
    required = LevelField(look, "severity", "Niveau", required=True)
    qtbot.addWidget(required)
    assert len(required.findChildren(QRadioButton)) == 5


def test_yes_and_no_are_what_the_verb_reads(qtbot: QtBot, look: Look) -> None:
    field = YesNoField(look, "help_arranged", "Hulp is geregeld")
    qtbot.addWidget(field)
    field.findChildren(QRadioButton)[0].click()
    assert field.value() == "true"


def test_an_error_marks_every_answer(qtbot: QtBot, look: Look) -> None:
    field = ChoiceField(look, "kind", "Soort", FEW)
    qtbot.addWidget(field)
    field.fail("Kies nog: Soort")
    assert {b.property("invalid") for b in field.findChildren(QRadioButton)} == {"true"}


def test_the_wheel_scrolls_the_page_and_not_the_answer(qtbot: QtBot, look: Look) -> None:
    field = ChoiceField(look, "kind", "Soort", SOME)
    qtbot.addWidget(field)
    field.show()
    field.put("3")
    where = QPointF(5, 5)
    turn = QWheelEvent(
        where, where, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field.findChild(QComboBox), turn)
    assert field.value() == "3"

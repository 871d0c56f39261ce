"""The way in: unlocking with a passphrase, and making the desk with a code."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.ui.look import Look
from wijkdesk.ui.screens.unlock import Enrol, Unlock
from wijkdesk.ui.way_in import WayIn
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.tick import TickBox


def shown(qtbot: QtBot, way_in: WayIn, size: tuple[int, int] = (1000, 900)) -> WayIn:
    """Show a way in."""
    qtbot.addWidget(way_in)
    way_in.resize(*size)
    way_in.show()
    with qtbot.waitActive(way_in):
        way_in.activateWindow()
    return way_in


def test_the_passphrase_is_given_as_bytes_and_leaves_the_field(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look)
    shown(qtbot, unlock)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "vier losse woorden ")
    with qtbot.waitSignal(unlock.asked) as asked:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert asked.args == [bytearray(b"vier losse woorden ")]
    assert line.text() == ""
    assert unlock.findChild(QProgressBar).isVisible()


def test_nothing_typed_is_said_in_words(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look)
    shown(qtbot, unlock)
    unlock.form.check_and_ask()
    assert unlock.form.fields["passphrase"].error == "Typ uw wachtzin."


def test_a_wrong_passphrase_is_said_at_the_field_and_can_be_tried_again(
    qtbot: QtBot, look: Look
) -> None:
    unlock = Unlock(look)
    shown(qtbot, unlock)
    unlock.form.fields["passphrase"].put("verkeerd")
    unlock.form.check_and_ask()
    unlock.refuse(UserError("wrong_passphrase"))
    assert unlock.form.fields["passphrase"].error == "De wachtzin klopt niet."
    assert unlock.form.isEnabled()
    assert not unlock.findChild(QProgressBar).isVisible()


def test_a_wait_is_counted_down_and_then_it_can_be_tried_again(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look)
    shown(qtbot, unlock)
    field = unlock.form.fields["passphrase"]
    unlock.refuse(UserError("wait", field="passphrase", seconds=3))
    assert "Nog 3 seconden" in field.error
    assert not unlock.form.save_button.isEnabled()
    field.put("te vroeg")
    with qtbot.assertNotEmitted(unlock.asked):
        unlock.form.check_and_ask()
    for _second in range(2):
        unlock.second.timeout.emit()
    assert "Nog 1 seconde," in field.error
    unlock.second.timeout.emit()
    assert field.error == ""
    with qtbot.waitSignal(unlock.asked):
        unlock.form.check_and_ask()


def test_who_shares_a_laptop_chooses_a_name(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look, "Anouk", [("a", "Anouk"), ("b", "Bilal")], "a", shared=True)
    shown(qtbot, unlock)
    buttons = {one.accessibleName(): one for one in unlock.findChildren(QPushButton)}
    assert buttons["Wie bent u?: Anouk"].isChecked()
    with qtbot.waitSignal(unlock.chosen) as chosen:
        buttons["Wie bent u?: Bilal"].click()
    assert chosen.args == ["b"]
    with qtbot.waitSignal(unlock.another):
        buttons["Andere collega"].click()


def test_alone_there_is_nobody_to_choose(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look, "Anouk", [("a", "Anouk")], "a")
    shown(qtbot, unlock)
    names = {one.accessibleName() for one in unlock.findChildren(QPushButton)}
    assert names == {"Ontgrendelen", "Wachtzin vergeten?"}


def test_trouble_outside_is_said_without_blaming_the_field(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look)
    shown(qtbot, unlock)
    unlock.refuse(OutsideTrouble("desk_in_use"))
    assert unlock.form.fields["passphrase"].error == ""
    assert unlock.form.summary.accessibleName().startswith("Dit bureau is al open")


def test_only_the_name_of_the_person_is_shown(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look, "Anouk Bakker")
    shown(qtbot, unlock)
    assert "Goedendag, Anouk Bakker" in {label.text() for label in unlock.findChildren(Label)}


def test_what_is_typed_can_be_shown(qtbot: QtBot, look: Look) -> None:
    unlock = Unlock(look)
    shown(qtbot, unlock)
    line = unlock.findChild(QLineEdit)
    unlock.findChild(TickBox).click()
    assert line.echoMode() == QLineEdit.EchoMode.Normal
    unlock.findChild(TickBox).click()
    assert line.echoMode() == QLineEdit.EchoMode.Password


def filled(qtbot: QtBot, look: Look, **other: str) -> Enrol:
    """Show the form of a new desk, filled in."""
    enrol = Enrol(look, "https://centraal.example", 14)
    shown(qtbot, enrol)
    secret = "vier losse woorden samen"
    values = {"code": "ABCD-EFGH", "passphrase": secret, "passphrase_again": secret, **other}
    for name, value in values.items():
        enrol.form.fields[name].put(value)
    return enrol


def test_a_desk_is_asked_for(qtbot: QtBot, look: Look) -> None:
    enrol = filled(qtbot, look)
    with qtbot.waitSignal(enrol.asked) as asked:
        enrol.form.check_and_ask()
    server, code, passphrase = asked.args
    assert (server, code) == ("https://centraal.example", "ABCD-EFGH")
    assert passphrase == bytearray(b"vier losse woorden samen")
    assert "opgehaald" in enrol.findChild(QProgressBar).accessibleName()
    enrol.forget()
    assert enrol.form.fields["passphrase"].raw() == ""


@pytest.mark.parametrize(
    ("other", "field", "said"),
    [
        ({"passphrase": "kort", "passphrase_again": "kort"}, "passphrase", "ten minste 14 tekens"),
        ({"passphrase_again": "een andere wachtzin"}, "passphrase_again", "niet gelijk"),
        ({"code": ""}, "code", "Vul nog in: Code"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(
    qtbot: QtBot, look: Look, other: dict[str, str], field: str, said: str
) -> None:
    enrol = filled(qtbot, look, **other)
    with qtbot.assertNotEmitted(enrol.asked):
        enrol.form.check_and_ask()
    assert said in enrol.form.fields[field].error


def test_a_code_that_does_not_work_is_said_at_the_code(qtbot: QtBot, look: Look) -> None:
    enrol = filled(qtbot, look)
    enrol.refuse(UserError("code_not_valid", field="code"))
    assert enrol.form.fields["code"].error.startswith("Deze code werkt niet.")
    assert [b.text() for b in enrol.form.summary.findChildren(QPushButton)] == [
        enrol.form.fields["code"].error
    ]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(640, 480), (1024, 768), (1440, 900)])
def test_no_wrapped_line_is_cut_in_the_card(
    qtbot: QtBot, look: Look, size: tuple[int, int], scale: float
) -> None:
    enrol = filled(qtbot, look, code="")
    enrol.resize(*size)
    look.theme.choose(scale=scale)
    enrol.form.check_and_ask()
    enrol.refuse(OutsideTrouble("central_unreachable"))
    qtbot.wait(30)
    wrapped = (one for one in enrol.findChildren(QLabel) if one.isVisible() and one.wordWrap())
    cut = [one.text() for one in wrapped if one.height() < one.heightForWidth(one.width())]
    low = [
        line.accessibleName()
        for line in enrol.findChildren(QLineEdit)
        if line.height() < line.sizeHint().height()
    ]
    assert (cut, low) == ([], [])

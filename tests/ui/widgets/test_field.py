"""Fields: label above, error between label and field, and what the verb gets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.date_field import DateField
from wijkdesk.ui.widgets.field import LineField, TextField
from wijkdesk.ui.widgets.label import Label
from wijkdesk.ui.widgets.layout import column


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """Show widgets below each other."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def test_the_label_names_the_control(qtbot: QtBot, look: Look) -> None:
    field = LineField(look, "phone", "Telefoon", hint="Zoals 06 1234 5678")
    _window = shown(qtbot, field)
    interface = QAccessible.queryAccessibleInterface(field.control)
    assert interface.text(QAccessible.Text.Name) == "Telefoon"
    assert interface.text(QAccessible.Text.Description) == "Zoals 06 1234 5678"


def test_an_error_stands_between_label_and_field(qtbot: QtBot, look: Look) -> None:
    field = LineField(look, "phone", "Telefoon")
    _window = shown(qtbot, field)
    field.fail("Dit is geen nummer.")
    qtbot.wait(10)
    error = next(
        label for label in field.findChildren(QWidget) if label.property("role") == "error"
    )
    assert field.error == "Dit is geen nummer."
    assert 0 < error.y() < field.control.y()
    assert field.control.property("invalid") == "true"
    assert field.control.accessibleDescription() == "Fout: Dit is geen nummer."
    field.fail("")
    assert (field.error, field.control.property("invalid")) == ("", "false")


def test_a_required_field_says_which_one_it_is(look: Look, qtbot: QtBot) -> None:
    field = LineField(look, "code", "Code", required=True)
    qtbot.addWidget(field)
    assert field.problem() == "Vul nog in: Code"
    field.put("x")
    assert field.problem() == ""


def test_a_line_is_trimmed_and_a_passphrase_is_not(look: Look, qtbot: QtBot) -> None:
    line = LineField(look, "name", "Naam")
    secret = LineField(look, "passphrase", "Wachtzin", hidden=True)
    for field in (line, secret):
        qtbot.addWidget(field)
        field.put("  twee woorden ")
    assert line.value() == "twee woorden"
    assert secret.value() == "  twee woorden "
    assert secret.edit.echoMode() == QLineEdit.EchoMode.Password
    secret.show_typed(True)
    assert secret.edit.echoMode() == QLineEdit.EchoMode.Normal


def test_tab_leaves_a_field_of_more_lines(qtbot: QtBot, look: Look) -> None:
    text, after = TextField(look, "summary", "Notitie"), LineField(look, "next", "Hierna")
    _window = shown(qtbot, text, after)
    text.take_focus()
    qtbot.keyClicks(text.control, "een")
    qtbot.keyClick(text.control, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after.control
    assert text.value() == "een"


def test_a_text_that_is_too_long_says_how_much(look: Look, qtbot: QtBot) -> None:
    text = TextField(look, "summary", "Notitie", longest=5)
    qtbot.addWidget(text)
    text.put("1234567")
    assert text.problem() == "Deze tekst is 2 tekens te lang."


def test_a_date_is_typed_freely_and_written_out(qtbot: QtBot, look: Look) -> None:
    day, after = DateField(look, "due", "Klaar op"), LineField(look, "next", "Hierna")
    _window = shown(qtbot, day, after)
    day.take_focus()
    qtbot.keyClicks(day.control, "26 nov")
    assert day.value() == "2026-11-26"
    after.take_focus()
    assert day.raw() == "26-11-2026"


def test_a_date_that_does_not_exist_is_said_in_words(look: Look, qtbot: QtBot) -> None:
    day = DateField(look, "due", "Klaar op")
    qtbot.addWidget(day)
    day.put("31-02-2026")
    assert (day.raw(), day.value()) == ("31-02-2026", "")
    assert day.problem() == "Vul een datum in die bestaat, zoals 24-11-2026"
    day.put("2026-12-01")
    assert (day.raw(), day.problem()) == ("1-12-2026", "")


def test_a_field_can_show_more_below(look: Look, qtbot: QtBot) -> None:
    field = LineField(look, "a", "A")
    qtbot.addWidget(field)
    more = QWidget()
    field.add(more)
    assert more.parentWidget() is field
    assert column(look).count() == 0


def test_how_much_room_is_taken_is_said_while_typing(qtbot: QtBot, look: Look) -> None:
    field = TextField(look, "text", "Tekst", longest=5, counted=True)
    _window = shown(qtbot, field)
    for typed, told, role in (
        ("", "0 van 5 tekens", "small"),
        ("élève", "5 van 5 tekens", "small"),
        ("élèves", "6 van 5 tekens", "error"),
        ("un", "2 van 5 tekens", "small"),
    ):
        field.put(typed)
        said = {one.text(): one.property("role") for one in field.findChildren(Label)}
        assert said[told] == role


def test_without_that_a_text_says_nothing_of_it(qtbot: QtBot, look: Look) -> None:
    field = TextField(look, "text", "Tekst", longest=5)
    qtbot.addWidget(field)
    field.put("xx")
    assert not [one for one in field.findChildren(Label) if "tekens" in one.text()]


def test_a_field_may_ask_for_something_else_and_keeps_what_was_typed(
    qtbot: QtBot, look: Look
) -> None:
    field = TextField(look, "text", "Wat is er besproken?", required=True)
    _window = shown(qtbot, field)
    field.put("Half af")
    field.ask("Wat wilt u onthouden?", "De klant kan dit lezen.", "Schrijf iets op.")
    told = QAccessible.queryAccessibleInterface(field.control)
    assert told.text(QAccessible.Text.Name) == "Wat wilt u onthouden?"
    assert told.text(QAccessible.Text.Description) == "De klant kan dit lezen."
    shown_now = {one.text() for one in field.findChildren(Label) if one.isVisible()}
    assert shown_now == {"Wat wilt u onthouden?", "De klant kan dit lezen."}
    assert field.raw() == "Half af"
    field.put("")
    assert field.problem() == "Schrijf iets op."
    field.ask("Tekst", "", "")
    assert {one.text() for one in field.findChildren(Label) if one.isVisible()} == {"Tekst"}

"""Forms: one summary that takes the focus, the same words at the field, and a draft in time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from wijkdesk.errors import UserError
from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.choosing import ChoiceField
from wijkdesk.ui.widgets.date_field import DateField
from wijkdesk.ui.widgets.field import Field, LineField, TextField
from wijkdesk.ui.widgets.form import DRAFT_AFTER, Form
from wijkdesk.ui.widgets.layout import Page

PROMISED = 2000


def contact_form(qtbot: QtBot, look: Look, kept: list[dict[str, str]] | None = None) -> Form:
    """Show a form with a choice, a day and a text."""
    fields: list[Field] = [
        ChoiceField(
            look,
            "channel",
            "Soort contact",
            [("telefoon", "Telefoon"), ("email", "E-mail")],
            required=True,
        ),
        DateField(look, "at", "Datum"),
        TextField(look, "summary", "Notitie", required=True),
    ]
    keep = None if kept is None else kept.append
    form = Form(look, "Contact vastleggen", fields, save="Opslaan", keep=keep)
    page = Page(look, ground="surface")
    page.body.addWidget(form)
    page.resize(600, 400)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    form.page = page  # type: ignore[attr-defined]
    return form


def test_the_summary_takes_the_focus_and_says_everything(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.fields["at"].put("31-2-2026")
    with qtbot.waitSignal(form.titled) as titled:
        form.save_button.click()
    assert titled.args == ["Fout: Contact vastleggen"]
    assert QApplication.focusWidget() is form.summary
    spoken = QAccessible.queryAccessibleInterface(form.summary)
    assert spoken.role() == QAccessible.Role.AlertMessage
    assert spoken.text(QAccessible.Text.Name).startswith("Nog 3 dingen om te herstellen. ")


def test_the_words_of_the_summary_stand_at_the_fields_too(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.fields["at"].put("31-2-2026")
    form.check_and_ask()
    links = [link.text() for link in form.summary.findChildren(QPushButton)]
    assert links == [field.error for field in form.fields.values()]
    assert all(links)


def test_a_link_goes_to_its_field(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.check_and_ask()
    qtbot.mouseClick(form.summary.findChildren(QPushButton)[-1], Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is form.fields["summary"].control
    assert not form.fields["summary"].control.visibleRegion().isEmpty()
    assert form.fields["summary"].control.accessibleDescription().startswith("Fout: ")


def test_the_summary_can_be_walked_with_tab(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.check_and_ask()
    qtbot.wait(10)
    qtbot.keyClick(form.summary, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert form.summary.isAncestorOf(focus)
    qtbot.keyClick(focus, Qt.Key.Key_Space)
    assert not form.summary.isAncestorOf(QApplication.focusWidget())


def test_what_is_right_is_asked_for_once(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    asked: list[dict[str, str]] = []
    form.asked.connect(asked.append)
    form.fields["channel"].put("telefoon")
    form.fields["at"].put("gisteren")
    form.fields["summary"].put("Belt morgen terug.")
    form.check_and_ask()
    form.check_and_ask()
    told = {"channel": "telefoon", "at": "2026-11-23", "summary": "Belt morgen terug."}
    assert asked == [told]
    assert not form.summary.isVisible()
    form.done()
    assert form.save_button.isEnabled()


def test_control_enter_saves_from_any_field(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.fields["channel"].put("email")
    form.fields["summary"].take_focus()
    qtbot.keyClicks(form.fields["summary"].control, "Vacature gestuurd")
    with qtbot.waitSignal(form.asked):
        qtbot.keyClick(
            form.fields["summary"].control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )


def test_a_refusal_stands_at_the_field_it_is_about(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.fields["channel"].put("email")
    form.fields["summary"].put("x")
    form.check_and_ask()
    form.refuse(UserError("day_in_future", field="at"))
    assert form.fields["at"].error == "Deze dag is nog niet geweest."
    assert QApplication.focusWidget() is form.summary
    assert form.save_button.isEnabled()


def test_a_refusal_about_nothing_in_the_form_is_still_said(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.refuse(UserError("not_yours"))
    assert form.summary.accessibleName() == "Dit mag u met uw rol niet doen."
    assert form.summary.findChildren(QPushButton) == []


def test_a_draft_is_kept_within_two_seconds_while_typing_on(qtbot: QtBot, look: Look) -> None:
    kept: list[dict[str, str]] = []
    form = contact_form(qtbot, look, kept)
    form.fields["summary"].take_focus()
    for _ in range(DRAFT_AFTER // 100 + 4):
        qtbot.keyClicks(form.fields["summary"].control, "a")
        qtbot.wait(100)
    assert kept
    assert DRAFT_AFTER < PROMISED
    qtbot.waitUntil(lambda: kept[-1].get("summary") == form.fields["summary"].raw(), timeout=3000)


def test_a_draft_comes_back_as_it_was_typed(qtbot: QtBot, look: Look) -> None:
    kept: list[dict[str, str]] = []
    form = contact_form(qtbot, look, kept)
    form.fields["at"].put("31-2")
    form.fields["channel"].put("email")
    assert form.waiting_to_keep
    form.flush()
    assert not form.waiting_to_keep
    again = contact_form(qtbot, look, kept)
    again.restore({**kept[-1], "unknown": "x"})
    assert (again.fields["at"].raw(), again.fields["channel"].value()) == ("31-2", "email")
    assert len(kept) == 1


def test_a_form_without_drafts_keeps_nothing(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.fields["summary"].put("x")
    form.flush()
    assert not form.waiting_to_keep


def test_a_hidden_field_is_no_part_of_the_form(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    form.fields["channel"].hide()
    form.fields["summary"].put("x")
    with qtbot.waitSignal(form.asked) as asked:
        form.check_and_ask()
    assert asked.args[0] == {"summary": "x"}


def test_cancel_is_told(qtbot: QtBot, look: Look) -> None:
    form = contact_form(qtbot, look)
    cancel = next(b for b in form.findChildren(QPushButton) if b.text() == "Annuleren")
    with qtbot.waitSignal(form.cancelled):
        cancel.click()


def test_a_form_can_be_without_cancel(qtbot: QtBot, look: Look) -> None:
    form = Form(look, "Ontgrendel", [LineField(look, "a", "A")], save="Ga", cancel=False)
    qtbot.addWidget(form)
    assert [b.text() for b in form.findChildren(QPushButton)] == ["Ga"]

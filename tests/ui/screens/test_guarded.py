"""What is done on the client's page only with a reason, and who looked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui.screens.stage import Stage, beyond, clipped, unnamed
from wijkdesk.caseload.catalogue import perform
from wijkdesk.ui.screens.client import Client
from wijkdesk.ui.screens.client.guarded import texts_of
from wijkdesk.ui.screens.looks import Looks

BSN = "123456782"


@pytest.fixture
def page(stage: Stage) -> Client:
    """Samira's page; she has a burgerservicenummer."""
    samira = stage.id_of("Samira")
    stage.at_desk(lambda: perform(stage.desk, "change_client", {"client": samira, "bsn": BSN}))
    return stage.open("Samira")


def give_reason(stage: Stage, page: Client, reason: str) -> None:
    """Choose a reason in the dialog, and go on."""
    dialog = page.guarded.dialog
    assert dialog is not None
    assert unnamed(dialog) == []
    assert clipped(dialog) == []
    dialog.form.fields["reason"].put(reason)
    dialog.form.check_and_ask()
    stage.settle()


def test_a_number_is_masked_until_there_is_a_reason(stage: Stage, page: Client) -> None:
    bsn = page.header.bsn
    assert bsn.text.text() == "BSN ••• ••• •••"
    bsn.button.click()
    assert not bsn.shown
    give_reason(stage, page, "aanvraag")
    assert bsn.text.text() == "BSN 123 456 782"
    assert bsn.clock.interval() == 30_000
    (line,) = [one for one in stage.asked("audit", client=page.client) if one["act"] == "show_bsn"]
    assert line["purpose"] == "aanvraag"


def test_a_number_is_masked_again_by_time_by_hand_and_when_the_page_is_left(
    stage: Stage, page: Client
) -> None:
    bsn = page.header.bsn
    bsn.reveal(BSN)
    assert bsn.text.text() == "BSN 123 456 782"
    bsn.clock.timeout.emit()
    assert "•" in bsn.text.text()
    bsn.reveal(BSN)
    bsn.button.click()
    assert "•" in bsn.text.text()
    bsn.reveal(BSN)
    assert bsn.shown
    stage.go("waiting")
    assert "•" in bsn.text.text()


def test_without_a_reason_no_number_is_seen(stage: Stage, page: Client) -> None:
    page.header.bsn.button.click()
    dialog = page.guarded.dialog
    assert dialog is not None
    dialog.form.check_and_ask()
    assert dialog.form.fields["reason"].error == "Kies nog: Waarom?"
    stage.press(Qt.Key.Key_Escape)
    assert not page.header.bsn.shown


def test_while_the_client_looks_along_there_is_no_number(stage: Stage, page: Client) -> None:
    page.header.bsn.reveal(BSN)
    stage.frame.share()
    assert not page.header.bsn.isVisible()


def test_who_has_no_number_has_no_line_for_it(stage: Stage) -> None:
    assert not stage.open("Ricardo").header.bsn.isVisible()


def test_a_text_is_erased_with_a_reason(stage: Stage, page: Client) -> None:
    row = next(one for one in stage.asked("timeline", client=page.client) if one["channel"])
    stage.tab_to("Tekst wissen: Telefoon")
    stage.press(Qt.Key.Key_Space)
    give_reason(stage, page, "over_een_ander")
    told = {one["id"]: one for one in stage.asked("timeline", client=page.client)}
    assert row["text"] not in str(told)
    stage.settle()
    assert row["text"] not in "\n".join(one.text() for one in page.findChildren(QLabel))


def test_of_an_action_one_says_which_text(stage: Stage, page: Client) -> None:
    actions = stage.asked("actions", client=page.client)
    done = {"action": actions[0]["id"], "result": "Gebeld met mevrouw Jansen"}
    stage.at_desk(lambda: perform(stage.desk, "finish_action", done))
    page.load()
    stage.settle()
    dossier = page._dossier
    assert dossier is not None
    row = next(one for one in dossier.timeline if one["id"] == done["action"])
    assert texts_of(row, dossier) == ["title", "result"]
    page._erase(row)
    dialog = page.guarded.dialog
    assert dialog is not None
    dialog.form.fields["field"].put("result")
    give_reason(stage, page, "over_een_ander")
    after = {one["id"]: one for one in stage.asked("actions", client=page.client)}
    assert after[done["action"]]["title"] == actions[0]["title"]
    assert not after[done["action"]]["result"]


def test_a_code_is_no_text_to_erase(stage: Stage, page: Client) -> None:
    dossier = page._dossier
    assert dossier is not None
    health = next(one for one in dossier.barriers if one["domain"] == "psychische_gezondheid")
    row = next(one for one in dossier.timeline if one["id"] == health["id"])
    assert texts_of(row, dossier) == []


def looks(stage: Stage, page: Client) -> Looks:
    page.header.looks_button.click()
    stage.settle()
    found = stage.frame.panes.detail
    assert isinstance(found, Looks)
    return found


def shown(screen: Looks) -> str:
    return "\n".join(one.text() for one in screen.card.findChildren(QLabel) if one.isVisible())


def test_who_looked_is_said_in_words(stage: Stage, page: Client) -> None:
    page.header.bsn.button.click()
    give_reason(stage, page, "aanvraag")
    screen = looks(stage, page)
    assert "Bekeek het burgerservicenummer\nReden: Voor een aanvraag" in shown(screen)
    assert "Veranderde gegevens" in shown(screen)
    assert "Anouk Bakker" in shown(screen)
    assert unnamed(screen) == []
    assert clipped(screen) == []
    assert beyond(screen) == []


def test_the_client_sees_no_names(stage: Stage, page: Client) -> None:
    screen = looks(stage, page)
    stage.tab_to("Toon: Voor mij")
    stage.press(Qt.Key.Key_Right)
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    assert "Anouk" not in shown(screen)
    assert "Charlois" in shown(screen)


def test_looking_along_the_client_sees_what_is_for_the_client(stage: Stage, page: Client) -> None:
    screen = looks(stage, page)
    stage.frame.share()
    stage.settle()
    assert screen.isVisible()
    assert "Anouk" not in shown(screen)
    assert not screen.whom.isVisible()


def test_nothing_of_it_sticks_out_when_large(staged: Callable[..., Stage]) -> None:
    stage = staged(size=(1024, 700), scale=2.0)
    page = stage.open("Samira")
    assert clipped(page) == []
    assert beyond(page) == []
    screen = looks(stage, page)
    assert clipped(screen) == []
    assert beyond(screen) == []

"""An action by keyboard: agreed on, refused, finished with what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from tests.ui.screens.stage import TODAY, Stage, beyond, clipped, tab_walk, unnamed
from wijkdesk.ui.screens.action import Action


def test_an_action_is_agreed_by_keyboard_alone(stage: Stage) -> None:
    client = stage.open("Samira")
    stage.press(Qt.Key.Key_J, ctrl=True)
    stage.settle()
    stage.type("Schuldhulp bellen")
    stage.tab_to("Wie doet het?")
    stage.press(Qt.Key.Key_Space, Qt.Key.Key_Tab)
    stage.type("1 dec")
    stage.tab_to("Soort hulp")
    stage.press(Qt.Key.Key_Space)
    stage.tab_to("Voor welke belemmering?")
    stage.press(Qt.Key.Key_Space, Qt.Key.Key_Right)
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert not stage.sheet_is_open
    row = next(
        one
        for one in stage.asked("actions", client=client.client)
        if one["title"] == "Schuldhulp bellen"
    )
    assert (row["by"], row["due"], row["barrier_domain"]) == (
        "klant", date(2026, 12, 1), "schulden",
    )  # fmt: skip
    said = [part.accessibleName() for part in client.actions_card.tiles.parts]
    assert any("Schuldhulp bellen. di 1 dec 2026. Te versturen" in one for one in said)


def test_what_is_missing_stands_at_the_field_and_in_the_summary(stage: Stage) -> None:
    stage.go("action", client=stage.id_of("Samira"))
    form = stage.form
    stage.press(Qt.Key.Key_Return, ctrl=True)
    wrong = {name: field.error for name, field in form.fields.items() if field.error}
    assert set(wrong) == {"title", "by", "kind"}
    assert all(sentence in form.summary.accessibleName() for sentence in wrong.values())
    assert stage.focus is form.summary


def test_a_partner_is_asked_only_when_a_partner_does_it(stage: Stage) -> None:
    stage.go("action", client=stage.id_of("Samira"))
    fields = stage.form.fields
    assert not fields["partner"].isVisible()
    fields["by"].put("partner")
    assert fields["partner"].isVisible()
    fields["partner"].put("Stichting Taal")
    fields["title"].put("Taalcafé")
    fields["kind"].put("taalles")
    stage.form.check_and_ask()
    stage.settle()
    found = stage.asked("actions", client=stage.id_of("Samira"))
    assert any(row["partner"] == "Stichting Taal" for row in found)


def test_without_barriers_none_is_asked_for(stage: Stage) -> None:
    stage.go("action", client=stage.id_of("Joyce"))
    assert "barrier" not in stage.form.fields


def test_it_is_finished_with_a_result(stage: Stage) -> None:
    client = stage.open("Ricardo")
    stage.tab_to("Afronden: Brief huisarts ophalen")
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    stage.press(Qt.Key.Key_Return, ctrl=True)
    assert stage.form.fields["result"].error
    stage.form.fields["result"].take_focus()
    stage.type("De brief is er")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    (row,) = stage.asked("actions", client=client.client)
    assert (row["finished_on"], row["result"]) == (TODAY, "De brief is er")


def test_a_finished_one_is_only_read(stage: Stage) -> None:
    client = stage.id_of("Ricardo")
    action = stage.asked("actions", client=client)[0]["id"]
    stage.performed("finish_action", action=action, result="Klaar")
    stage.go("action", client=client, action=action)
    assert stage.screen(Action).forms == []


def test_finishing_what_was_finished_in_the_meantime_is_refused(stage: Stage) -> None:
    client = stage.id_of("Ricardo")
    action = stage.asked("actions", client=client)[0]["id"]
    stage.go("action", client=client, action=action)
    stage.form.fields["result"].put("Dubbel")
    stage.performed("finish_action", action=action, result="Klaar")
    stage.form.check_and_ask()
    stage.settle()
    assert "al klaar" in stage.form.summary.accessibleName()
    assert stage.form.fields["result"].raw() == "Dubbel"


def test_a_draft_comes_back(stage: Stage) -> None:
    client = stage.id_of("Samira")
    stage.go("action", client=client)
    stage.type("Half af")
    stage.press(Qt.Key.Key_Escape)
    stage.settle()
    stage.go("action", client=client)
    assert stage.form.fields["title"].raw() == "Half af"


@pytest.mark.parametrize(("size", "scale"), [((1024, 768), 1.0), ((1440, 900), 2.0)])
def test_nothing_is_lost_and_everything_has_a_name(
    staged: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    stage = staged(size=size, scale=scale)
    stage.go("action", client=stage.id_of("Samira"))
    assert clipped(stage.sheet) == []
    assert beyond(stage.sheet) == []
    assert unnamed(stage.sheet) == []
    assert stage.form.save_button in tab_walk(stage, stage.sheet)

"""A barrier by keyboard: recorded, refused, measured again, closed; and what is never asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from tests.ui.screens.stage import Stage, beyond, clipped, tab_walk, unnamed
from wijkdesk.domain.barrier import SENSITIVE
from wijkdesk.domain.values import BarrierDomain
from wijkdesk.ui.screens.barrier import FROM_LIST, Barrier


def test_a_barrier_is_recorded_by_keyboard_alone(stage: Stage) -> None:
    client = stage.open("Joyce")
    stage.press(Qt.Key.Key_B, ctrl=True)
    stage.settle()
    stage.type("Schul")
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    stage.tab_to("Niveau")
    stage.press(Qt.Key.Key_Space, Qt.Key.Key_Down)
    stage.tab_to("Wat betekent dit voor werk?")
    stage.type("Kan niet slapen van de brieven")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert not stage.sheet_is_open
    (row,) = stage.asked("barriers", client=client.client)
    assert (row["domain"], row["severity"]) == ("schulden", 2)
    assert row["consequence"] == "Kan niet slapen van de brieven"
    card = client.barriers.tiles.parts[0]
    assert "niveau 2 van 5" in card.accessibleName()
    assert "Te versturen" in card.accessibleName()


def test_each_domain_asks_only_what_is_kept_for_it(stage: Stage) -> None:
    stage.go("barrier", client=stage.id_of("Joyce"))
    fields = stage.form.fields
    usual, kept_apart = {"severity", "consequence"}, {FROM_LIST, "help_arranged"}
    for domain in BarrierDomain:
        fields["domain"].put(domain.value)
        shown = {name for name, field in fields.items() if field.isVisible()}
        asked = kept_apart if domain in SENSITIVE else usual
        assert shown & (usual | kept_apart) == asked, domain


def test_a_sensitive_barrier_keeps_a_code_and_no_text(stage: Stage) -> None:
    client = stage.id_of("Joyce")
    stage.go("barrier", client=client)
    fields = stage.form.fields
    fields["domain"].put("schulden")
    fields["severity"].put("1")
    fields["consequence"].put("Iets dat niet bewaard mag worden")
    fields["domain"].put("verslaving")
    fields[FROM_LIST].put("vaste_tijden")
    fields["help_arranged"].put("true")
    stage.form.check_and_ask()
    stage.settle()
    (row,) = stage.asked("barriers", client=client)
    assert (row["severity"], row["consequence"], row["help_arranged"]) == (
        None, "vaste_tijden", True,
    )  # fmt: skip


def test_text_out_of_sight_is_not_kept_in_the_draft_either(stage: Stage) -> None:
    client = stage.id_of("Joyce")
    stage.go("barrier", client=client)
    stage.form.fields["consequence"].put("Drinkt")
    stage.form.fields["domain"].put("verslaving")
    stage.press(Qt.Key.Key_Escape)
    stage.settle()
    draft = stage.at_desk(lambda: stage.desk.draft(f"barrier/{client}"))
    assert draft == {"domain": "verslaving"}


def test_what_is_wrong_stands_at_the_field_and_in_the_summary(stage: Stage) -> None:
    stage.go("barrier", client=stage.id_of("Joyce"))
    form = stage.form
    form.fields["urgent_until"].put("31-02-2026")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    wrong = {name: field.error for name, field in form.fields.items() if field.error}
    assert set(wrong) == {"domain", "urgent_until"}
    for sentence in wrong.values():
        assert sentence in form.summary.accessibleName()
    assert stage.focus is form.summary
    assert stage.sheet.windowTitle().startswith("Fout:")


def test_a_refusal_of_the_verb_lands_on_the_field(stage: Stage) -> None:
    client = stage.id_of("Joyce")
    barrier = stage.performed("record_barrier", client=client, domain="schulden", severity="2")
    stage.go("barrier", client=client, barrier=barrier)
    form = stage.form
    form.fields["severity"].put("3")
    form.fields["on"].put("25-11-2026")
    form.check_and_ask()
    stage.settle()
    assert stage.sheet_is_open
    assert "nog niet geweest" in form.summary.accessibleName()


def test_it_is_measured_again(stage: Stage) -> None:
    client = stage.id_of("Samira")
    barrier = stage.asked("barriers", client=client)[1]["id"]
    stage.go("barrier", client=client, barrier=barrier)
    assert stage.form.fields["consequence"].raw() == "Schuldhulp aangevraagd"
    stage.type(" ")
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    found = next(row for row in stage.asked("barriers", client=client) if row["id"] == barrier)
    assert (found["severity"], found["consequence"]) == (4, "Schuldhulp aangevraagd")


def test_it_is_closed_with_what_it_came_to(stage: Stage) -> None:
    client = stage.id_of("Samira")
    barrier = stage.asked("barriers", client=client)[0]["id"]
    stage.go("barrier", client=client, barrier=barrier)
    stage.screen(Barrier).ways_on.findChildren(type(stage.form.save_button))[1].click()
    assert stage.form.save_button.text() == "Afsluiten"
    stage.press(Qt.Key.Key_Return, ctrl=True) if stage.form.isAncestorOf(stage.focus) else None
    stage.form.check_and_ask()
    assert stage.form.fields["result"].error
    stage.form.fields["result"].put("Fiets via de kringloop")
    stage.form.check_and_ask()
    stage.settle()
    found = next(row for row in stage.asked("barriers", client=client) if row["id"] == barrier)
    assert found["result"] == "Fiets via de kringloop"
    assert found["closed_on"] is not None


def test_a_sensitive_one_is_closed_without_words(stage: Stage) -> None:
    client = stage.id_of("Samira")
    barrier = stage.asked("barriers", client=client)[3]["id"]
    stage.go("barrier", client=client, barrier=barrier)
    assert stage.form.fields == {}
    stage.form.save_button.click()
    stage.settle()
    found = next(row for row in stage.asked("barriers", client=client) if row["id"] == barrier)
    assert (found["closed_on"] is not None, found["result"]) == (True, None)


def test_a_closed_one_is_only_read(stage: Stage) -> None:
    client = stage.id_of("Samira")
    barrier = stage.asked("barriers", client=client)[0]["id"]
    stage.performed("close_barrier", barrier=barrier, result="Klaar")
    stage.go("barrier", client=client, barrier=barrier)
    assert stage.screen(Barrier).forms == []


def test_escape_keeps_what_was_typed_and_cancelling_forgets_it(stage: Stage) -> None:
    client = stage.id_of("Joyce")
    stage.go("barrier", client=client)
    stage.form.fields["domain"].put("taal")
    stage.form.fields["consequence"].put("Leest geen brieven")
    stage.press(Qt.Key.Key_Escape)
    stage.settle()
    stage.go("barrier", client=client)
    assert stage.form.fields["consequence"].raw() == "Leest geen brieven"
    assert stage.form.fields["domain"].value() == "taal"
    stage.form.cancelled.emit()
    stage.settle()
    stage.go("barrier", client=client)
    assert stage.form.fields["consequence"].raw() == ""


@pytest.mark.parametrize(("size", "scale"), [((1024, 768), 1.0), ((1440, 900), 2.0)])
def test_nothing_is_lost_and_everything_has_a_name(
    staged: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    stage = staged(size=size, scale=scale)
    client = stage.id_of("Samira")
    for barrier in ("", stage.asked("barriers", client=client)[0]["id"]):
        stage.go("barrier", client=client, barrier=barrier)
        assert clipped(stage.sheet) == []
        assert beyond(stage.sheet) == []
        assert unnamed(stage.sheet) == []
        stage.sheet.reject()
        stage.settle()


def test_tab_goes_through_all_fields(stage: Stage) -> None:
    stage.go("barrier", client=stage.id_of("Joyce"))
    visited = tab_walk(stage, stage.sheet)
    form = stage.form
    assert form.save_button in visited
    assert form.fields["consequence"].control in visited
    assert any(isinstance(one, QRadioButton) for one in visited)

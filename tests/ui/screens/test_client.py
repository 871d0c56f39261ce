"""The client's page: everything on it by keyboard, nothing typed is lost, nothing is hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from tests.ui.screens.stage import TODAY, Stage, beyond, clipped, in_sight, tab_walk, unnamed
from wijkdesk.ui.screens.caseload import Caseload
from wijkdesk.ui.screens.client import Client
from wijkdesk.ui.screens.client.action_row import ActionRow
from wijkdesk.ui.screens.client.dossier import age
from wijkdesk.ui.screens.versions import Versions
from wijkdesk.ui.widgets.barrier_card import BarrierCard, Meter
from wijkdesk.ui.widgets.label import Chip
from wijkdesk.ui.widgets.timeline import TimelineRow

TWO_PHONES = [
    {
        "op": "d2.7",
        "v": "06 1234 0002",
        "by": "p-anouk",
        "at": "2026-11-23T15:40:00+00:00",
        "over": {"by": "p-anouk", "at": "2026-11-22T09:12:00+00:00"},
    }
]


def texts(root: Client) -> str:
    return "\n".join(one.text() for one in in_sight(root) if isinstance(one, QLabel))


def test_the_header_says_who_it_is_and_where_we_are(stage: Stage) -> None:
    screen = stage.open("Samira")
    assert screen.header.name.text() == "Samira El Idrissi"
    assert "Tarwewijk" in texts(screen)
    assert "34 jaar" in texts(screen)
    assert screen.header.steps.accessibleName() == "Fase 1 van 5: Kennismaken"
    assert screen.header.waits.isVisible()
    # A title stands in every list of windows, and on a screen that is shared.
    assert stage.window.windowTitle() == "Klant – WijkDesk"


@pytest.mark.parametrize(("born", "years"), [("1992-11-24", 34), ("1992-11-25", 33)])
def test_age_is_counted_to_the_day(born: str, years: int) -> None:
    assert age(TODAY.fromisoformat(born), TODAY) == years


def test_barriers_stand_most_serious_first_and_speak_in_one_sentence(stage: Stage) -> None:
    screen = stage.open("Samira")
    cards = [one for one in screen.barriers.tiles.parts if isinstance(one, BarrierCard)]
    assert [card.accessibleName().split(".")[0] for card in cards] == [
        "Vervoer", "Schulden", "Taal", "Psychische gezondheid",
    ]  # fmt: skip
    assert "niveau 1 van 5, Acute problematiek" in cards[0].accessibleName()


def test_a_sensitive_domain_shows_no_level_but_what_it_means_for_work(stage: Stage) -> None:
    screen = stage.open("Samira")
    card = screen.barriers.tiles.parts[3]
    said = card.accessibleName()
    assert "niveau" not in said
    assert "Een rustige werkplek" in said
    assert "Hulp geregeld" in said
    assert card.findChildren(Meter) == []


def test_every_unsent_record_has_its_mark(stage: Stage) -> None:
    screen = stage.open("Samira")
    for kind in (BarrierCard, ActionRow, TimelineRow):
        for record in screen.findChildren(kind):
            assert any(chip.text() == "Te versturen" for chip in record.findChildren(Chip))
            assert "Te versturen" in record.accessibleName()


def test_what_central_knows_has_no_mark(stage: Stage) -> None:
    stage.confirm("c-sent")
    stage.go("client", client="c-sent")
    screen = stage.screen(Client)
    assert not screen.header.waits.isVisible()
    assert "Te versturen" not in texts(screen)


def test_a_contact_is_recorded_with_three_acts_beside_typing(stage: Stage) -> None:
    screen = stage.open("Samira")
    stage.press(Qt.Key.Key_N, ctrl=True)
    assert stage.focus is screen.composer.text.control
    stage.type("Wil liefst ochtenden werken.")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    newest = stage.asked("timeline", client=screen.client)[0]
    assert (newest["channel"], newest["text"]) == ("gesprek", "Wil liefst ochtenden werken.")
    row = screen.findChildren(TimelineRow)[0]
    assert "Wil liefst ochtenden werken." in row.accessibleName()
    assert "Te versturen" in row.accessibleName()
    assert screen.composer.text.raw() == ""
    assert stage.focus is screen.composer.text.control


def test_contact_is_recorded_from_the_list_too(stage: Stage) -> None:
    screen = stage.open("Samira")
    stage.screen(Caseload).focus_first()
    stage.press(Qt.Key.Key_N, ctrl=True)
    assert stage.focus is screen.composer.text.control


def test_the_channel_is_chosen_by_keyboard(stage: Stage) -> None:
    screen = stage.open("Samira")
    screen.compose()
    stage.type("Gebeld.")
    stage.press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert stage.asked("timeline", client=screen.client)[0]["channel"] == "telefoon"


def test_an_empty_contact_is_refused_at_the_field_and_in_the_summary(stage: Stage) -> None:
    screen = stage.open("Samira")
    before = len(stage.asked("timeline", client=screen.client))
    screen.compose()
    stage.type("   ")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    sentence = "Schrijf in een paar woorden wat er is besproken."
    assert screen.composer.text.error == sentence
    assert sentence in screen.composer.summary.accessibleName()
    assert stage.focus is screen.composer.summary
    assert len(stage.asked("timeline", client=screen.client)) == before


def test_what_the_verb_refuses_is_said_and_stays_typed(stage: Stage) -> None:
    screen = stage.open("Samira")
    screen.compose()
    screen.composer.text.put("a" * 4001)
    screen.composer.text._longest = 5000
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert "te lang" in screen.composer.text.error
    assert "te lang" in screen.composer.summary.accessibleName()
    assert len(screen.composer.text.raw()) == 4001


def test_a_draft_is_kept_within_two_seconds_and_comes_back(stage: Stage) -> None:
    screen = stage.open("Samira")
    screen.compose()
    stage.type("Half af")
    stage.qtbot.wait(1500)
    stage.settle()
    place = f"contact/{screen.client}"
    assert stage.at_desk(lambda: stage.desk.draft(place))["summary"] == "Half af"
    stage.open("Ricardo")
    again = stage.open("Samira")
    stage.until(lambda: again.composer.text.raw() == "Half af")


def test_leaving_the_page_keeps_the_draft_at_once_and_saving_drops_it(stage: Stage) -> None:
    screen = stage.open("Samira")
    screen.compose()
    stage.type("Nog niet af")
    stage.open("Ricardo")
    again = stage.open("Samira")
    stage.until(lambda: again.composer.text.raw() == "Nog niet af")
    again.compose()
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    place = f"contact/{screen.client}"
    assert stage.at_desk(lambda: stage.desk.draft(place)) is None
    assert stage.asked("timeline", client=screen.client)[0]["text"] == "Nog niet af"


def test_two_versions_of_a_field_give_a_banner_that_leads_to_them(stage: Stage) -> None:
    stage.confirm("c-two", phone="06 1234 0001", **{"!phone": TWO_PHONES})
    stage.go("client", client="c-two")
    screen = stage.screen(Client)
    assert screen.header.banner.isVisible()
    assert "twee versies" in screen.header.banner.text
    stage.tab_to("Bekijk de versies")
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    assert stage.screen(Versions).isVisible()


def test_without_two_versions_there_is_no_banner(stage: Stage) -> None:
    assert not stage.open("Samira").header.banner.isVisible()


def test_a_barrier_is_opened_and_the_focus_comes_back_to_it(stage: Stage) -> None:
    screen = stage.open("Samira")
    stage.tab_to("Schulden")
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    stage.form.fields["severity"].put("3")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert not stage.sheet_is_open
    assert stage.focus.accessibleName().startswith("Schulden. niveau 3")
    assert screen.barriers.isAncestorOf(stage.focus)


def test_closed_barriers_and_finished_actions_are_shown_when_asked(stage: Stage) -> None:
    client = stage.id_of("Samira")
    first = stage.asked("barriers", client=client)[0]["id"]
    stage.performed("close_barrier", barrier=first, result="Fiets via de kringloop")
    action = stage.asked("actions", client=client)[0]["id"]
    stage.performed("finish_action", action=action, result="Intake op 3 december")
    screen = stage.open("Samira")
    assert len(screen.barriers.tiles.parts) == 3
    assert len(screen.actions_card.tiles.parts) == 1
    stage.tab_to("Toon 1 afgesloten")
    stage.press(Qt.Key.Key_Space)
    assert len(screen.barriers.tiles.parts) == 4
    stage.tab_to("Toon 1 actie die klaar is")
    stage.press(Qt.Key.Key_Space)
    assert "Intake op 3 december" in screen.actions_card.tiles.parts[1].accessibleName()


def test_an_action_says_how_late_it_is_in_words(stage: Stage) -> None:
    screen = stage.open("Ricardo")
    row = screen.actions_card.tiles.parts[0]
    assert "2 dagen te laat" in row.accessibleName()
    assert "Klant" in row.accessibleName()


def test_the_timeline_speaks_in_words_not_in_codes(stage: Stage) -> None:
    screen = stage.open("Samira")
    said = "\n".join(row.accessibleName() for row in screen.findChildren(TimelineRow))
    assert "Belemmering: Psychische gezondheid" in said
    assert "Een rustige werkplek" in said
    for code in ("rustige_werkplek", "psychische_gezondheid", "overig"):
        assert code not in said


def test_a_client_that_is_no_longer_ours_is_said(stage: Stage) -> None:
    stage.go("client", client="c-nobody")
    screen = stage.screen(Client)
    assert screen.gone.isVisible()
    assert not screen.header.isVisible()


def test_a_name_is_never_markup(stage: Stage) -> None:
    stage.confirm("c-odd", given_name="<b>Bea</b>", family_name="& Zoon")
    stage.go("client", client="c-odd")
    assert stage.screen(Client).header.name.text() == "<b>Bea</b> & Zoon"


def test_meekijken_is_asked_of_the_window_and_said_on_the_button(stage: Stage) -> None:
    screen = stage.open("Samira")
    stage.tab_to("Meekijken")
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    assert screen.isVisible()
    assert not stage.frame.panes.list_pane.isVisible()
    assert "Samira" not in stage.window.windowTitle()
    stage.tab_to("Stop meekijken")
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    assert stage.frame.panes.list_pane.isVisible()


def test_the_ways_are_those_the_person_may_go(staged: Callable[..., Stage]) -> None:
    stage = staged(roles=("desk",), filled=False)
    stage.confirm("c-1")
    stage.go("client", client="c-1")
    screen = stage.screen(Client)
    assert [way.name for way in screen.ways()] == ["plan", "looks"]
    assert not screen.composer.isVisible()
    stage.frame.act("way", "Ctrl+N")
    assert not stage.sheet_is_open


@pytest.mark.parametrize(
    ("size", "scale", "mode"),
    [
        ((1024, 768), 1.0, "light"),
        ((1366, 768), 1.0, "dark"),
        ((1440, 900), 1.0, "high_contrast"),
        ((1440, 900), 2.0, "light"),
        ((1024, 768), 2.0, "light"),
    ],
)
def test_nothing_is_lost_at_any_width_and_text_size(
    staged: Callable[..., Stage], size: tuple[int, int], scale: float, mode: str
) -> None:
    stage = staged(size=size, scale=scale, mode=mode)
    screen = stage.open("Samira")
    assert clipped(screen) == []
    assert beyond(screen) == []
    assert unnamed(screen) == []


def test_tab_goes_through_the_page_and_comes_back(stage: Stage) -> None:
    screen = stage.open("Samira")
    visited = tab_walk(stage, screen)
    assert screen.composer.text.control in visited
    assert set(screen.barriers.tiles.parts) <= visited
    assert screen.composer.save_button in visited


def test_the_cards_are_named_groups_and_the_title_a_heading(stage: Stage) -> None:
    screen = stage.open("Samira")
    roles = {
        card.accessibleName(): QAccessible.queryAccessibleInterface(card).role()
        for card in (screen.header, screen.barriers, screen.actions_card)
    }
    assert roles == dict.fromkeys(
        ["Samira El Idrissi", "Belemmeringen", "Acties"], QAccessible.Role.Grouping
    )
    name = QAccessible.queryAccessibleInterface(screen.header.name)
    assert name.role() == QAccessible.Role.Heading

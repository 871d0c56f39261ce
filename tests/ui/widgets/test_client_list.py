"""What a client's row says: name, neighbourhood, phase, next action and what waits."""

from __future__ import annotations

from datetime import date

import pytest

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.client_list import ClientList, client_face, next_action
from wijkdesk.ui.widgets.list import Row

ROW: Row = {
    "id": "1",
    "name": "Samira El Idrissi",
    "neighbourhood": "Tarwewijk",
    "phase": "ontwikkelen",
    "next_action": "Terugbellen schuldhulp",
    "next_due": date(2026, 11, 24),
    "waiting": True,
    "versions": 1,
}


def test_one_sentence_says_everything(look: Look) -> None:
    assert client_face(look, ROW).spoken == (
        "Samira El Idrissi, Tarwewijk, fase Ontwikkelen, volgende actie: Vandaag · Terugbellen "
        "schuldhulp, Te versturen, Twee versies"
    )


def test_a_client_with_nothing_waiting_has_no_marks(look: Look) -> None:
    face = client_face(look, {**ROW, "waiting": False, "versions": 0})
    assert face.marks == ()
    assert face.about == "Tarwewijk · Ontwikkelen"


def test_every_mark_has_words_beside_its_colour(look: Look) -> None:
    assert [mark.words for mark in client_face(look, ROW).marks] == ["Te versturen", "Twee versies"]


@pytest.mark.parametrize(
    ("due", "words", "ink", "strong"),
    [
        (date(2026, 11, 24), "Vandaag · Bellen", "accent_text", True),
        (date(2026, 11, 23), "1 dag te laat · Bellen", "danger", True),
        (date(2026, 11, 22), "2 dagen te laat · Bellen", "danger", True),
        (date(2026, 11, 25), "morgen · Bellen", "muted", False),
        (date(2026, 11, 26), "do 26 nov 2026 · Bellen", "muted", False),
        (None, "Bellen", "muted", False),
    ],
)
def test_the_day_of_an_action_in_words(
    look: Look, due: date | None, words: str, ink: str, strong: bool
) -> None:
    mark, is_strong = next_action(look, "Bellen", due)
    assert (mark.words, mark.ink, is_strong) == (words, ink, strong)


def test_a_client_without_action(look: Look) -> None:
    assert next_action(look, None, None)[0].words == "Geen actie gepland"


def test_the_list_shows_rows_of_the_caseload(qtbot: object, look: Look) -> None:
    people = ClientList(look)
    people.show_rows([ROW])
    assert people.current == "1"
    people.deleteLater()

"""A new client, and other data of one: by keyboard, refused in words, and only what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from tests.ui.screens.stage import Stage, beyond, clipped, unnamed
from wijkdesk.ui.screens.client import Client


def test_a_client_is_registered_by_keyboard_and_opened(stage: Stage) -> None:
    stage.tab_to("Nieuwe klant")
    stage.press(Qt.Key.Key_Space)
    stage.settle()
    stage.type("Kevin")
    stage.press(Qt.Key.Key_Tab)
    stage.type("de Bruin")
    stage.tab_to("Wijk")
    stage.press(Qt.Key.Key_Space)
    stage.tab_to("Geboortedatum")
    stage.type("3-2-90")
    stage.press(Qt.Key.Key_Return, ctrl=True)
    stage.settle()
    assert not stage.sheet_is_open
    screen = stage.screen(Client)
    assert screen.header.name.text() == "Kevin de Bruin"
    assert "Te versturen" in screen.header.waits.text()
    assert stage.asked("client", client=screen.client)[0]["born"].isoformat() == "1990-02-03"


@pytest.mark.parametrize(
    ("field", "raw", "says"),
    [
        ("born", "1-1-2027", "toekomst"),
        ("bsn", "123456789", "burgerservicenummer"),
        ("postcode", "30 AB", "postcode"),
        ("email", "geen adres", "e-mailadres"),
    ],
)
def test_what_the_rules_refuse_lands_on_its_field(
    stage: Stage, field: str, raw: str, says: str
) -> None:
    stage.go("register")
    form = stage.form
    values = {"given_name": "Kevin", "family_name": "de Bruin", "neighbourhood": "Carnisse"}
    for name, given in {**values, field: raw}.items():
        form.fields[name].put(given)
    form.check_and_ask()
    stage.settle()
    assert stage.sheet_is_open
    assert says in form.fields[field].error
    assert form.fields[field].error in form.summary.accessibleName()
    assert stage.focus is form.summary


def test_only_what_differs_is_changed(stage: Stage) -> None:
    client = stage.confirm("c-1", phone="06 1234 0001")
    before = len(stage.asked("waiting"))
    stage.go("change", client=client)
    form = stage.form
    assert form.fields["phone"].raw() == "06 1234 0001"
    form.fields["phase"].put("ontwikkelen")
    form.fields["phone"].put("06 1234 0009")
    form.check_and_ask()
    stage.settle()
    assert not stage.sheet_is_open
    row = stage.asked("client", client=client)[0]
    assert (row["phase"], row["phone"], row["given_name"]) == (
        "ontwikkelen", "06 1234 0009", "Bea",
    )  # fmt: skip
    assert len(stage.asked("waiting")) == before + 2


def test_nothing_changed_is_said(stage: Stage) -> None:
    stage.go("change", client=stage.id_of("Samira"))
    stage.form.check_and_ask()
    stage.settle()
    assert "niets om te veranderen" in stage.form.summary.accessibleName()


def test_a_phone_number_is_taken_away(stage: Stage) -> None:
    client = stage.id_of("Samira")
    stage.go("change", client=client)
    stage.form.fields["phone"].put("")
    stage.form.check_and_ask()
    stage.settle()
    assert stage.asked("client", client=client)[0]["phone"] is None


def test_a_number_that_is_known_is_not_shown_and_stays(stage: Stage) -> None:
    client = stage.id_of("Samira")
    stage.performed("change_client", client=client, bsn="123456782")
    stage.go("change", client=client)
    assert "123456782" not in stage.form.fields["bsn"].raw()
    stage.form.fields["phone"].put("06 9999 0000")
    stage.form.check_and_ask()
    stage.settle()
    assert stage.asked("client", client=client)[0]["bsn"] == "123456782"


@pytest.mark.parametrize(("typed", "kept"), [("", None), ("111222333", "111222333")])
def test_a_number_is_taken_away_or_replaced(stage: Stage, typed: str, kept: str | None) -> None:
    client = stage.id_of("Samira")
    stage.performed("change_client", client=client, bsn="123456782")
    stage.go("change", client=client)
    stage.form.fields["bsn"].put(typed)
    stage.form.check_and_ask()
    stage.settle()
    assert stage.asked("client", client=client)[0]["bsn"] == kept


def test_an_old_draft_does_not_bring_back_old_data(stage: Stage) -> None:
    client = stage.id_of("Samira")
    stage.go("change", client=client)
    stage.form.fields["email"].put("samira@voorbeeld.nl")
    stage.press(Qt.Key.Key_Escape)
    stage.settle()
    stage.performed("change_client", client=client, phone="06 9999 0000")
    stage.go("change", client=client)
    assert stage.form.fields["email"].raw() == "samira@voorbeeld.nl"
    assert stage.form.fields["phone"].raw() == "06 9999 0000"
    stage.form.check_and_ask()
    stage.settle()
    row = stage.asked("client", client=client)[0]
    assert (row["email"], row["phone"]) == ("samira@voorbeeld.nl", "06 9999 0000")


@pytest.mark.parametrize(("size", "scale"), [((1024, 768), 1.0), ((1440, 900), 2.0)])
def test_nothing_is_lost_and_everything_has_a_name(
    staged: Callable[..., Stage], size: tuple[int, int], scale: float
) -> None:
    stage = staged(size=size, scale=scale)
    stage.go("change", client=stage.id_of("Samira"))
    assert clipped(stage.sheet) == []
    assert beyond(stage.sheet) == []
    assert unnamed(stage.sheet) == []

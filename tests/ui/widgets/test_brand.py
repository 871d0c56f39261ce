"""The mark and the name."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wijkdesk.ui.look import Look
from wijkdesk.ui.widgets.brand import NAME, Brand


def test_the_name_can_be_left_out_for_the_eye_but_not_for_the_ear(qtbot: QtBot, look: Look) -> None:
    brand = Brand(look, large=True)
    qtbot.addWidget(brand)
    wide = brand.sizeHint().width()
    brand.show_name(False)
    assert brand.sizeHint().width() < wide
    assert brand.accessibleName() == NAME
    assert not brand.grab().isNull()

"""The letter of the interface comes from its package, in three weights."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from wijkdesk.ui.theme import fonts


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_the_letter_has_the_weights_we_use(qapp: QApplication, weight: int) -> None:
    assert fonts.load() == fonts.FAMILY
    font = QFont(fonts.FAMILY)
    font.setWeight(QFont.Weight(weight))
    found = QFontInfo(font)
    assert (found.family(), found.weight()) == (fonts.FAMILY, weight)


def test_loading_twice_is_harmless(qapp: QApplication) -> None:
    assert fonts.load() == fonts.load() == fonts.FAMILY


def test_the_files_are_there() -> None:
    assert all(file.exists() for file in fonts.files())

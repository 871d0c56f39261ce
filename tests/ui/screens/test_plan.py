"""The plan is seen in memory, and saved whole, private, and over nothing that exists."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.ui.screens.stage import Stage, clipped, tab_walk, unnamed
from wijkdesk.ui.screens.client import Client
from wijkdesk.ui.screens.plan import PageView, Plan


@pytest.fixture
def plan(stage: Stage) -> Plan:
    """The plan of Samira."""
    stage.open("Samira")
    stage.press(Qt.Key.Key_P, ctrl=True)
    stage.settle()
    found = stage.screen(Plan)
    assert isinstance(found, Plan)
    return found


def pages(plan: Plan) -> list[PageView]:
    return [one for one in plan.findChildren(PageView) if one.isVisible()]


def choose(stage: Stage, plan: Plan, file: Path) -> None:
    """Choose a file in the dialog, as typed and confirmed with Enter."""
    plan.choose_file()
    assert plan.dialog is not None
    dialog = plan.dialog
    dialog.setDirectory(str(file.parent))
    dialog.selectFile(file.name)
    dialog.accept()
    stage.settle()


def test_every_page_is_drawn_and_says_its_text(plan: Plan) -> None:
    shown = pages(plan)
    assert len(shown) == len(plan.preview.sheets) > 0
    assert shown[0].accessibleName() == f"Bladzijde 1 van {len(shown)}"
    assert "Samira El Idrissi" in shown[0].accessibleDescription()
    image = plan.preview.sheets[0].image
    inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7)
            for y in range(0, image.height(), 7)}  # fmt: skip
    assert "#ffffff" in inks
    assert len(inks) > 5


def test_the_preview_leaves_nothing_on_the_disk(stage: Stage, home: Path) -> None:
    def files() -> set[Path]:
        return {one for one in home.rglob("*") if one.is_file()}

    before = files()
    stage.go("plan", client=stage.id_of("Samira"))
    assert files() == before


def test_it_is_saved_for_the_owner_alone(stage: Stage, plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    choose(stage, plan, file)
    assert file.read_bytes() == plan.preview.pdf
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(file) in plan.banner.text


def test_the_name_says_kind_and_day_and_never_who(plan: Plan) -> None:
    plan.choose_file()
    dialog = plan.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.accessibleName()
    name = Path(dialog.selectedFiles()[0]).name
    assert re.fullmatch(r"plan-2026-11-24-[0-9a-f]{6}\.pdf", name)
    assert unnamed(dialog) == []


def test_what_exists_is_never_replaced(stage: Stage, plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "there.pdf"
    file.write_bytes(b"mine")
    choose(stage, plan, file)
    assert file.read_bytes() == b"mine"
    assert "bestaat al" in plan.banner.text


def test_a_folder_that_takes_nothing_is_said_in_words(stage: Stage, plan: Plan) -> None:
    plan._save("/proc/plan.pdf")
    stage.settle()
    assert "kan niet worden geschreven" in plan.banner.text
    assert plan.save_button.isEnabled()
    assert not os.path.lexists("/proc/plan.pdf")


def test_the_way_back_leads_to_the_client(stage: Stage, plan: Plan) -> None:
    plan.back.click()
    stage.settle()
    assert stage.screen(Client).header.name.text() == "Samira El Idrissi"


def test_a_client_that_is_gone_has_no_plan(stage: Stage) -> None:
    stage.go("plan", client="c-nobody")
    plan = stage.screen(Plan)
    assert not plan.save_button.isEnabled()
    assert "niet (meer)" in plan.banner.text


def test_by_keyboard_and_at_twice_the_size(stage: Stage, plan: Plan) -> None:
    assert stage.focus is plan.save_button
    assert set(pages(plan)) <= tab_walk(stage, plan)
    stage.theme.choose(scale=2.0)
    stage.settle()
    assert clipped(plan) == []
    assert unnamed(plan) == []

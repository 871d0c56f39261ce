"""The doctor looks at everything, and is content only if all of it holds."""

from __future__ import annotations

from pathlib import Path

from tests.cli.said import Say
from wijkdesk.cli.run import Checks
from wijkdesk.config.settings import SETTINGS, Settings, choose
from wijkdesk.errors import OutsideTrouble


def in_trouble(folder: Path, settings: Settings) -> Checks:
    """Return checks of which one finds trouble and one breaks."""

    def full() -> str:
        raise OutsideTrouble("disk_full")

    def broken() -> str:
        raise ZeroDivisionError("nul")

    return {"wachtzin": lambda: "goed", "disk": full, "klok": broken}


def test_all_is_well(bare: Say) -> None:
    told = bare("doctor", "--json").json
    assert told == {"ok": True, "checks": [{"name": "disk", "ok": True, "found": "desk nl"}]}
    assert bare("doctor").out == "✓ Schijf: desk nl\n"


def test_what_does_not_hold_is_named_and_the_rest_is_looked_at(bare: Say) -> None:
    said = bare("doctor", checks=in_trouble)
    assert said.code == 4
    assert said.out.splitlines()[0] == "✓ wachtzin: goed"
    assert said.out.splitlines()[1].startswith("✗ Schijf: De schijf is vol.")
    assert said.out.splitlines()[2] == "✗ klok: ZeroDivisionError: nul"
    assert "2 van de 3" in said.err
    assert bare("doctor", "--json", checks=in_trouble).refusal == (4, "not_healthy", None)


def test_every_setting_is_told_with_where_it_comes_from(bare: Say, home: Path) -> None:
    choose(home / "desk", "theme", "dark")
    told = {setting["name"]: setting for setting in bare("--policy", "--json").json}
    assert set(told) == {setting.name for setting in SETTINGS}
    assert (told["theme"]["value"], told["theme"]["source"]) == ("dark", "person")
    assert (told["idle_lock_minutes"]["value"], told["idle_lock_minutes"]["source"]) == (
        10,
        "default",
    )
    text = bare("--policy").out
    assert "uw keuze" in text
    assert "Kleuren" in text

"""The contrast every pair of tokens must reach, and a municipality's own colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkdesk.errors import OutsideTrouble
from wijkdesk.ui.theme import tokens


@pytest.mark.parametrize("mode", tokens.MODES)
def test_every_pair_that_may_meet_is_readable(mode: str) -> None:
    assert [str(weak) for weak in tokens.weak_pairs(mode, tokens.MODES[mode])] == []


@pytest.mark.parametrize("mode", tokens.MODES)
def test_every_mode_has_every_colour(mode: str) -> None:
    assert set(tokens.MODES[mode]) == set(tokens.LIGHT)


def test_contrast_is_that_of_wcag() -> None:
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_high_contrast_asks_more_of_text() -> None:
    pair = tokens.Pair("text", "surface")
    assert pair.ratio("high_contrast") == 7.0
    assert pair.ratio("light") == 4.5


def test_own_colours_are_laid_over_ours(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text('[light]\naccent = "#5B2A86"\naccent_text = "#4A1F70"\n', encoding="utf-8")
    colours = tokens.read_own(file)
    assert colours["light"]["accent"] == "#5B2A86"
    assert colours["light"]["text"] == tokens.LIGHT["text"]
    assert colours["dark"] == tokens.DARK


def test_own_colours_that_are_too_weak_are_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text('[light]\nmuted = "#AAAAAA"\n', encoding="utf-8")
    with pytest.raises(OutsideTrouble) as refused:
        tokens.read_own(file)
    assert refused.value.code == "tokens_too_weak"
    assert "muted/surface" in str(refused.value.values["pairs"])


@pytest.mark.parametrize(
    "text",
    [
        "[light",
        '[sepia]\ntext = "#000000"',
        '[light]\ntext = "black"',
        '[light]\nshadow = "#000000"',
        "light = 3",
    ],
)
def test_what_is_no_file_of_colours_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OutsideTrouble, match="tokens_not_readable"):
        tokens.read_own(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutsideTrouble, match="tokens_not_readable"):
        tokens.read_own(tmp_path / "nothing.toml")

"""The demo opens windows; without a display it walks through them and says where pictures are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.said import Say
from wijkdesk.i18n import Words


class Made:
    """Stands where the windows would be, and notes what was asked of them."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.asked: list[object] = []

    def demonstrate(
        self, words: Words, folder: Path | None, clients: int, say: Callable[[str], None]
    ) -> int:
        """Note it, and say who one is."""
        self.asked = [words.language, folder, clients]
        say("U bent Noor Bakker.")
        return self.code

    def tour(
        self,
        words: Words,
        out: Path,
        folder: Path | None,
        clients: int,
        say: Callable[[str], None],
    ) -> int:
        """Note it, and say where the pictures are."""
        self.asked = [out, folder, clients]
        say(f"Beelden: {out}")
        return self.code


def test_it_opens_the_windows(bare: Say, tmp_path: Path) -> None:
    made = Made(0)
    line = ("demo", "--dir", str(tmp_path), "--clients", "70")
    said = bare(*line, demonstrate=made.demonstrate)
    assert (said.code, said.out) == (0, "U bent Noor Bakker.\n")
    assert made.asked == ["nl", tmp_path, 70]


def test_the_tour_ends_as_its_steps_did(bare: Say, tmp_path: Path) -> None:
    for code in (0, 1):
        made = Made(code)
        said = bare("demo", "--tour", str(tmp_path), "--json", tour=made.tour)
        assert said.code == code
        assert json.loads(said.out) == {"out": str(tmp_path), "ok": code == 0}
        assert made.asked == [tmp_path, None, 60]


def test_without_a_display_it_says_so_and_does_the_tour(bare: Say) -> None:
    made = Made(0)
    said = bare("demo", tour=made.tour)
    out = made.asked[0]
    assert said.code == 0
    assert isinstance(out, Path)
    assert f"Beelden: {out}" in said.out
    assert len(said.out.splitlines()) > 1
    out.rmdir()


def test_an_empty_municipality_is_refused(bare: Say) -> None:
    assert bare("demo", "--clients", "0", "--json").refusal == (3, "too_few", "clients")

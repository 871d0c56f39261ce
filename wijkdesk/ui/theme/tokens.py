"""Every colour, size and space of the interface, and the contrast each meeting pair must reach.

The tokens are our own; a municipality may lay its own colours over them with a TOML file with
the tables `[light]`, `[dark]` and `[high_contrast]`, each `name = "#RRGGBB"`. Such a file is
taken only when every pair still reaches its ratio.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wijkdesk.errors import OutsideTrouble

SPACE = {"xs": 4, "s": 8, "m": 12, "l": 16, "xl": 24, "xxl": 40}
RADIUS = {"s": 4, "m": 8, "l": 12}
TYPE = {"caption": 13, "small": 14, "body": 15, "h3": 17, "h2": 21, "h1": 29}
CONTROL = 36
"""Height of a main control at 100 %; WCAG 2.5.8 asks at least 24."""
TARGET = 24
LINE = 19
"""Height of a line of small text at 100 %."""

LIGHT = {
    "canvas": "#F3F5F4",
    "surface": "#FFFFFF",
    "sunken": "#ECF0EE",
    "rail": "#FAFBFA",
    "line": "#DCE2DF",
    "line_strong": "#75827B",
    "text": "#17211C",
    "muted": "#4B5751",
    "accent": "#0B7048",
    "accent_hover": "#095C3B",
    "accent_press": "#074A30",
    "on_accent": "#FFFFFF",
    "accent_soft": "#DFF1E8",
    "accent_text": "#08573A",
    "focus": "#1A56C4",
    "danger": "#A3201B",
    "danger_soft": "#FCEAE8",
    "warn": "#834800",
    "warn_soft": "#FDF0DC",
    "info": "#0B4F8C",
    "info_soft": "#E4EFFA",
    "sev1": "#A3201B",
    "sev1_soft": "#FCEAE8",
    "sev2": "#9A4200",
    "sev2_soft": "#FDEEE0",
    "sev3": "#745700",
    "sev3_soft": "#FAF2D4",
    "sev4": "#26607A",
    "sev4_soft": "#E2F0F5",
    "sev5": "#2B6A38",
    "sev5_soft": "#E4F2E6",
    "seg_off": "#7B8781",
    "tip": "#17211C",
    "on_tip": "#FFFFFF",
}
DARK = {
    "canvas": "#0D1210",
    "surface": "#151C19",
    "sunken": "#1F2824",
    "rail": "#111714",
    "line": "#2C3732",
    "line_strong": "#82918A",
    "text": "#ECF2EF",
    "muted": "#AAB7B0",
    "accent": "#52C793",
    "accent_hover": "#6BD6A6",
    "accent_press": "#86E2B9",
    "on_accent": "#04200F",
    "accent_soft": "#14322A",
    "accent_text": "#7FDDB0",
    "focus": "#8FB6FF",
    "danger": "#FF948D",
    "danger_soft": "#391C1A",
    "warn": "#FFBC7D",
    "warn_soft": "#372611",
    "info": "#93C5F7",
    "info_soft": "#15293D",
    "sev1": "#FF948D",
    "sev1_soft": "#391C1A",
    "sev2": "#FFB27C",
    "sev2_soft": "#372511",
    "sev3": "#EBCC6C",
    "sev3_soft": "#322A12",
    "sev4": "#86CBE3",
    "sev4_soft": "#142D37",
    "sev5": "#8ED89B",
    "sev5_soft": "#18301D",
    "seg_off": "#6A7871",
    "tip": "#ECF2EF",
    "on_tip": "#17211C",
}
HIGH_CONTRAST = {
    "canvas": "#000000",
    "surface": "#000000",
    "sunken": "#1C1C1C",
    "rail": "#000000",
    "line": "#B4B4B4",
    "line_strong": "#FFFFFF",
    "text": "#FFFFFF",
    "muted": "#E4E4E4",
    "accent": "#FFD93B",
    "accent_hover": "#FFE680",
    "accent_press": "#FFF0B3",
    "on_accent": "#000000",
    "accent_soft": "#332B00",
    "accent_text": "#FFE469",
    "focus": "#5AD7FF",
    "danger": "#FFA8A1",
    "danger_soft": "#330A07",
    "warn": "#FFC48A",
    "warn_soft": "#331C00",
    "info": "#A3D0FF",
    "info_soft": "#001E3D",
    "sev1": "#FFA8A1",
    "sev1_soft": "#330A07",
    "sev2": "#FFC08F",
    "sev2_soft": "#331A00",
    "sev3": "#FFE066",
    "sev3_soft": "#2E2700",
    "sev4": "#8FDCF5",
    "sev4_soft": "#002A38",
    "sev5": "#9BE8A9",
    "sev5_soft": "#00290A",
    "seg_off": "#B4B4B4",
    "tip": "#FFFFFF",
    "on_tip": "#000000",
}
MODES: Mapping[str, Mapping[str, str]] = {
    "light": LIGHT,
    "dark": DARK,
    "high_contrast": HIGH_CONTRAST,
}

TEXT_RATIO, SHAPE_RATIO, STRONG_TEXT_RATIO = 4.5, 3.0, 7.0
"""WCAG 2.2: 1.4.3 text, 1.4.11 controls and focus; 1.4.6 for text in high contrast."""


@dataclass(frozen=True)
class Pair:
    """Two tokens that may meet, and what their meeting carries: text or only a shape."""

    fore: str
    back: str
    text: bool = True

    def ratio(self, mode: str) -> float:
        """Return the ratio this pair must reach in a mode."""
        if not self.text:
            return SHAPE_RATIO
        return STRONG_TEXT_RATIO if mode == "high_contrast" else TEXT_RATIO


@dataclass(frozen=True)
class Weak:
    """A pair that does not reach its ratio."""

    pair: Pair
    reached: float
    asked: float

    def __str__(self) -> str:
        return f"{self.pair.fore}/{self.pair.back} {self.reached:.2f} < {self.asked}"


def _pairs() -> Iterator[Pair]:
    grounds = ("canvas", "surface", "sunken", "rail")
    for ground in grounds:
        for ink in ("text", "muted", "accent_text", "danger", "warn", "info"):
            yield Pair(ink, ground)
        for shape in ("line_strong", "focus", "accent", "seg_off"):
            yield Pair(shape, ground, text=False)
    for accent in ("accent", "accent_hover", "accent_press"):
        yield Pair("on_accent", accent)
    for ink in ("text", "muted", "accent_text"):
        yield Pair(ink, "accent_soft")
    yield Pair("focus", "accent_soft", text=False)
    for kind in ("danger", "warn", "info"):
        yield Pair(kind, f"{kind}_soft")
        yield Pair("text", f"{kind}_soft")
        yield Pair("focus", f"{kind}_soft", text=False)
    for level in range(1, 6):
        for ground in ("surface", f"sev{level}_soft"):
            yield Pair(f"sev{level}", ground)
    yield Pair("muted", "sev1_soft")
    yield Pair("seg_off", "sev1_soft", text=False)
    yield Pair("on_tip", "tip")


PAIRS = tuple(_pairs())


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours written as "#RRGGBB"."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def weak_pairs(mode: str, colours: Mapping[str, str]) -> list[Weak]:
    """Return the pairs of a mode that do not reach their ratio."""
    found = []
    for pair in PAIRS:
        reached = contrast(colours[pair.fore], colours[pair.back])
        if reached < pair.ratio(mode):
            found.append(Weak(pair, reached, pair.ratio(mode)))
    return found


def read_own(file: Path) -> dict[str, dict[str, str]]:
    """Return every mode's colours with those of a municipality's token file laid over ours.

    Raises OutsideTrouble("tokens_not_readable") when it is no sound file of colours, and
    OutsideTrouble("tokens_too_weak") when a pair would be too hard to read.
    """
    import tomllib

    try:
        own = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OutsideTrouble("tokens_not_readable", file=str(file)) from error
    if not set(own) <= set(MODES):
        raise OutsideTrouble("tokens_not_readable", file=str(file))
    return {mode: _laid_over(mode, own.get(mode, {}), file) for mode in MODES}


def _laid_over(mode: str, own: object, file: Path) -> dict[str, str]:
    colours = dict(MODES[mode])
    if not isinstance(own, dict) or not all(_is_colour(name, own[name]) for name in own):
        raise OutsideTrouble("tokens_not_readable", file=str(file))
    colours.update(own)
    if weak := weak_pairs(mode, colours):
        pairs = ", ".join(str(one) for one in weak)
        raise OutsideTrouble("tokens_too_weak", file=str(file), mode=mode, pairs=pairs)
    return colours


def _is_colour(name: str, value: object) -> bool:
    return name in LIGHT and isinstance(value, str) and bool(re.fullmatch("#[0-9a-fA-F]{6}", value))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

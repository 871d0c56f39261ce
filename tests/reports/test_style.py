"""The page can be read: large enough, and with enough contrast, in colour and in grey."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import Color, white
from reportlab.lib.styles import ParagraphStyle

from wijkdesk.reports import style

READ = [look for look in vars(style).values() if isinstance(look, ParagraphStyle)]
READ += style.HEADINGS.values()
PAIRS = [
    (style.INK, white),
    (style.MUTED, white),
    (style.ACCENT, white),
    (style.INK, style.SOFT),
    (style.ACCENT, style.SOFT),
    (style.MARK_INK, style.MARK_SOFT),
]


def luminance(color: Color) -> float:
    """Return the relative luminance of WCAG 2.2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)


@pytest.mark.parametrize("look", READ, ids=lambda look: look.name)
def test_text_is_at_least_eleven_points(look: ParagraphStyle) -> None:
    assert look.fontSize >= 11
    assert look.leading >= 1.15 * look.fontSize


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out(text: Color, ground: Color) -> None:
    dark, light = sorted((luminance(text), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) >= 7

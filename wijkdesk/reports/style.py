"""The look of a printed page: type, colour and space; it must also read well in black and white."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from wijkdesk.reports.fonts import REGULAR, SEMIBOLD

INK, MUTED, ACCENT = HexColor("#15201A"), HexColor("#4F5B54"), HexColor("#00532A")
LINE, SOFT = HexColor("#B9C4BD"), HexColor("#F0F5F1")
MARK_INK, MARK_SOFT = HexColor("#6B3A00"), HexColor("#FDF1E0")

# In points: 72 to the inch.
PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE, TOP, BOTTOM = 62, 64, 68
TEXT_WIDTH = PAGE_WIDTH - 2 * SIDE
SMALL = 9
# Running text stops before the edge: long lines are hard to follow.
_SHORTER = 30
# What must still fit from a heading or caption on, else it moves to the next page.
ROOM_UNDER_HEADING, ROOM_UNDER_CAPTION = 170, 110
UNDER_BOX = 9
LABEL_WIDTH = 150
# Cells up to this part of the width are short: they are not broken over lines.
SHORT = 0.22

BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    fontSize=11.5,
    leading=16.5,
    textColor=INK,
    spaceAfter=7,
    rightIndent=_SHORTER,
    hyphenationLang="",
    splitLongWords=1,
    bulletFontName=REGULAR,
    bulletColor=ACCENT,
)
SENDER = ParagraphStyle("sender", BODY, fontName=SEMIBOLD, textColor=ACCENT, spaceAfter=16)
TITLE = ParagraphStyle(
    "title", BODY, fontName=SEMIBOLD, fontSize=25, leading=30, spaceAfter=4, rightIndent=0
)
UNDER_TITLE = ParagraphStyle("under title", BODY, textColor=MUTED, spaceAfter=16)
HEADINGS = {
    2: ParagraphStyle(
        "heading 2",
        BODY,
        fontName=SEMIBOLD,
        fontSize=15.5,
        leading=20,
        textColor=ACCENT,
        spaceBefore=17,
        spaceAfter=6,
    ),
    3: ParagraphStyle(
        "heading 3",
        BODY,
        fontName=SEMIBOLD,
        fontSize=13,
        leading=18,
        spaceBefore=11,
        spaceAfter=3,
    ),
    4: ParagraphStyle(
        "heading 4", BODY, fontName=SEMIBOLD, textColor=MUTED, spaceBefore=8, spaceAfter=2
    ),
}
BULLET = ParagraphStyle("bullet", BODY, leftIndent=16, bulletIndent=3, spaceAfter=4)
CAPTION = ParagraphStyle(
    "caption", BODY, fontSize=11, leading=15, textColor=MUTED, spaceBefore=3, spaceAfter=5
)
CELL = ParagraphStyle("cell", BODY, fontSize=11, leading=15, spaceAfter=0, rightIndent=0)
NUMBER = ParagraphStyle("number", CELL, alignment=TA_RIGHT)
LABEL = ParagraphStyle("label", CELL, fontName=SEMIBOLD)
COLUMN_HEAD = ParagraphStyle("column head", LABEL, textColor=ACCENT)
NUMBER_HEAD = ParagraphStyle("number head", COLUMN_HEAD, alignment=TA_RIGHT)
CALLOUT = ParagraphStyle("callout", BODY, spaceAfter=0, rightIndent=0)

SQUARE = 0  # the ends of a line
_EVERYWHERE = ((0, 0), (-1, -1))
_CELLS = [
    # Without this reportlab would name Helvetica, which is not embedded.
    ("FONTNAME", *_EVERYWHERE, REGULAR),
    ("VALIGN", *_EVERYWHERE, "TOP"),
    ("TOPPADDING", *_EVERYWHERE, 5),
    ("BOTTOMPADDING", *_EVERYWHERE, 6),
    ("LEFTPADDING", *_EVERYWHERE, 6),
    ("RIGHTPADDING", *_EVERYWHERE, 6),
]
TABLE_LOOK = [
    *_CELLS,
    ("BACKGROUND", (0, 0), (-1, 0), SOFT),
    ("LINEBELOW", (0, 0), (-1, 0), 1.2, ACCENT, SQUARE),
    ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE, SQUARE),
]
FACTS_LOOK = [
    *_CELLS,
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("LINEABOVE", (0, 1), (-1, -1), 0.5, LINE, SQUARE),
]
CALLOUT_LOOK = [
    *_CELLS,
    ("BACKGROUND", *_EVERYWHERE, SOFT),
    ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT, SQUARE),
    ("LEFTPADDING", *_EVERYWHERE, 14),
    ("RIGHTPADDING", *_EVERYWHERE, 14),
    ("TOPPADDING", *_EVERYWHERE, 9),
    ("BOTTOMPADDING", *_EVERYWHERE, 10),
]
CELL_PADDING = 12

"""What stands around the text of every page: marks, running title, moments and page number."""

from __future__ import annotations

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate

from wijkdesk import i18n
from wijkdesk.i18n.calendar import today
from wijkdesk.reports import fonts, style
from wijkdesk.reports.sections import Document
from wijkdesk.reports.structure import Tree
from wijkdesk.reports.tagged import TaggedCanvas

_MARK_SIZE, _MARK_LEADING, _MARK_PADDING = 11, 15, 6
_HEADER_Y = style.PAGE_HEIGHT - 36
_FOOTER_Y = 36
_RIGHT = style.PAGE_WIDTH - style.SIDE


class Page:
    """The surroundings of each page of one document.

    A mark is content on the first page, where a reader meets it first, and repeated as an
    artifact on the others.
    """

    def __init__(self, words: i18n.Words, document: Document, tree: Tree) -> None:
        self._words = words
        self._title = fonts.printable(document.title).replace("\n", " ")
        self._organisation = fonts.printable(document.organisation).replace("\n", " ")
        self._moments = " · ".join(
            (
                words("Stand van {day}", day=words.day(today(document.stand_at))),
                words("Afgedrukt op {day}", day=words.day(today(document.printed_at))),
            )
        )
        width = style.TEXT_WIDTH - 2 * _MARK_PADDING
        self._marks = [
            line
            for mark in document.marks
            for line in simpleSplit(fonts.printable(mark), fonts.SEMIBOLD, _MARK_SIZE, width)
        ]
        self._mark_element = tree.root.add("P")

    @property
    def top(self) -> float:
        """The space between the edge of the paper and the text."""
        return style.TOP + (self._band_height + 14 if self._marks else 0)

    def begin(self, canvas: TaggedCanvas, template: BaseDocTemplate) -> None:
        """Draw what comes before the text."""
        first = template.page == 1
        if not first:
            with canvas.artifact("Header"):
                canvas.setFont(fonts.REGULAR, style.SMALL)
                canvas.setFillColor(style.MUTED)
                canvas.drawString(style.SIDE, _HEADER_Y, _fitting(self._title))
                canvas.drawRightString(_RIGHT, _HEADER_Y, _fitting(self._organisation))
        if self._marks:
            self._draw_band(canvas)
            around = canvas.content(self._mark_element) if first else canvas.artifact("Header")
            with around:
                self._draw_marks(canvas)

    def finish(self, canvas: TaggedCanvas, number: int, total: int) -> None:
        """Draw what needs the number of pages."""
        with canvas.artifact("Footer"):
            canvas.setStrokeColor(style.LINE)
            canvas.setLineWidth(0.5)
            canvas.line(style.SIDE, _FOOTER_Y + 14, _RIGHT, _FOOTER_Y + 14)
            canvas.setFont(fonts.REGULAR, style.SMALL)
            canvas.setFillColor(style.MUTED)
            canvas.drawString(style.SIDE, _FOOTER_Y, self._moments)
            count = self._words("Pagina {number} van {total}", number=number, total=total)
            canvas.drawRightString(_RIGHT, _FOOTER_Y, count)

    @property
    def _band_height(self) -> float:
        return len(self._marks) * _MARK_LEADING + 2 * _MARK_PADDING

    @property
    def _band_y(self) -> float:
        return _HEADER_Y - 12 - self._band_height

    def _draw_band(self, canvas: TaggedCanvas) -> None:
        with canvas.artifact():
            canvas.setFillColor(style.MARK_SOFT)
            canvas.setStrokeColor(style.MARK_INK)
            canvas.setLineWidth(1)
            size = (style.TEXT_WIDTH, self._band_height)
            canvas.roundRect(style.SIDE, self._band_y, *size, radius=4, fill=1)

    def _draw_marks(self, canvas: TaggedCanvas) -> None:
        canvas.setFont(fonts.SEMIBOLD, _MARK_SIZE)
        canvas.setFillColor(style.MARK_INK)
        y = self._band_y + self._band_height - _MARK_PADDING - _MARK_SIZE
        for line in self._marks:
            # The space keeps two lines apart for whoever hears them.
            canvas.drawCentredString(style.PAGE_WIDTH / 2, y, line + " ")
            y -= _MARK_LEADING


def _fitting(text: str) -> str:
    """Return as much of the text as fits in half the width."""
    room = style.TEXT_WIDTH / 2 - 10
    if stringWidth(text, fonts.REGULAR, style.SMALL) <= room:
        return text
    while stringWidth(text + "…", fonts.REGULAR, style.SMALL) > room:
        text = text[:-1]
    return text.rstrip() + "…"

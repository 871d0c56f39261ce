"""Drawing that says what it is: everything is part of the structure tree, or an artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Paragraph, Table

from wijkdesk.reports import archival, fonts
from wijkdesk.reports.structure import Element, Tree

# A row higher than this (in points) may be cut in two; a lower one moves to the next page.
_TALLEST_ROW = 400

# Draws on a finished page: (canvas, number of the page, number of pages).
Finish = Callable[["TaggedCanvas", int, int], None]


class TaggedText(PDFTextObject):
    """Lines of text that keep the space at a line's end, so that two words stay two words."""

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 (reportlab's names)
        if TStar and not text.endswith((" ", "-")):
            text += " "
        super()._textOut(text, TStar)


class TaggedCanvas(Canvas):
    """Pages whose content is marked; `finish` is called for each when their number is known."""

    _code: list[str]

    def __init__(
        self,
        file: BytesIO,
        *,
        tree: Tree,
        properties: archival.Properties,
        finish: Finish,
        pagesize: tuple[float, float],
    ) -> None:
        self._tree = tree
        self._properties = properties
        self._finish = finish
        self._bookmarks = 0
        super().__init__(
            file,
            pagesize=pagesize,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=fonts.REGULAR,
            lang=properties.language,
        )
        # The file's identity comes from its content alone: reportlab begins with a time.
        self._doc.signature = md5(usedforsecurity=False)

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """Mark what is drawn inside as a piece of `element`."""
        number = self._tree.mark(element, self._doc.thisPageName())
        self._code.append(f"/{element.tag} <</MCID {number}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, part: str = "") -> Iterator[None]:
        """Mark what is drawn inside as decoration; `part` is "Header", "Footer" or nothing."""
        kind = f"/Type /Pagination /Subtype /{part}" if part else "/Type /Layout"
        self._code.append(f"/Artifact <<{kind}>> BDC")
        yield
        self._code.append("EMC")

    def beginText(  # noqa: N802 (reportlab's name)
        self, x: float = 0, y: float = 0, direction: str | None = None
    ) -> TaggedText:
        """Return a text object that keeps its spaces."""
        return TaggedText(self, x, y, direction=direction)

    def bookmark(self, text: str, level: int, height: float) -> None:
        """Add a line to the table of contents that a viewer shows; level 0 is the title."""
        self._bookmarks += 1
        key = f"heading-{self._bookmarks}"
        top = self.absolutePosition(0, height)[1]
        self.bookmarkPage(key, fit="XYZ", top=top)
        self.addOutlineEntry(text, key, level)

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        """Finish a page, and tie its marked pieces to the tree."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
        page.StructParents = self._tree.end_page()

    def save(self) -> None:
        """Finish every page and write the file."""
        if self._code:
            self.showPage()
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, start=1):
            self._finish(self, number, len(pages))
            drawn = "\n".join([page.stream, *self._code])
            page.Contents = archival.Stream(drawn)
            self._doc.updateSignature(drawn)
            self._code = []
        self._doc.Catalog.StructTreeRoot = self._tree.write(self._doc)
        archival.declare_tagged(self._doc)
        archival.describe(self._doc, self._properties)
        foreign = set(self._doc.fontMapping) - {fonts.REGULAR, fonts.SEMIBOLD}
        if foreign:
            raise ValueError(f"fonts that are not embedded: {sorted(foreign)}")
        super().save()


class TaggedParagraph(Paragraph):
    """Text of one element. `label` is a bullet before it, `outline` its level as a bookmark."""

    element: Element
    said: str
    label: tuple[Element, str] | None = None
    outline: int | None = None
    _drawn = False

    @classmethod
    def of(cls, text: str, style: ParagraphStyle, element: Element) -> TaggedParagraph:
        """Return a paragraph of plain text: the one place where text meets reportlab's markup."""
        said = fonts.printable(text)
        paragraph = cls(escape(said).replace("\n", "<br/>"), style)
        paragraph.said, paragraph.element = said, element
        return paragraph

    def split(self, aW: float, aH: float) -> list[TaggedParagraph]:  # noqa: N803 (reportlab's)
        """Cut in two; both are the same element, and only the first has label and bookmark."""
        parts: list[TaggedParagraph] = super().split(aW, aH)
        for part in parts:
            part.said, part.element = self.said, self.element
        if parts:
            parts[0].label, parts[0].outline = self.label, self.outline
        return parts

    def draw(self) -> None:
        """Draw the text as content; a second time it is a repeated head of a table."""
        canvas: TaggedCanvas = self.canv
        if self._drawn:
            with canvas.artifact():
                super().draw()
            return
        self._drawn = True
        if self.outline is not None:
            canvas.bookmark(self.said, self.outline, self.height)
        if self.label:
            self._draw_label(canvas, *self.label)
        if self.said.strip():
            with canvas.content(self.element):
                super().draw()

    def _draw_label(self, canvas: TaggedCanvas, element: Element, sign: str) -> None:
        style = self.style
        with canvas.content(element):
            canvas.setFont(style.bulletFontName, style.fontSize)
            canvas.setFillColor(style.bulletColor)
            canvas.drawString(style.bulletIndent, self.height - style.fontSize, sign)


class TaggedTable(Table):
    """Cells that are elements of their own; lines and backgrounds are artifacts."""

    def split(self, availWidth: float, availHeight: float) -> list[TaggedTable]:  # noqa: N803
        """Cut between two rows; inside a row only when it is too high for any page."""
        self.splitInRow = int(max(self._rowHeights) > _TALLEST_ROW)
        parts: list[TaggedTable] = super().split(availWidth, availHeight)
        return parts

    def _drawBkgrnd(self) -> None:  # noqa: N802 (reportlab's name)
        with self.canv.artifact():
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802 (reportlab's name)
        with self.canv.artifact():
            super()._drawLines()

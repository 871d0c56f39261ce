"""How sections become an accessible PDF: PDF/UA-1 and PDF/A-2a in one file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageTemplate,
    Spacer,
)

from wijkdesk import i18n
from wijkdesk.config.paths import resource
from wijkdesk.i18n.calendar import today
from wijkdesk.reports import fonts, style
from wijkdesk.reports.archival import Properties
from wijkdesk.reports.page import Page
from wijkdesk.reports.sections import (
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
)
from wijkdesk.reports.structure import Element, Tree
from wijkdesk.reports.tagged import TaggedCanvas, TaggedParagraph, TaggedTable

BULLET = "•"
NOTHING = "–"


def render(document: Document) -> bytes:
    """Return the document as PDF; equal documents give equal bytes."""
    fonts.register()
    words = i18n.words(document.language, resource("i18n"))
    tree = Tree(document.language)
    page = Page(words, document, tree)
    story = _opening(document, words, tree.root)
    for section in document.sections:
        story += _flowables(section, tree.root)
    file = BytesIO()
    template = BaseDocTemplate(file, pagesize=A4)
    height = style.PAGE_HEIGHT - page.top - style.BOTTOM
    frame = Frame(style.SIDE, style.BOTTOM, style.TEXT_WIDTH, height, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate("page", [frame], onPage=page.begin))
    canvas = partial(_canvas, tree=tree, properties=_properties(document), page=page)
    template.build(story, canvasmaker=canvas)
    return file.getvalue()


def column_widths(head: Sequence[str], rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Divide `width` over columns: short cells stay on one line, the rest goes to long ones."""
    narrow, wide = [], []
    for column in zip(head, *rows, strict=True):
        lines = [line for cell in column for line in fonts.printable(cell).split("\n")]
        longest_line = max(map(_width, lines))
        longest_word = max(_width(word) for line in lines for word in line.split(" "))
        least = longest_line if longest_line <= width * style.SHORT else longest_word
        narrow.append(min(least, width / len(head)) + style.CELL_PADDING)
        wide.append(max(longest_line + style.CELL_PADDING, narrow[-1]))
    room, wanted = width - sum(narrow), sum(wide) - sum(narrow)
    if room <= 0 or wanted <= 0:
        return [least * width / sum(narrow) for least in narrow]
    return [
        least + room * (most - least) / wanted for least, most in zip(narrow, wide, strict=True)
    ]


def _width(text: str) -> float:
    width: float = stringWidth(text, fonts.SEMIBOLD, style.CELL.fontSize)
    return width


def _canvas(
    file: BytesIO, *, tree: Tree, properties: Properties, page: Page, **_: object
) -> TaggedCanvas:
    """Return the canvas of a template, whose own options say nothing that the document does not."""
    return TaggedCanvas(file, tree=tree, properties=properties, finish=page.finish, pagesize=A4)


def _properties(document: Document) -> Properties:
    return Properties(
        title=fonts.printable(_shown(document.title)),
        subject=fonts.printable(document.subject),
        author=fonts.printable(document.organisation),
        language=document.language,
        made_at=document.printed_at,
    )


def _shown(text: str) -> str:
    """Return the text of a heading: without any the headings after it would skip a level."""
    return text if fonts.printable(text).strip() else NOTHING


def _opening(document: Document, words: i18n.Words, root: Element) -> list[Flowable]:
    sender = TaggedParagraph.of(document.organisation, style.SENDER, root.add("P"))
    title = TaggedParagraph.of(_shown(document.title), style.TITLE, root.add("H1"))
    title.outline = 0
    stand = words("Stand van {day}", day=words.day(today(document.stand_at)))
    return [sender, title, TaggedParagraph.of(stand, style.UNDER_TITLE, root.add("P"))]


def _flowables(section: Section, root: Element) -> list[Flowable]:
    match section:
        case Heading():
            return _heading(section, root)
        case Paragraph(text):
            return [TaggedParagraph.of(text, style.BODY, root.add("P"))]
        case Bullets(items):
            return _bullets(items, root)
        case Facts(pairs):
            return _facts(pairs, root)
        case Table():
            return _table(section, root)
        case Callout(text):
            cell = TaggedParagraph.of(text, style.CALLOUT, root.add("P"))
            return _boxed([[cell]], [style.TEXT_WIDTH], style.CALLOUT_LOOK)


def _heading(heading: Heading, root: Element) -> list[Flowable]:
    # Not keepWithNext: that moves a long table to the next page as a whole.
    text = TaggedParagraph.of(
        _shown(heading.text), style.HEADINGS[heading.level], root.add(f"H{heading.level}")
    )
    text.outline = heading.level - 1
    return [CondPageBreak(style.ROOM_UNDER_HEADING), text]


def _bullets(items: Sequence[str], root: Element) -> list[Flowable]:
    whole = root.add("L", O="List", ListNumbering="Disc")
    flowables = []
    for item in items:
        part = whole.add("LI")
        label = part.add("Lbl")
        text = TaggedParagraph.of(item, style.BULLET, part.add("LBody"))
        text.label = (label, BULLET)
        flowables.append(text)
    return flowables


def _facts(pairs: Sequence[tuple[str, str]], root: Element) -> list[Flowable]:
    """Lay the pairs out as two columns; to a reader they are a list of labels and what is said."""
    if not pairs:
        return []
    whole = root.add("L")
    rows = []
    for label, value in pairs:
        part = whole.add("LI")
        said = part.add("Lbl"), part.add("LBody")
        rows.append(
            [
                TaggedParagraph.of(label, style.LABEL, said[0]),
                TaggedParagraph.of(value, style.CELL, said[1]),
            ]
        )
    left = style.LABEL_WIDTH
    return _boxed(rows, [left, style.TEXT_WIDTH - left], style.FACTS_LOOK)


def _table(table: Table, root: Element) -> list[Flowable]:
    whole = root.add("Table")
    caption = TaggedParagraph.of(table.caption, style.CAPTION, whole.add("Caption"))
    row = whole.add("THead").add("TR")
    looks = [style.NUMBER if n in table.numeric else style.CELL for n in range(len(table.head))]
    heads = [style.NUMBER_HEAD if look is style.NUMBER else style.COLUMN_HEAD for look in looks]
    cells = [
        [
            TaggedParagraph.of(text, look, row.add("TH", O="Table", Scope="Column"))
            for text, look in zip(table.head, heads, strict=True)
        ]
    ]
    body = whole.add("TBody")
    for values in table.rows or [[NOTHING] * len(table.head)]:
        row = body.add("TR")
        name = TaggedParagraph.of(values[0], looks[0], row.add("TH", O="Table", Scope="Row"))
        rest = zip(values[1:], looks[1:], strict=True)
        cells.append(
            [name, *(TaggedParagraph.of(text, look, row.add("TD")) for text, look in rest)]
        )
    widths = column_widths(table.head, table.rows, style.TEXT_WIDTH)
    boxed = _boxed(cells, widths, style.TABLE_LOOK, repeatRows=1)
    return [CondPageBreak(style.ROOM_UNDER_CAPTION), caption, *boxed]


def _boxed(
    cells: list[list[TaggedParagraph]],
    widths: list[float],
    look: list[tuple[object, ...]],
    **options: int,
) -> list[Flowable]:
    return [
        TaggedTable(cells, colWidths=widths, style=look, hAlign="LEFT", **options),
        Spacer(0, style.UNDER_BOX),
    ]

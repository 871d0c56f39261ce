"""The structure tree of a tagged PDF: what is a heading, a list or a table, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFString,
)

ROOT = "StructureRoot"
# A table keeps its shape: an empty cell is still a cell.
CELLS = frozenset({"TH", "TD"})


class Element:
    """A place in the tree; a leaf gathers the marked pieces of pages that show it.

    Elements are made in reading order, before anything is drawn: text that runs on to a next
    page belongs to the same element.
    """

    def __init__(self, tag: str, parent: Element | None = None, **attributes: str) -> None:
        self.tag = tag
        self.parent = parent
        self.attributes = attributes
        self.children: list[Element] = []
        self.pieces: list[tuple[str, int]] = []
        self.name = ""

    def add(self, tag: str, **attributes: str) -> Element:
        """Return a new last child; `attributes` as in ISO 32000-1 14.8.5 (O is their owner)."""
        child = Element(tag, self, **attributes)
        self.children.append(child)
        return child

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it for a reader."""
        return self.tag not in CELLS and not self.pieces and all(c.empty for c in self.children)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all that is in it, in reading order, without what is empty."""
        yield self
        for child in self.children:
            if not child.empty:
                yield from child.walk()


class Tree:
    """The elements of one document, and for each page which of its pieces belongs to which."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.root = Element("Document")
        self._pages: list[list[Element]] = [[]]

    def mark(self, element: Element, page: str) -> int:
        """Return the number (MCID) of the next piece of `page`, which shows `element`."""
        number = len(self._pages[-1])
        self._pages[-1].append(element)
        element.pieces.append((page, number))
        return number

    def end_page(self) -> int:
        """Start a new page; return the key of the finished one in the parent tree."""
        self._pages.append([])
        return len(self._pages) - 2

    def write(self, document: PDFDocument) -> PDFObjectReference:
        """Add every element to the document and return the reference of the tree."""
        elements = list(self.root.walk())
        for number, element in enumerate(elements):
            element.name = f"Element{number}"
        for element in elements:
            document.Reference(self._entry(element), element.name)
        owners: list[object] = []
        for key, page in enumerate(self._pages[:-1]):
            owners += [key, PDFArray([PDFObjectReference(element.name) for element in page])]
        root = PDFDictionary(
            {
                "Type": PDFName("StructTreeRoot"),
                "K": PDFObjectReference(self.root.name),
                "ParentTree": PDFDictionary({"Nums": PDFArray(owners)}),
                "ParentTreeNextKey": len(self._pages) - 1,
            }
        )
        return document.Reference(root, ROOT)

    def _entry(self, element: Element) -> PDFDictionary:
        parent = element.parent.name if element.parent else ROOT
        entry: dict[str, object] = {
            "Type": PDFName("StructElem"),
            "S": PDFName(element.tag),
            "P": PDFObjectReference(parent),
            "K": PDFArray([*_children(element), *_pieces(element)]),
        }
        if element.pieces:
            entry["Pg"] = PDFObjectReference(element.pieces[0][0])
        if element.parent is None:
            entry["Lang"] = PDFString(self.language)
        if element.attributes:
            names = {key: PDFName(value) for key, value in element.attributes.items()}
            entry["A"] = PDFDictionary(names)
        return PDFDictionary(entry)


def _children(element: Element) -> list[PDFObjectReference]:
    return [PDFObjectReference(child.name) for child in element.children if not child.empty]


def _pieces(element: Element) -> Iterator[object]:
    """Yield a piece on the element's own page as a number, on a later page with that page."""
    for page, number in element.pieces:
        if page == element.pieces[0][0]:
            yield number
        else:
            yield PDFDictionary(
                {"Type": PDFName("MCR"), "Pg": PDFObjectReference(page), "MCID": number}
            )

"""Reading a PDF back, as a validator, a person and a screen reader do."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field

import page as validation
import pypdfium2
from pypdfium2 import raw

PROFILES = ("ua1", "2a")


@dataclass
class Tag:
    """An element of the structure tree, as pdfium finds it on one page."""

    name: str
    children: list[Tag] = field(default_factory=list)

    def __str__(self) -> str:
        inside = " ".join(map(str, self.children))
        return f"{self.name}({inside})" if inside else self.name


def refusals(pdf: bytes) -> list[str]:
    """Return why the file is not PDF/UA-1 and PDF/A-2a; empty when it is both."""
    found = []
    for profile in PROFILES:
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile} {failure.rule_id}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{profile} not compliant")
    return found


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page in the order in which it is drawn, spaces as one."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(re.sub(r"\s+", " ", text.get_text_range()).strip())
            text.close()
            page.close()
        return texts


def text(pdf: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(pages(pdf))


def tags(pdf: bytes, number: int = 0) -> Tag:
    """Return the root of the structure tree as it is on one page (from 0)."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        tree = raw.FPDF_StructTree_GetForPage(page)
        found = [
            _tag(raw.FPDF_StructTree_GetChildAtIndex(tree, n))
            for n in range(raw.FPDF_StructTree_CountChildren(tree))
        ]
        raw.FPDF_StructTree_Close(tree)
        page.close()
    (root,) = found
    return root


def bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """Return the table of contents that a viewer shows: (level, text)."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(mark.level, mark.get_title()) for mark in document.get_toc()]


def _tag(element: object) -> Tag:
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    tag = Tag(buffer.raw.decode("utf-16-le").rstrip("\x00"))
    for n in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, n)
        if child:
            tag.children.append(_tag(child))
    return tag

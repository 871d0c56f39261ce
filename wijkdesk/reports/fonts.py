"""The letters of a printed page: the embedded fonts, and which characters they can show."""

from __future__ import annotations

import unicodedata
from functools import cache

from font_source_sans_pro import font_files_ttf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from wijkdesk.domain import text as typed
from wijkdesk.reports.archival import Stream

REGULAR, SEMIBOLD = "SourceSansPro", "SourceSansProSemibold"
# An empty box: the reader sees that a character is missing, and where.
UNKNOWN = "☐"
_STAND_INS = str.maketrans("\t\u2010\u2011\u2012\u2028\u2029", " --–\n\n")
_ACCENTS = frozenset({"Mn", "Me"})
_LARGEST_BLOCK = 100


class EmbeddedFont(TTFont):
    """A TrueType font, embedded as PDF/A asks."""

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 (reportlab's name)
        """Add the used part of the font; its codes map to characters only, never to U+0000."""
        before = set(doc.idToObject)
        subsets = list(self.state[doc].subsets)
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            plain = doc.idToObject[name]
            if name.startswith("fontFile:"):
                self._exchange(doc, name, Stream(plain.content, **plain.dictionary.dict))
        for name, subset in zip(names, subsets, strict=True):
            base = doc.idToObject[name].BaseFont
            self._exchange(doc, f"toUnicodeCMap:{base}", Stream(to_unicode(base, subset)))

    @staticmethod
    def _exchange(doc: PDFDocument, name: str, stream: Stream) -> None:
        stream.__InternalName__ = name
        doc.idToObject[name] = stream


def to_unicode(name: str, subset: list[int]) -> str:
    """Return the map from the codes of a subset to characters (ISO 19005-2, 6.2.11.7.2)."""
    pairs = [(code, chr(point)) for code, point in enumerate(subset) if point]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), _LARGEST_BLOCK):
        block = pairs[start : start + _LARGEST_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{_utf16(character)}>" for code, character in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@cache
def register() -> frozenset[str]:
    """Make the fonts known to reportlab, once; return the characters that both can show."""
    shown = []
    for name in (REGULAR, SEMIBOLD):
        font = EmbeddedFont(name, font_files_ttf[name])
        pdfmetrics.registerFont(font)
        pdfmetrics.registerFontFamily(name, name, name, name, name)
        shown.append(frozenset(map(chr, font.face.charToGlyph)))
    return frozenset.intersection(*shown)


def printable(text: str) -> str:
    """Return text as it can be printed: plain, and without characters the fonts lack.

    A character that is missing becomes its nearest simple form, else an empty box.
    """
    shown = register()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = typed.plain(lines).translate(_STAND_INS)
    return "".join(_shown_as(character, shown) for character in plain)


def _shown_as(character: str, shown: frozenset[str]) -> str:
    if character == "\n":
        return character
    kind = unicodedata.category(character)
    # Joiners and soft hyphens have no look of their own, nor have accents without a letter.
    if kind == "Cf" or (kind in _ACCENTS and character not in shown):
        return ""
    if character in shown:
        return character
    parts = unicodedata.normalize("NFKD", character)
    base = "".join(part for part in parts if unicodedata.category(part) not in _ACCENTS)
    return base if base and set(base) <= shown else UNKNOWN


def _utf16(character: str) -> str:
    return character.encode("utf-16-be").hex().upper()

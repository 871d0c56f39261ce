"""What PDF/A-2a and PDF/UA-1 ask of the file itself: streams, metadata and a colour profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFString

PROGRAM = "WijkDesk"
_END = b"endstream\n"
_PROPERTY = "http://www.aiim.org/pdfa/ns/"


@dataclass(frozen=True)
class Properties:
    """What the file says about itself; `made_at` is aware."""

    title: str
    subject: str
    author: str
    language: str
    made_at: datetime


class Stream(pdfdoc.PDFStream):
    """A compressed stream with the end of line that PDF/A asks for (ISO 19005-2, 6.1.7.1).

    Two bytes: after data that happens to end with a return, one newline would seem part of it.
    """

    def __init__(self, content: str | bytes, **entries: object) -> None:
        super().__init__(PDFDictionary(entries), content, [pdfdoc.PDFZCompress])

    def format(self, document: PDFDocument) -> bytes:
        """Return the bytes of the stream."""
        written: bytes = super().format(document)
        return written.removesuffix(_END) + b"\r\n" + _END


class Packet(pdfdoc.PDFObject):
    """The XMP packet, uncompressed, so that an archive can read it without knowing PDF."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, document: PDFDocument) -> bytes:
        """Return the bytes of the stream."""
        head = b"<< /Length %d /Subtype /XML /Type /Metadata >>\nstream\n" % len(self._content)
        return head + self._content + b"\n" + _END


def describe(document: PDFDocument, properties: Properties) -> None:
    """Write the properties in the document: as information, as XMP and as a time."""
    information = document.info
    information.title = properties.title
    information.subject = properties.subject
    information.author = properties.author
    information.creator = PROGRAM
    made_at = properties.made_at.astimezone(UTC)
    stamp = document._timeStamp
    stamp.t, stamp.lt = made_at.timestamp(), made_at.timetuple()
    stamp.YMDhms, stamp.dhh, stamp.dmm = tuple(stamp.lt)[:6], 0, 0
    packet = xmp(properties, information.producer)
    document.updateSignature(packet)
    document.Catalog.Metadata = Packet(packet)


def declare_tagged(document: PDFDocument) -> None:
    """Say that the document is tagged, shows its title, and what its colours mean."""
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
    profile = document.Reference(Stream(srgb_profile(), N=3))
    intent = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString("sRGB"),
        "Info": PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": profile,
    }
    catalog.OutputIntents = PDFArray([PDFDictionary(intent)])


@cache
def srgb_profile() -> bytes:
    """Return the sRGB colour profile, with its date pinned: equal documents have equal bytes."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07e800010001000000000000")  # 1 January 2024
    profile[84:100] = bytes(16)  # the profile's own checksum: not computed
    return bytes(profile)


def xmp(properties: Properties, producer: str) -> bytes:
    """Return the metadata packet, which says that this is PDF/A-2a and PDF/UA-1."""
    made_at = properties.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfaid="{_PROPERTY}id/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="{_PROPERTY}extension/"
  xmlns:pdfaSchema="{_PROPERTY}schema#"
  xmlns:pdfaProperty="{_PROPERTY}property#">
<dc:format>application/pdf</dc:format>
<dc:title>{_default(properties.title)}</dc:title>
<dc:description>{_default(properties.subject)}</dc:description>
<dc:creator><rdf:Seq><rdf:li>{escape(properties.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{escape(properties.language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool>
<xmp:CreateDate>{made_at}</xmp:CreateDate>
<xmp:ModifyDate>{made_at}</xmp:ModifyDate>
<pdf:Producer>{escape(producer)}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{_PDFUA_SCHEMA}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>""".encode()


# PDF/A knows no pdfuaid, so a file that is both describes it.
_PDFUA_SCHEMA = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""


def _default(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'

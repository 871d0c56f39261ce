"""The file says what it is, in a form that any archive can read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

from reportlab.pdfbase.pdfdoc import PDFDocument

from wijkdesk.reports import archival

PROPERTIES = archival.Properties(
    title="Plan & <aanpak>",
    subject="Onderwerp",
    author="Gemeente",
    language="nl",
    made_at=datetime(2026, 11, 24, 14, 2, tzinfo=timezone(timedelta(hours=1))),
)


def test_metadata_is_xml_with_the_text_as_it_was() -> None:
    packet = ElementTree.fromstring(archival.xmp(PROPERTIES, "Maker").strip())  # noqa: S314 (ours)
    said = [element.text for element in packet.iter() if element.text and element.text.strip()]
    assert "Plan & <aanpak>" in said
    assert said.count("2026-11-24T13:02:00+00:00") == 2


def test_metadata_names_both_standards() -> None:
    packet = archival.xmp(PROPERTIES, "Maker").decode()
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet


def test_a_stream_ends_on_a_line_of_its_own() -> None:
    lasts = set()
    for number in range(2000):
        stream = archival.Stream(f"inhoud {number}")
        written = stream.format(PDFDocument())
        head, _, data = written.partition(b"\nstream\n")
        data, end, rest = data.rpartition(b"\r\nendstream\n")
        assert end
        assert not rest
        assert b"/Length %d\n" % len(data) in head
        lasts.add(data[-1:])
    # Also after data that seems to end with an end of line.
    assert lasts >= {b"\r", b"\n"}


def test_the_colour_profile_has_a_fixed_date() -> None:
    profile = archival.srgb_profile()
    assert profile[24:36] == bytes.fromhex("07e800010001000000000000")
    assert profile[36:40] == b"acsp"

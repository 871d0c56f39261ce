"""What is drawn is tagged or an artifact, and a file in which that is broken is refused."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.reports import reading
from tests.reports.samples import PRINTED_AT, document, everything
from wijkdesk.reports import archival, fonts, pdf
from wijkdesk.reports.sections import Bullets, Heading, Paragraph, Table
from wijkdesk.reports.structure import Tree
from wijkdesk.reports.tagged import TaggedCanvas


@pytest.fixture(scope="module")
def whole() -> bytes:
    return pdf.render(everything())


def test_the_tags_say_what_each_part_is(whole: bytes) -> None:
    row, head = "TR(TH TD)", "TR(TH TH)"
    assert str(reading.tags(whole)) == (
        "Document(P P H1 P H2 P H3 L(LI(Lbl LBody) LI(Lbl LBody)) H4 "
        "L(LI(Lbl LBody) LI(Lbl LBody)) P "
        f"Table(Caption THead({head}) TBody({row} {row})))"
    )


def test_headings_are_bookmarks(whole: bytes) -> None:
    assert reading.bookmarks(whole) == [
        (0, "Rapport over de wijk"),
        (1, "Samenvatting"),
        (2, "Afspraken"),
        (3, "Details"),
    ]


def test_a_repeated_head_is_seen_but_read_once() -> None:
    rows = [[f"rij {n}", str(n)] for n in range(90)]
    made = pdf.render(document(Table("Veel", ["Kolom", "Aantal"], rows, {1})))
    pages = reading.pages(made)
    assert len(pages) > 2
    assert all("Kolom Aantal rij" in page for page in pages)
    assert str(reading.tags(made, 0)).count("THead") == 1
    assert all("THead" not in str(reading.tags(made, n)) for n in range(1, len(pages)))


def test_text_that_runs_on_is_one_element() -> None:
    made = pdf.render(document(Bullets(["woord " * 1500])))
    assert [str(reading.tags(made, n)) for n in range(2)] == [
        "Document(P H1 P L(LI(Lbl LBody)))",
        "Document(L(LI(LBody)))",
    ]


def test_a_heading_over_two_pages_is_one_bookmark() -> None:
    title = "Heel lang " * 60
    made = pdf.render(document(Paragraph("regel\n" * 30), Heading(2, title)))
    assert len(reading.bookmarks(made)) == 2
    assert reading.refusals(made) == []


def test_a_row_that_fits_on_a_page_is_not_cut() -> None:
    rows = [["Kort", "x"], ["Lang", "regel " * 300]]
    text = Paragraph("\n".join(["tekst"] * 18))
    first, second = reading.pages(pdf.render(document(text, Table("Tabel", ["A", "B"], rows))))
    assert "Kort" in first
    assert "regel" not in first
    assert second.count("regel") == 300


def test_words_at_the_end_of_a_line_stay_apart() -> None:
    said = reading.text(pdf.render(document(Paragraph("gemiddelde doorlooptijd " * 40))))
    assert said.count("gemiddelde doorlooptijd") == 40


def test_an_empty_text_leaves_no_tag() -> None:
    made = pdf.render(document(Heading(2, "Kop"), Paragraph(""), Paragraph("\u200b")))
    assert str(reading.tags(made)) == "Document(P H1 P H2)"


def test_a_font_that_is_not_embedded_is_refused() -> None:
    fonts.register()
    properties = archival.Properties("Titel", "Onderwerp", "Wie", "nl", PRINTED_AT)
    canvas = TaggedCanvas(
        BytesIO(),
        tree=Tree("nl"),
        properties=properties,
        finish=lambda canvas, number, total: None,
        pagesize=(595, 842),
    )
    with canvas.artifact():
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 72, "niet ingesloten")
    with pytest.raises(ValueError, match="Helvetica"):
        canvas.save()


# Each name is exchanged for one of the same length, so that only the meaning of the file breaks.
@pytest.mark.parametrize(
    ("name", "broken", "profile"),
    [
        (b"/Lang (", b"/Lanx (", "ua1"),
        (b"/Scope ", b"/Scopx ", "ua1"),
        (b"/S /H2", b"/S /H6", "ua1"),
        (b"/Marked true", b"/Marxed true", "ua1"),
        (b"/StructTreeRoot", b"/StructTreeRoox", "2a"),
        (b"/OutputIntents", b"/OutputIntentx", "2a"),
        (b"pdfaid:part", b"pdfaid:parx", "2a"),
        (b"pdfuaid:part", b"pdfuaid:parx", "ua1"),
        (b"/FontFile2", b"/FontFile9", "2a"),
    ],
)
def test_one_broken_thing_is_enough_to_be_refused(
    whole: bytes, name: bytes, broken: bytes, profile: str
) -> None:
    assert name in whole
    assert not reading.refusals(whole)
    refusals = reading.refusals(whole.replace(name, broken))
    assert any(refusal.startswith(profile) for refusal in refusals)

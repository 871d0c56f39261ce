"""Any document becomes a PDF that everybody can read and that an archive accepts."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import reading, verapdf
from tests.reports.samples import HOSTILE, NAMES, document, everything, hostile
from wijkdesk.config.paths import resource
from wijkdesk.reports import fonts, pdf
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

ROOT = Path(__file__).parents[2]
LONG = "woord " * 2400
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    "made", [everything(), hostile(), document()], ids=["everything", "hostile", "nothing"]
)
def test_both_standards_are_met(made: Document) -> None:
    assert reading.refusals(pdf.render(made)) == []


@given(title=TEXTS.filter(str.strip), texts=st.lists(TEXTS, min_size=4, max_size=4))
def test_both_standards_are_met_whatever_people_type(title: str, texts: list[str]) -> None:
    one, two, three, four = texts
    table = Table(four, [one], [[two]])
    sections: list[Section] = [Heading(2, one), Paragraph(two), Bullets([three]), table]
    made = pdf.render(document(*sections, title=title, marks=[four], organisation=three))
    assert reading.refusals(made) == []


def test_it_reads_in_the_order_of_the_sections() -> None:
    said = reading.text(pdf.render(everything()))
    order = ["VOORBEELD", "Gemeente", "Rapport", "Samenvatting", "De eerste", "tweede regel"]
    order += ["Afspraken", "• Eerste punt • Tweede", "Details", f"Naam {NAMES}", "Wijk Bloemhof"]
    order += ["Let hier goed op.", "Aantallen Wie Actief Anna 12 Bram 3", "Pagina 1 van 1"]
    places = [said.index(part) for part in order]
    assert all(before < after for before, after in pairwise(places))


def test_what_people_type_is_only_text() -> None:
    said = reading.text(pdf.render(document(Paragraph(HOSTILE))))
    assert "<img src='/etc/passwd'> & </para> <b>vet</b> %s {name} [31m" in said
    assert "omgekeerd los ☐ ☐ ☐☐☐ ☐☐☐ ☐" in said


def test_equal_documents_have_equal_bytes() -> None:
    assert pdf.render(everything()) == pdf.render(everything())


def test_equal_documents_have_equal_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.reports.samples import everything; "
        "from wijkdesk.reports import pdf; "
        "print(hashlib.sha256(pdf.render(everything())).hexdigest())"
    )
    strange = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "86400"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | strange,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(pdf.render(everything())).hexdigest()


def test_documents_made_at_the_same_time_do_not_mix() -> None:
    made = [document(Paragraph(f"Brief {n} " + NAMES[n:] * 3)) for n in range(12)]
    alone = [pdf.render(one) for one in made]
    with ThreadPoolExecutor(max_workers=4) as threads:
        assert list(threads.map(pdf.render, made)) == alone


def test_another_moment_is_another_file() -> None:
    made = everything()
    later = replace(made, printed_at=made.printed_at + timedelta(seconds=1))
    assert pdf.render(made) != pdf.render(later)


def test_the_paper_is_a4_and_the_fonts_are_ours() -> None:
    made = pdf.render(everything())
    with pypdfium2.PdfDocument(made) as opened:
        assert [round(side) for side in opened.get_page_size(0)] == [595, 842]
        assert opened.get_metadata_dict()["Title"] == "Rapport over de wijk"
    assert b"Helvetica" not in made


@pytest.mark.parametrize(
    "section",
    [
        Paragraph(LONG),
        Bullets([LONG]),
        Callout(LONG),
        Facts([("Label", LONG)]),
        Table("Tabel", ["A", "B"], [["kort", LONG]]),
    ],
    ids=lambda section: type(section).__name__,
)
def test_nothing_is_lost_when_text_runs_over_pages(section: Section) -> None:
    pages = reading.pages(pdf.render(document(section)))
    assert len(pages) > 3
    assert " ".join(pages).count("woord") == 2400


def test_a_long_table_starts_under_its_heading() -> None:
    rows = [[f"rij {n}", "x"] for n in range(100)]
    made = document(
        Paragraph("tekst " * 400), Heading(2, "Kop"), Table("Onderschrift", ["A", "B"], rows)
    )
    first, second, *_ = reading.pages(pdf.render(made))
    assert "Kop Onderschrift A B rij 0" in first
    assert "rij 20" in second


@pytest.mark.parametrize("lines", range(20, 36))
def test_a_heading_never_stands_alone_at_the_foot(lines: int) -> None:
    table = Table("Onderschrift", ["A", "B"], [["rij 0", "x"], ["rij 1", "y"]])
    text = Paragraph("\n".join(["regel"] * lines))
    pages = reading.pages(pdf.render(document(text, Heading(2, "Kop"), table)))
    assert any("Kop Onderschrift A B rij 0" in page for page in pages)


def test_an_empty_table_says_so() -> None:
    assert "Leeg A B – –" in reading.text(pdf.render(document(Table("Leeg", ["A", "B"], []))))


def test_short_cells_stay_on_one_line() -> None:
    fonts.register()
    rows = [["Een lange omschrijving van een stap " * 4, "ma 30 nov 2026", "Nog niet"]]
    long, day, state = pdf.column_widths(["Wat", "Wanneer", "Klaar"], rows, 470)
    assert long > day > state
    assert day >= 80


def test_every_letter_of_the_fonts_can_be_printed_and_read() -> None:
    # More than one part of a font can hold: letters are spread over several.
    letters = sorted(letter for letter in fonts.register() if letter.isalpha())
    assert len(letters) > 700
    made = pdf.render(document(Paragraph(" ".join(letters)), Bullets(letters[:300])))
    assert reading.refusals(made) == []
    assert set(letters[:300]) - set(reading.text(made)) == set()


def test_an_english_document_is_marked_as_english() -> None:
    if not resource("i18n/en.po").exists():
        pytest.skip("the English words are not here")
    made = pdf.render(document(Paragraph("A text in English."), language="en"))
    assert reading.refusals(made) == []
    assert b"/Lang (en)" in made


def test_a_heading_without_any_letters_keeps_its_place() -> None:
    made = pdf.render(document(Heading(2, "\x08"), Heading(3, "Onder"), title="\u200b"))
    assert reading.refusals(made) == []
    assert reading.bookmarks(made) == [(0, "–"), (1, "–"), (2, "Onder")]


def test_documents_are_sound_whatever_their_bytes_happen_to_be() -> None:
    for number in range(60):
        made = pdf.render(document(Paragraph(f"Nummer {number}")))
        assert reading.refusals(made) == []


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_columns_fill_the_width_exactly(rows: list[list[str]]) -> None:
    fonts.register()
    widths = pdf.column_widths(rows[0], rows[1:], 470)
    assert sum(widths) == pytest.approx(470)
    assert min(widths) > 0


@pytest.mark.skipif(verapdf.jar() is None, reason="veraPDF is not here; see verapdf.py")
def test_verapdf_agrees(tmp_path: Path) -> None:
    said = verapdf.check(verapdf.make_samples(tmp_path))
    assert said.returncode == 0, said.stdout + said.stderr

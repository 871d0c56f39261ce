"""What stands around the text: marks, running title, moments and page numbers on every page."""

from __future__ import annotations

import pytest

from tests.reports import reading
from tests.reports.samples import DEMO_BAND, document
from wijkdesk.reports import pdf
from wijkdesk.reports.sections import Paragraph

LONG = Paragraph("woord " * 2500)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return reading.pages(pdf.render(document(LONG, marks=[DEMO_BAND, "Kopie"])))


def test_marks_are_on_every_page(pages: list[str]) -> None:
    assert len(pages) > 3
    assert all(f"{DEMO_BAND} Kopie" in page for page in pages)


def test_pages_are_counted(pages: list[str]) -> None:
    for number, page in enumerate(pages, start=1):
        assert page.endswith(f"Pagina {number} van {len(pages)}")


def test_both_moments_are_days_in_rotterdam(pages: list[str]) -> None:
    assert all("Stand van di 24 nov 2026 · Afgedrukt op do 26 nov 2026" in page for page in pages)


def test_later_pages_repeat_the_title(pages: list[str]) -> None:
    assert pages[0].count("Rapport over de wijk") == 1
    assert all(page.startswith("Rapport over de wijk Gemeente Rotterdam") for page in pages[1:])


def test_a_mark_is_read_once_and_first() -> None:
    made = pdf.render(document(LONG, marks=[DEMO_BAND]))
    assert str(reading.tags(made)) == "Document(P P H1 P P)"
    assert str(reading.tags(made, 1)) == "Document(P)"


def test_a_long_title_is_cut_in_the_header_only() -> None:
    title = "Een heel lange titel " * 8
    first, second, *_ = reading.pages(pdf.render(document(LONG, title=title)))
    assert title.strip() in first
    assert "…" in second


def test_without_marks_there_is_no_band() -> None:
    (page,) = reading.pages(pdf.render(document()))
    assert page.startswith("Gemeente Rotterdam Rapport over de wijk Stand van")


def test_a_long_mark_takes_more_lines_and_pushes_the_text_down() -> None:
    mark = "Dit is een heel lang merk dat niet op een regel past. " * 4
    made = pdf.render(document(LONG, marks=[mark]))
    assert all(mark.strip() in page for page in reading.pages(made))
    assert len(reading.pages(made)) >= len(reading.pages(pdf.render(document(LONG))))
    assert reading.refusals(made) == []

"""A document that cannot be printed well is refused when it is made."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.reports.samples import document
from wijkdesk.reports.sections import Heading, Paragraph, Table


@pytest.mark.parametrize("level", [0, 1, 5])
def test_a_heading_is_below_the_title(level: int) -> None:
    with pytest.raises(ValueError, match="level 2 to 4"):
        Heading(level, "Kop")


def test_no_level_of_headings_is_skipped() -> None:
    with pytest.raises(ValueError, match="skips a level"):
        document(Heading(2, "Kop"), Paragraph("tekst"), Heading(4, "Te diep"))
    with pytest.raises(ValueError, match="skips a level"):
        document(Heading(3, "Te diep"))


def test_headings_may_come_back_up() -> None:
    assert document(Heading(2, "a"), Heading(3, "b"), Heading(4, "c"), Heading(2, "d")).sections


@pytest.mark.parametrize(("head", "row"), [(["a", "b"], ["1"]), (["a"], ["1", "2"]), ([], [])])
def test_every_row_has_the_cells_of_the_head(head: list[str], row: list[str]) -> None:
    with pytest.raises(ValueError, match="cells"):
        Table("Aantallen", head, [row])


def test_a_document_has_a_title_and_knows_its_time_zone() -> None:
    with pytest.raises(ValueError, match="title"):
        document(title="  ")
    naive = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001 (that is the point)
    for field in ("printed_at", "stand_at"):
        with pytest.raises(ValueError, match="time zone"):
            document(**{field: naive})

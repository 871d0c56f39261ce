"""What a document says, as plain data: no fonts, no colours, no page breaks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

LOWEST_HEADING = 4


@dataclass(frozen=True)
class Heading:
    """The title of a part. Level 2 is the first: level 1 is the title of the document."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if not 2 <= self.level <= LOWEST_HEADING:
            raise ValueError(f"a heading has level 2 to {LOWEST_HEADING}, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line break in it stays a line break."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list in which the order of the items says nothing."""

    items: Sequence[str]


@dataclass(frozen=True)
class Facts:
    """Short labels, each with what there is to say about it."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Rows under one head. The first cell of a row names the row.

    `numeric` holds the numbers of the columns (from 0) to be lined up on the right.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Collection[int] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        uneven = [row for row in self.rows if len(row) != len(self.head)]
        if uneven or not self.head:
            raise ValueError(f"every row of “{self.caption}” needs {len(self.head)} cells")


@dataclass(frozen=True)
class Callout:
    """A few sentences that nobody should miss."""

    text: str


Section = Heading | Paragraph | Bullets | Facts | Table | Callout


@dataclass(frozen=True)
class Document:
    """A document to be printed or kept.

    `language` is "nl" or "en". `stand_at` is the moment up to which the data is known and
    `printed_at` the moment of printing; both are aware, and nothing else tells the time.
    `marks` are said on every page, such as that the people in it do not exist.
    """

    title: str
    subject: str
    language: str
    organisation: str
    printed_at: datetime
    stand_at: datetime
    marks: Sequence[str] = ()
    sections: Sequence[Section] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title")
        if self.printed_at.tzinfo is None or self.stand_at.tzinfo is None:
            raise ValueError("the moments of a document need a time zone")
        level = 1
        for section in self.sections:
            if isinstance(section, Heading):
                if section.level > level + 1:
                    raise ValueError(f"“{section.text}” skips a level of headings")
                level = section.level

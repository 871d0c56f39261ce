"""Every text of the program, and the English catalogue kept up with it.

`python -m tests.i18n.catalogue` brings resources/i18n/en.po up to date: texts that are new come in
empty, texts that are gone go out, and what was translated stays.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from wijkdesk.caseload.catalogue import QUESTIONS, VERBS
from wijkdesk.config.settings import SETTINGS
from wijkdesk.i18n.terms import TERMS
from wijkdesk.i18n.troubles import FIELDS, SENTENCES

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "resources" / "i18n" / "en.po"
WIDTH = 96

# A text as it is looked up: one msgid, or one and many.
Text = str | tuple[str, str]


def texts() -> dict[Text, list[str]]:
    """Return every text of the program, with the files it stands in."""
    found: dict[Text, list[str]] = {}
    for file in sorted((ROOT / "wijkdesk").rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        for text in in_source(file.read_text(encoding="utf-8")):
            found.setdefault(text, []).append(place)
    tables = {
        "wijkdesk/i18n/terms.py": TERMS.values(),
        "wijkdesk/i18n/troubles.py": [*SENTENCES.values(), *FIELDS.values()],
        "wijkdesk/config/settings.py": [setting.meaning for setting in SETTINGS],
        "wijkdesk/caseload": [told.sentence for told in (*VERBS.values(), *QUESTIONS.values())],
    }
    for place, said in tables.items():
        for text in said:
            found.setdefault(text, []).append(place)
    # One text cannot be looked up both alone and as one of many: the plural stands for both.
    for one, _ in [text for text in found if isinstance(text, tuple)]:
        found.pop(one, None)
    return found


def in_source(source: str) -> Iterator[Text]:
    """Yield the literals in `words("...")`, `words.count(n, "...", "...")` and `mark("...")`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name, of = _called(node.func)
        given = [part.value for part in node.args if _is_text(part)]
        if name in {"words", "_words", "mark"} and node.args and _is_text(node.args[0]):
            yield given[0]
        elif name == "count" and of in {"words", "_words"}:
            yield given[0], given[1]


def placeholders(text: str) -> set[str]:
    """Return the names between braces in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def english() -> Catalog:
    """Return the English catalogue as it is kept."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def brought_up(old: Catalog) -> Catalog:
    """Return a catalogue with every text of the program, and what was translated of it."""
    new = Catalog(
        locale="en", project="WijkDesk", version="0", fuzzy=False, header_comment=HEADER,
        copyright_holder="WijkDesk", creation_date=WRITTEN, revision_date=WRITTEN,
        last_translator="WijkDesk", language_team="en",
    )  # fmt: skip
    for text, places in texts().items():
        kept = old.get(text if isinstance(text, str) else text[0])
        said = kept.string if kept is not None and kept.pluralizable == _is_plural(text) else ""
        new.add(text, said, locations=[(place, None) for place in sorted(set(places))])
    return new


def written(catalogue: Catalog) -> str:
    """Return a catalogue as it is kept: in the order of texts, without line numbers."""
    out = io.BytesIO()
    write_po(
        out, catalogue, width=WIDTH, sort_output=True, include_lineno=False, ignore_obsolete=True
    )
    return out.getvalue().decode()


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts that have no translation yet."""
    return [_first(message.id) for message in catalogue if message.id and not _is_said(message)]


HEADER = "# English words of WijkDesk; the Dutch text in the code is the name of each."
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)  # not the day of every run: equal in, equal out


def _called(function: ast.expr) -> tuple[str, str]:
    """Return the name of what is called, and of what it is called on."""
    if isinstance(function, ast.Name):
        return function.id, ""
    if isinstance(function, ast.Attribute):
        return function.attr, _called(function.value)[0]
    return "", ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def _is_plural(text: Text) -> bool:
    return isinstance(text, tuple)


def _first(id_: str | tuple[str, ...] | list[str]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def _is_said(message: object) -> bool:
    said = message.string  # type: ignore[attr-defined]
    return bool(said) if isinstance(said, str) else bool(said) and all(said)


def main() -> int:
    """Bring the English catalogue up to date, and say what has no translation yet."""
    catalogue = brought_up(english())
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text(written(catalogue), encoding="utf-8")
    empty = missing(catalogue)
    for text in empty:
        print(text.replace("\n", " "))
    print(f"{len(catalogue)} texts, {len(empty)} without English", file=sys.stderr)
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())

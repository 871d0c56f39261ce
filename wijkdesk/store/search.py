"""Find clients while somebody types: whole pages in the order of names, from the index."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Boolean, Connection, Date, text

from wijkdesk.domain.noun import UtcTime
from wijkdesk.domain.text import plain

PAGE = 100
_WORD = re.compile(r"[^\W_]+")  # what the index takes for a word
# The index has no accents, and instead of these letters the ones people type for them.
_PLAIN = str.maketrans(
    {"æ": "ae", "Æ": "ae", "ð": "d", "Ð": "d", "đ": "d", "Đ": "d", "ø": "o", "Ø": "o", "þ": "th",
     "Þ": "th", "ß": "ss", "ħ": "h", "Ħ": "h", "ı": "i", "ł": "l", "Ł": "l", "ŋ": "n", "Ŋ": "n",
     "œ": "oe", "Œ": "oe", "ŧ": "t", "Ŧ": "t"}
)  # fmt: skip
_TYPES: dict[str, Any] = {"next_due": Date(), "last_contact": UtcTime(), "waiting": Boolean()}

# What a line of the caseload shows beside the client's own fields; asked only for one page.
_LINES = """
SELECT c.id, c.given_name, c.family_name, c.neighbourhood, c.phase, l.name AS sorted_name,
    n.title AS next_action, n.due AS next_due,
    (SELECT count(*) FROM action a WHERE a.client = c.id AND a.finished_on IS NULL) AS open_actions,
    (SELECT max(m.at) FROM contact_moment m WHERE m.client = c.id) AS last_contact,
    c.id IN (SELECT o.client FROM outbox o WHERE o.client IS NOT NULL) AS waiting,
    (SELECT count(*) FROM row_state s WHERE s.organisation = c.organisation AND s.client = c.id
        AND s.extra LIKE '%"!%') AS versions
FROM ({page}) l JOIN client c ON c.organisation = :organisation AND c.id = l.client
    LEFT JOIN action n ON n.organisation = c.organisation AND n.id = (
        SELECT a.id FROM action a WHERE a.client = c.id AND a.finished_on IS NULL
        ORDER BY a.due IS NULL, a.due, a.recorded_at LIMIT 1)
ORDER BY l.name, l.client
"""
_PAGE = """
SELECT client, name FROM search_line
WHERE {where} ORDER BY name, client LIMIT :limit
"""


def page(
    tx: Connection,
    organisation: str,
    typed: str = "",
    after: tuple[str, str] | None = None,
    limit: int = PAGE,
) -> list[dict[str, Any]]:
    """Return a page of clients whose name or wijk holds every word typed, as its beginning.

    `after` is (sorted_name, id) of the last line of the page before.
    """
    words = _WORD.findall(plain(typed).translate(_PLAIN))
    if typed.strip() and not words:
        return []
    where = ["(name, client) > (:name, :id)"]
    name, id_ = after or ("", "")
    values: dict[str, Any] = {"organisation": organisation, "name": name, "id": id_, "limit": limit}
    if words:
        where.append("number IN (SELECT rowid FROM search_word WHERE search_word MATCH :words)")
        values["words"] = " ".join(f'"{word}"*' for word in words)
    asked = _LINES.format(page=_PAGE.format(where=" AND ".join(where)))
    found = tx.execute(text(asked).columns(**_TYPES), values)
    return [dict(line) for line in found.mappings()]

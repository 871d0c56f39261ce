"""Programs hear JSON alone; people hear plain text that no terminal obeys."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

from wijkdesk import i18n
from wijkdesk.cli.voice import Voice, plainly
from wijkdesk.errors import UserError

MOMENT = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


def voice(*, as_json: bool) -> Voice:
    """Return a voice that is overheard."""
    return Voice(i18n.words("nl"), as_json, io.StringIO(), io.StringIO())


def heard(stream: object) -> str:
    """Return what was said on one side."""
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_a_program_hears_one_document() -> None:
    speaking = voice(as_json=True)
    speaking.answer({"at": MOMENT, "due": date(2026, 12, 1), "name": "Şule"}, lambda _: "nee")
    assert heard(speaking.out) == (
        '{"at": "2026-11-24T14:02:00Z", "due": "2026-12-01", "name": "Şule"}\n'
    )


def test_people_hear_words() -> None:
    speaking = voice(as_json=False)
    speaking.answer({"at": MOMENT}, lambda words: words.moment(MOMENT))
    assert heard(speaking.out) == "di 24 nov 2026 15:02\n"


def test_a_refusal_is_one_line_with_code_message_and_field() -> None:
    speaking = voice(as_json=True)
    speaking.refuse(UserError("not_a_number", field="severity", given="a\nb"))
    assert heard(speaking.out) == ""
    [line] = heard(speaking.err).splitlines()
    assert json.loads(line) == {
        "error": {
            "code": "not_a_number",
            "message": "“a\nb” is geen heel getal.",
            "field": "severity",
        }
    }


def test_people_hear_which_field_it_is_about() -> None:
    speaking = voice(as_json=False)
    speaking.refuse(UserError("missing", field="title"))
    assert heard(speaking.err) == "Wat gaan we doen?: Dit moet u nog invullen.\n"


def test_nothing_reaches_a_terminal_that_it_would_obey() -> None:
    assert plainly("a\x1b[31mb\x07\x9b2J\u202ec\u2066d\r\ne\tf\x00") == "a[31mb2Jcd\ne\tf"


def test_what_goes_on_is_told_only_to_who_watches() -> None:
    speaking = voice(as_json=False)
    speaking.progress("Bezig …")
    assert heard(speaking.err) == ""

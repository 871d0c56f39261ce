"""Every trouble has one sentence with all it needs, and no sentence waits for nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.i18n.catalogue import placeholders
from tests.i18n.raised import literals, reasons, troubles
from wijkdesk import i18n
from wijkdesk.caseload.catalogue import QUESTIONS, VERBS
from wijkdesk.changes.merge import State
from wijkdesk.domain import NOUNS
from wijkdesk.domain.noun import SetBy
from wijkdesk.domain.values import BarrierDomain
from wijkdesk.errors import UserError
from wijkdesk.i18n.troubles import FIELDS, SENTENCES
from wijkdesk.sync import signer

DUTCH = i18n.words("nl")


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert len(troubles()) > 100
    assert [f"{t.place}: {t.code}" for t in troubles() if t.code not in SENTENCES] == []


def test_every_answer_of_central_that_a_person_sees_has_a_sentence() -> None:
    told = {State.CONFLICT.value, State.MERGED.value, State.REJECTED.value, *reasons()}
    assert told - set(SENTENCES) == set()
    assert set(signer.REFUSALS.values()) - set(SENTENCES) == set()


def test_no_sentence_is_stale() -> None:
    assert set(SENTENCES) - literals() == set()


def test_a_sentence_gets_every_value_it_speaks_of() -> None:
    wrong = [
        f"{t.place}: {t.code} lacks {sorted(lacking)}"
        for t in troubles()
        if not t.more and (lacking := placeholders(SENTENCES[t.code]) - t.values)
    ]
    assert wrong == []


def test_a_value_that_no_sentence_speaks_of_is_not_given() -> None:
    spoken = {t.code: set() for t in troubles()} | {
        c: placeholders(s) for c, s in SENTENCES.items()
    }
    kept = {"sent", "place"}  # for the program itself
    assert [t.place for t in troubles() if t.values - spoken[t.code] - kept] == []


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_one_a_person_can_read(code: str) -> None:
    said = SENTENCES[code]
    assert re.fullmatch(r"[A-Z“].*[.}\w]", said, re.DOTALL), said
    assert said == said.strip()
    assert "  " not in said
    assert len(said) <= 160
    assert not re.search(r"(?i)exception|error|sqlite|traceback|http \d|null", said)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_can_be_said_without_its_values(code: str) -> None:
    assert "{" not in DUTCH.sentence(code, {})


def test_every_field_and_parameter_has_a_label() -> None:
    fields = {
        name
        for noun in NOUNS.values()
        for name, known in noun.facts().items()
        if known.set_by is not SetBy.CENTRAL
    }
    asked = {p.name for told in (*VERBS.values(), *QUESTIONS.values()) for p in told.parameters}
    assert (fields | asked) - set(FIELDS) == set()
    assert all(label == label.strip() and label for label in FIELDS.values())


def test_trouble_with_a_field_names_one_with_a_label() -> None:
    assert [t.place for t in troubles() if t.field and t.field not in FIELDS] == []


def test_values_are_said_as_people_say_them() -> None:
    born = UserError("born_too_long_ago", field="born", since=date(1900, 1, 1))
    assert DUTCH.trouble(born).endswith("Vul een datum in na ma 1 jan 1900.")
    level = UserError("level_not_kept", field="severity", domain=BarrierDomain.JUSTITIE)
    assert DUTCH.trouble(level).startswith("Bij Justitie bewaren we geen niveau.")


def test_what_was_typed_is_not_taken_for_a_form() -> None:
    typed = UserError("unknown_neighbourhood", field="neighbourhood", given="{0} {choices!r} {")
    assert "{0} {choices!r} {" in DUTCH.trouble(typed)

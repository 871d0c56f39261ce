"""Every act and question by name: what it asks for, and how typed text becomes a value."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.caseload.told import refused
from tests.desks import ask, do
from wijkdesk.caseload import catalogue
from wijkdesk.caseload.catalogue import QUESTIONS, VERBS, Declared, Parameter, UsageError
from wijkdesk.caseload.desk import Desk
from wijkdesk.domain.values import Channel, Role
from wijkdesk.errors import UserError
from wijkdesk.i18n.troubles import FIELDS
from wijkdesk.policy.access import roles_for

ROOT = Path(__file__).resolve().parents[2]
ALL = [*VERBS.values(), *QUESTIONS.values()]
# The contract with scripts of municipalities: verb -> what it asks for (? = need not).
ASKED = {
    "register_client": "given_name family_name neighbourhood born? bsn? phone? email? postcode?"
    " talk_language?",
    "change_client": "client given_name? family_name? neighbourhood? born? bsn? phone? email?"
    " postcode? talk_language? phase?",
    "record_barrier": "client domain severity? consequence? help_arranged? urgent_until?",
    "measure_barrier": "barrier severity on? consequence?",
    "close_barrier": "barrier result",
    "plan_action": "client title kind by due? barrier? partner?",
    "finish_action": "action result",
    "record_contact": "client channel summary at?",
    "record_work_note": "client text about_others?",
    "keep_work_note": "work_note channel at?",
    "choose_version": "client record field version",
    "withdraw_record": "record reason?",
    "move_record": "record to reason?",
    "disown_device": "device",
    "assign": "client to",
    "hand_over": "client to reason note?",
    "move_caseload": "person to reason note?",
    "replace": "person by from until reason",
    "dismiss_answer": "answer",
    "caseload": "limit?",
    "search": "text limit?",
    "client": "client limit?",
    "barriers": "client limit?",
    "actions": "client limit?",
    "timeline": "client limit?",
    "work_notes": "client limit?",
    "waiting": "limit?",
    "inbox": "limit?",
    "versions": "client? limit?",
    "people": "limit?",
    "neighbourhoods": "limit?",
    "audit": "client for_client? limit?",
    "show_bsn": "client reason",
    "erase_text": "client record field reason",
    "open_dossier": "client reason text?",
    "hold_dossier": "client reason",
    "release_dossier": "client",
    "propose_purge": "client",
    "approve_purge": "purge",
    "retention": "limit?",
}


def test_the_contract_with_scripts_stands() -> None:
    told = {
        found.name: " ".join(p.name if p.required else f"{p.name}?" for p in found.parameters)
        for found in ALL
    }
    assert told == ASKED


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.name)
def test_everything_says_in_one_dutch_sentence_what_it_is(found: Declared) -> None:
    assert re.fullmatch(r"[A-Z].+\.", found.sentence), found.sentence
    assert len(found.sentence) <= 90
    assert found.name == found.function.__name__
    assert found.roles
    assert set(found.roles) <= set(Role)
    assert all(parameter.name in FIELDS for parameter in found.parameters)


def test_roles_are_those_of_policy() -> None:
    assert all(list(found.roles) == roles_for(found.name) for found in VERBS.values())


def test_fixed_codes_are_told_as_choices() -> None:
    channel = next(p for p in VERBS["record_contact"].parameters if p.name == "channel")
    assert channel.choices == tuple(Channel)
    assert channel.read("telefoon") is Channel.TELEFOON
    severity = next(p for p in VERBS["record_barrier"].parameters if p.name == "severity")
    assert (severity.kind, severity.choices) == (int, ())


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (str, "", ""),
        (str, " zo ", " zo "),
        (int, "2", 2),
        (int, "-3", -3),
        (bool, "true", True),
        (bool, "false", False),
        (date, "2026-11-24", date(2026, 11, 24)),
        (datetime, "2026-11-24T14:30+01:00", datetime(2026, 11, 24, 13, 30, tzinfo=UTC)),
        (datetime, "2026-11-24T13:30:00Z", datetime(2026, 11, 24, 13, 30, tzinfo=UTC)),
    ],
)
def test_text_becomes_a_value(kind: type, given: str, value: object) -> None:
    assert Parameter("p", kind, required=True).read(given) == value


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (int, "", "not_a_number"),
        (int, "2.0", "not_a_number"),
        (int, "twee", "not_a_number"),
        (int, "1e3", "not_a_number"),
        (int, "9" * 5000, "not_a_number"),
        (bool, "ja", "not_yes_or_no"),
        (bool, "True", "not_yes_or_no"),
        (bool, "1", "not_yes_or_no"),
        (date, "24-11-2026", "not_a_date"),
        (date, "2026-02-29", "not_a_date"),
        (date, "2026-11-24T10:00", "not_a_date"),
        (date, "", "not_a_date"),
        (datetime, "2026-11-24", "not_a_moment"),
        (datetime, "2026-11-24T10:00", "not_a_moment"),
        (datetime, "nu", "not_a_moment"),
    ],
)
def test_text_that_is_no_value_is_refused_with_the_parameter(
    kind: type, given: str, code: str
) -> None:
    with pytest.raises(UserError) as refusal:
        Parameter("p", kind, required=True).read(given)
    assert (refusal.value.code, refusal.value.field) == (code, "p")
    assert not isinstance(refusal.value, UsageError)


def test_a_kind_nobody_reads_is_a_bug() -> None:
    with pytest.raises(TypeError):
        Parameter("p", bytes, required=True).read("x")


@pytest.mark.parametrize(
    ("act", "given", "code", "values"),
    [
        ("fly", {}, "unknown_verb", {"given": "fly"}),
        ("close_barrier", {"colour": "red"}, "unknown_parameter", {"given": "colour"}),
        ("close_barrier", {"desk": "x"}, "unknown_parameter", {"given": "desk"}),
        ("close_barrier", {}, "missing_parameter", {"given": "barrier, result"}),
        ("close_barrier", {"result": "x"}, "missing_parameter", {"given": "barrier"}),
    ],
)
def test_wrong_usage_is_told_apart_from_wrong_values(
    desk: Desk, act: str, given: dict[str, str], code: str, values: dict[str, str]
) -> None:
    with pytest.raises(UsageError) as wrong:
        catalogue.perform(desk, act, given)
    assert (wrong.value.code, wrong.value.values) == (code, values)


def test_a_question_that_does_not_exist_is_wrong_usage(desk: Desk) -> None:
    with pytest.raises(UsageError) as wrong:
        ask(desk, "weather")
    assert wrong.value.code == "unknown_question"
    with pytest.raises(UsageError):
        ask(desk, "caseload", after="x")


def test_any_question_can_be_asked_for_its_first_rows(desk: Desk) -> None:
    assert len(ask(desk, "neighbourhoods", limit="5")) == 5
    assert ask(desk, "neighbourhoods", limit="0") == []
    assert ask(desk, "neighbourhoods", limit="-1") == []
    assert len(ask(desk, "neighbourhoods", limit="1000")) == 92
    assert refused(desk, lambda: ask(desk, "people", limit="x")) == ("not_a_number", "limit")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_row_of_every_question_has_an_id_and_can_be_told(
    desk: Desk, fatma: str, name: str
) -> None:
    barrier = do(desk, "record_barrier", client=fatma, domain="taal")
    do(desk, "plan_action", client=fatma, title="x", kind="overig", by="klant", barrier=barrier)
    do(desk, "record_contact", client=fatma, channel="email", summary="x")
    do(desk, "record_work_note", client=fatma, text="x")
    given = {p.name: fatma for p in QUESTIONS[name].parameters if p.name == "client"}
    rows = ask(desk, name, **given, **({"text": "fat"} if name == "search" else {}))
    assert rows or name in {"inbox", "versions", "retention"}
    for row in rows:
        assert row["id"]
        json.dumps(row, default=lambda value: value.isoformat())


def test_the_readme_names_no_verb_or_question_that_is_not_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"wijkdesk (?:do|ask) ([a-z_]+)", readme))
    assert named <= {*VERBS, *QUESTIONS}

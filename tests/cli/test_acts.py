"""Every act and question can be done by its name, and every refusal says what is the matter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import AMINA
from tests.cli.said import Say
from wijkdesk.caseload.catalogue import QUESTIONS, VERBS
from wijkdesk.domain.values import Role

A_DAY = ("given_name=Amina", "family_name=de Wit", "neighbourhood=Tarwewijk")


def test_an_act_says_what_it_touched(say: Say, client: str) -> None:
    told = say("do", "record_barrier", f"client={client}", "domain=schulden", "severity=2").json
    assert told == {"touched": [{"kind": "barrier", "id": told["id"]}], "id": told["id"]}


def test_a_question_gives_typed_values(say: Say, client: str) -> None:
    action = ("kind=taalles", "by=klant", "due=2026-12-01", "title=Taalles zoeken = snel")
    say("do", "plan_action", f"client={client}", *action)
    [row] = say("ask", "actions", f"client={client}").json
    assert (row["title"], row["due"]) == ("Taalles zoeken = snel", "2026-12-01")
    assert (row["recorded_at"], row["waiting"]) == ("2026-11-24T09:30:00Z", True)


def test_a_limit_gives_the_first_rows(say: Say, client: str) -> None:
    say("do", "register_client", "given_name=Bo", "family_name=Aal", "neighbourhood=Bloemhof")
    assert len(say("ask", "caseload").json) == 2
    assert [row["name"] for row in say("ask", "caseload", "limit=1").json] == ["Bo Aal"]
    assert say("ask", "caseload", "limit=veel").refusal == (3, "not_a_number", "limit")


def test_people_hear_it_in_words(tell: Say, client: str) -> None:
    record = ("do", "record_contact", f"client={client}", "channel=telefoon")
    said = tell(*record, "summary=Gebeld.\nMorgen \x1b[31mweer\x07.")
    assert said.out.startswith("Gedaan: ")
    told = tell("ask", "timeline", f"client={client}").out
    assert "di 24 nov 2026 10:30  Telefoon  Anna Jansen" in told
    assert "\x1b" not in told
    assert "    Gebeld.\n    Morgen [31mweer.\n" in told


def test_every_question_is_answered_for_people(tell: Say, client: str) -> None:
    tell("do", "record_barrier", f"client={client}", "domain=justitie", "consequence=minder_uren")
    asked = {"client": client, "text": "ami"}
    for name, declared in QUESTIONS.items():
        given = [f"{p.name}={asked[p.name]}" for p in declared.parameters if p.name in asked]
        said = tell("ask", name, *given)
        assert (said.code, said.err) == (0, ""), name
        assert said.out.strip(), name
    assert "Minder uren werken" in tell("ask", "barriers", f"client={client}").out


def test_the_lists_tell_all_that_can_be_done(bare: Say) -> None:
    for command, declared in (("do", VERBS), ("ask", QUESTIONS)):
        told = {entry["name"]: entry for entry in bare(command, "--list", "--json").json}
        assert set(told) == set(declared)
        text = bare(command, "--list").out
        assert all(f"{name} " in text and declared[name].sentence in text for name in told)
    verbs = {entry["name"]: entry for entry in bare("do", "--list", "--json").json}
    barrier = {asked["name"]: asked for asked in verbs["record_barrier"]["parameters"]}
    assert verbs["record_barrier"]["roles"] == ["consultant"]
    assert barrier["domain"]["required"]
    assert "schulden" in barrier["domain"]["choices"]
    assert (barrier["severity"]["type"], barrier["severity"]["required"]) == ("integer", False)
    questions = {entry["name"]: entry for entry in bare("ask", "--list", "--json").json}
    assert [asked["name"] for asked in questions["caseload"]["parameters"]] == ["limit"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("do",), "missing_parameter"),
        (("ask",), "missing_parameter"),
        (("do", "fly"), "unknown_verb"),
        (("ask", "why"), "unknown_question"),
        (("do", "register_client", "given_name=Amina"), "missing_parameter"),
        (("do", "register_client", *A_DAY, "shoe=42"), "unknown_parameter"),
        (("do", "register_client", *A_DAY, "given_name=Bo"), "given_twice"),
        (("do", "register_client", "Amina"), "not_named"),
        (("do", "register_client", "--fast"), "unknown_parameter"),
        (("ask", "client"), "missing_parameter"),
        (("ask", "caseload", "colour=red"), "unknown_parameter"),
    ],
)
def test_wrong_usage_ends_with_2(say: Say, line: tuple[str, ...], code: str) -> None:
    assert say(*line).refusal == (2, code, None)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ("born=2026-11-25", "born_in_future", "born"),
        ("born=2026-13-01", "not_a_date", "born"),
        ("born=gisteren", "not_a_date", "born"),
        ("neighbourhood=Kralingseveen", "unknown_neighbourhood", "neighbourhood"),
        ("bsn=999990001", "not_a_bsn", "bsn"),
        ("postcode=12", "not_a_postcode", "postcode"),
        ("email=niemand", "not_an_email", "email"),
        ("given_name= ", "missing", "given_name"),
        ("family_name=" + "a" * 201, "too_long", "family_name"),
    ],
)
def test_an_impossible_client_is_refused_and_nothing_is_kept(
    say: Say, given: str, code: str, field: str
) -> None:
    values = {word.partition("=")[0]: word for word in AMINA}
    values[given.partition("=")[0]] = given
    assert say("do", "register_client", *values.values()).refusal == (3, code, field)
    assert say("desk", "status").json["waiting"] == 0


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ("severity=6", "severity_out_of_range", "severity"),
        ("severity=abc", "not_a_number", "severity"),
        ("domain=geld", "not_a_choice", "domain"),
        ("urgent_until=2026-02-30", "not_a_date", "urgent_until"),
        ("help_arranged=ja", "not_yes_or_no", "help_arranged"),
        ("client=niemand", "unknown_record", "client"),
    ],
)
def test_an_impossible_barrier_is_refused(
    say: Say, client: str, given: str, code: str, field: str
) -> None:
    values = {"client": f"client={client}", "domain": "domain=schulden", field: given}
    assert say("do", "record_barrier", *values.values()).refusal == (3, code, field)


def test_wrong_usage_is_told_before_a_desk_is_unlocked(bare: Say) -> None:
    assert bare("do", "fly", "--json").refusal == (2, "unknown_verb", None)
    assert bare("ask", "search", "--json").refusal == (2, "missing_parameter", None)
    barrier = ("do", "record_barrier", "client=x", "domain=schulden", "severity=abc", "--json")
    assert bare(*barrier).refusal == (3, "not_a_number", "severity")


def test_a_role_that_may_not_is_told(say: Say, made: Path, tmp_path: Path) -> None:
    desk = shutil.copytree(made / Role.COORDINATOR, tmp_path / "desk")
    said = say("--desk", str(desk), "do", "register_client", *AMINA)
    assert said.refusal == (3, "not_yours", None)


def test_a_coordinator_asks_central_for_the_area(say: Say, made: Path, tmp_path: Path) -> None:
    desk = shutil.copytree(made / Role.COORDINATOR, tmp_path / "desk")
    said = say("--desk", str(desk), "ask", "caseload")
    assert said.refusal == (4, "central_unreachable", None)
    assert say("--desk", str(desk), "ask", "caseload", "a=b").code == 2
    assert say("--desk", str(desk), "ask", "people").code == 0


def test_a_coordinator_opens_and_reads_a_dossier_at_central(
    say: Say, made: Path, tmp_path: Path
) -> None:
    desk = shutil.copytree(made / Role.COORDINATOR, tmp_path / "desk")
    opened = say("--desk", str(desk), "do", "open_dossier", "client=c1", "reason=klacht")
    assert opened.refusal == (4, "central_unreachable", None)
    wrong = say("--desk", str(desk), "do", "open_dossier", "client=c1", "reason=zomaar")
    assert wrong.refusal == (3, "not_a_choice", "reason")
    for question in ("client", "barriers", "actions", "timeline"):
        read = say("--desk", str(desk), "ask", question, "client=c1")
        assert read.refusal == (4, "central_unreachable", None)


def test_a_search_is_in_the_log_of_the_desk(say: Say) -> None:
    client = say("do", "register_client", *AMINA).json["id"]
    assert len(say("ask", "search", "text=Ami").json) == 1
    assert say("do", "show_bsn", f"client={client}", "reason=aanvraag").code == 0
    rows = say("ask", "audit", f"client={client}", "for_client=true").json
    assert (rows[0]["act"], rows[0]["purpose"]) == ("show_bsn", "aanvraag")

"""A document becomes a file, whole and private, over nothing that exists."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.said import Say


def test_the_plan_of_a_client_is_a_private_pdf(say: Say, client: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    told = say("report", "plan", f"client={client}", "--out", str(out)).json
    assert told == {"file": str(out)}
    assert out.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    acts = [line["act"] for line in say("ask", "audit", f"client={client}").json]
    assert "report_plan" in acts


def test_a_file_that_exists_stays_as_it_is(say: Say, client: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    out.write_text("van iemand anders")
    said = say("report", "plan", f"client={client}", "--out", str(out))
    assert said.refusal == (3, "file_exists", "out")
    assert out.read_text() == "van iemand anders"


def test_a_place_that_is_not_there_is_trouble(say: Say, client: str, tmp_path: Path) -> None:
    out = tmp_path / "weg" / "plan.pdf"
    said = say("report", "plan", f"client={client}", "--out", str(out))
    assert said.refusal == (4, "file_not_written", None)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("roman", "--out", "x.pdf"), "unknown_document"),
        (("plan", "--out", "x.pdf"), "missing_parameter"),
        (("plan", "client=x", "kleur=rood", "--out", "x.pdf"), "unknown_parameter"),
        (("plan", "client=x"), "missing_parameter"),
        (("--out", "x.pdf"), "missing_parameter"),
    ],
)
def test_wrong_usage_ends_with_2(say: Say, line: tuple[str, ...], code: str) -> None:
    assert say("report", *line).refusal == (2, code, None)


def test_somebody_else_s_client_is_refused(say: Say, tmp_path: Path) -> None:
    said = say("report", "plan", "client=niemand", "--out", str(tmp_path / "plan.pdf"))
    assert said.refusal == (3, "unknown_record", "client")
    assert list(tmp_path.glob("*.pdf")) == []


def test_people_hear_where_it_is(tell: Say, client: str, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    assert tell("report", "plan", f"client={client}", "--out", str(out)).out == f"Bewaard: {out}\n"

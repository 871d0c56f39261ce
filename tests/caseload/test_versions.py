"""Two versions of a field are shown with who wrote them, and a person chooses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.caseload.told import accept, bring, left, logged, refused
from tests.desks import ANNA, BILAL, ask, do
from wijkdesk.caseload.desk import Desk
from wijkdesk.changes.change import Act
from wijkdesk.changes.row import Row

MINE = {"op": "dA:7", "by": ANNA, "at": "2026-11-20T08:00:00Z"}
OVER = {"by": BILAL, "at": "2026-11-19T08:00:00Z"}


@pytest.fixture
def barrier(desk: Desk, fatma: str) -> str:
    """Return a barrier of which level and day of measuring have two versions."""
    id_ = do(desk, "record_barrier", client=fatma, domain="schulden", severity="2")
    accept(desk)
    values: dict[str, Any] = {
        "severity": 4,
        "!severity": [{**MINE, "v": 3, "over": OVER}],
        "measured_on": "2026-11-19",
        "!measured_on": [{**MINE, "v": "2026-11-20", "over": OVER}],
    }
    bring(desk, (Row("barrier", id_, fatma, 2, values, dict.fromkeys(values, 9)), False))
    return id_


def choose(desk: Desk, client: str, record: str, **given: str) -> str:
    asked = {"field": "severity", "version": "dA:7", **given}
    return do(desk, "choose_version", client=client, record=record, **asked)


def test_every_version_is_shown_with_who_and_when(desk: Desk, fatma: str, barrier: str) -> None:
    days, levels = ask(desk, "versions", client=fatma)
    assert (levels["client"], levels["client_name"], levels["record"], levels["kind"]) == (
        fatma, "Fatma Yılmaz", barrier, "barrier",
    )  # fmt: skip
    assert (days["field"], levels["field"]) == ("measured_on", "severity")
    assert levels["values"] == [
        {"version": "head", "value": 4, "head": True, "who": "Bilal Öztürk",
         "at": datetime(2026, 11, 19, 8, tzinfo=UTC), "late": False},
        {"version": "dA:7", "value": 3, "head": False, "who": "Anna Jansen",
         "at": datetime(2026, 11, 20, 8, tzinfo=UTC), "late": False},
    ]  # fmt: skip
    assert [found["value"] for found in days["values"]] == [date(2026, 11, 19), date(2026, 11, 20)]
    assert ask(desk, "versions") == [days, levels]
    assert desk.status()["versions"] == 2
    assert ask(desk, "barriers", client=fatma)[0]["versions"] == 2
    assert ask(desk, "client", client=fatma)[0]["versions"] == 2
    assert ask(desk, "caseload")[0]["versions"] == 1


@pytest.mark.parametrize(("version", "value"), [("dA:7", 3), ("head", 4)])
def test_choosing_settles_the_field(
    desk: Desk, fatma: str, barrier: str, version: str, value: int
) -> None:
    choose(desk, fatma, barrier, version=version)
    assert ask(desk, "barriers", client=fatma)[0]["severity"] == value
    (change,) = left(desk).waits
    assert (change.act, change.field, change.value, change.seen, change.base) == (
        Act.SETTLE, "severity", value, ("dA:7",), 9,
    )  # fmt: skip
    assert [row["field"] for row in ask(desk, "versions")] == ["measured_on"]
    assert desk.status()["versions"] == 1
    assert (logged(desk)["act"], logged(desk)["record"]) == ("choose_version", barrier)


def test_an_ordinary_change_does_not_settle_anything(desk: Desk, fatma: str, barrier: str) -> None:
    do(desk, "measure_barrier", barrier=barrier, severity="5")
    assert [row["field"] for row in ask(desk, "versions")] == ["measured_on", "severity"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"version": "dB:1"}, "no_such_version", "version"),
        ({"field": "consequence"}, "no_such_version", "version"),
        ({"field": "consequence", "version": "head"}, "no_such_version", "version"),
        ({"field": "!severity"}, "no_such_version", "version"),
        ({"field": "organisation"}, "no_such_version", "version"),
        ({"record": "nothing"}, "unknown_record", "record"),
        ({"client": "nobody"}, "unknown_record", "record"),
    ],
    ids=str,
)
def test_what_is_not_there_cannot_be_chosen(
    desk: Desk, fatma: str, barrier: str, given: dict[str, str], code: str, field: str
) -> None:
    asked = {"client": fatma, "record": barrier, **given}
    assert refused(desk, lambda: choose(desk, **asked)) == (code, field)


def test_versions_of_what_this_program_does_not_know_are_left_alone(
    desk: Desk, fatma: str, barrier: str
) -> None:
    strange = {"weight": 3, "!weight": [{**MINE, "v": 4, "over": None}]}
    bring(desk, (Row("parcel", "p", fatma, 5, strange, {"!weight": 6}), True))
    assert len(ask(desk, "versions")) == 2
    act = lambda: choose(desk, fatma, "p", field="weight")  # noqa: E731
    assert refused(desk, act) == ("unknown_record", "record")

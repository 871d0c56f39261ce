"""What a person wrote goes out of a change, the same in both databases, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert, select, text

from tests.town.fixtures import SERVICE, as_service
from tests.town.town import MORNING, found
from wijkdesk.central.blank import ERASED_FINGERPRINT, blank
from wijkdesk.central.storage import connect
from wijkdesk.central.tables import Operation
from wijkdesk.changes.change import Act, Change
from wijkdesk.changes.merge import Outcome, State

_OPERATION = Operation.__table__  # type: ignore[attr-defined]
DEVICE, ID = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
OWN = "33333333-3333-4333-8333-333333333333"
AT = "2026-11-23T09:00:00Z"

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=9)
FIELDS = st.sampled_from(["summary", "phone", "v", "f", "é", "'"]) | TEXTS.filter(bool)
VALUES = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53)
    # Beyond this the two write a number in other digits.
    | st.floats(-(2**53), 2**53, width=32) | TEXTS | st.lists(TEXTS, max_size=2)
)  # fmt: skip
MADE = st.builds(
    Change, n=st.just(1), act=st.just(Act.NEW), kind=st.just("client"), id=st.just(ID),
    client=st.just(ID), at=st.just(AT), values=st.dictionaries(FIELDS, VALUES, max_size=3),
)  # fmt: skip
WRITTEN = st.builds(
    Change, n=st.just(1), act=st.sampled_from([Act.SET, Act.SETTLE]), kind=st.just("client"),
    id=st.just(ID), client=st.just(DEVICE), at=st.just(AT), field=FIELDS, value=VALUES,
    base=st.integers(0, 2**53), after=st.integers(0, 9),
    seen=st.lists(TEXTS.filter(bool), max_size=2).map(tuple),
)  # fmt: skip
ASKED = st.builds(
    Change, n=st.just(1), act=st.just(Act.COMMAND), kind=st.just("client"), id=st.just(ID),
    client=st.just(ID), at=st.just(AT), field=FIELDS,
    value=st.dictionaries(TEXTS, TEXTS, max_size=3),
)  # fmt: skip
OUTCOMES = st.builds(
    Outcome, st.sampled_from(State), st.integers(0, 2**53), VALUES, st.sampled_from(["", "unknown"])
)


@pytest.fixture(scope="module")
def engines(
    postgres: Any, empty_central: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Engine]]:
    """Both databases; in PostgreSQL as the service, which owns nothing."""
    file = tmp_path_factory.mktemp("blank") / "central.db"
    file.write_bytes(empty_central.read_bytes())
    url = as_service(postgres, postgres.fresh(postgres.template("empty_central", found)))
    made = [connect(f"sqlite:///{file}"), connect(url)]
    yield made
    for engine in made:
        engine.dispose()


def keep(tx: Connection, change: Change, outcome: Outcome) -> None:
    """Keep a change with its outcome, as central does."""
    tx.execute(
        insert(_OPERATION).values(
            organisation=OWN, device=DEVICE, n=change.n, fingerprint=change.fingerprint(),
            person=ID, body=json.dumps(change.travelled(), ensure_ascii=False),
            result=json.dumps(outcome.travelled(), ensure_ascii=False), version=7,
            received_at=MORNING,
        )
    )  # fmt: skip


def kept(tx: Connection) -> tuple[Any, ...]:
    """Return what is kept of it, and that it can be read as what it is."""
    line = tx.execute(select(_OPERATION).where(_OPERATION.c.organisation == OWN)).one()
    body, result = json.loads(line.body), json.loads(line.result)
    Change.received(body)
    Outcome.received(result)
    return body, result, line.fingerprint, line.person, line.version, line.n


def blanked(engine: Engine, change: Change, outcome: Outcome, field: str | None) -> Any:
    """Return what is left of a change, in a transaction that is undone."""
    with engine.connect() as tx:
        keep(tx, change, outcome)
        blank(tx, OWN, DEVICE, 1, field)
        return kept(tx)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(MADE | WRITTEN | ASKED, OUTCOMES, st.none() | FIELDS, st.booleans())
def test_both_databases_leave_the_same(
    engines: list[Engine], change: Change, outcome: Outcome, field: str | None, own: bool
) -> None:
    if own and field is not None:
        field = change.field or next(iter(change.values or {}), field)
    here, there = (blanked(engine, change, outcome, field) for engine in engines)
    assert here == there
    if here[2] != ERASED_FINGERPRINT:
        assert here[:3] == (change.travelled(), outcome.travelled(), change.fingerprint())


@pytest.mark.parametrize("at", [0, 1])
def test_nothing_of_a_text_stays(engines: list[Engine], at: int) -> None:
    values = {"summary": "MARK", "channel": "gesprek"}
    made = Change(1, Act.NEW, "contact_moment", ID, DEVICE, AT, values=values)
    merged = Outcome(State.MERGED, 7, "MARK")
    body, result, fingerprint, *_ = blanked(engines[at], made, merged, "summary")
    assert body["v"] == {"channel": "gesprek"}
    assert (result, fingerprint) == ({"st": "merged", "ver": 7, "v": None}, "")
    written = Change(1, Act.SET, "contact_moment", ID, DEVICE, AT, field="summary", value="MARK")
    for field in ("summary", None):
        body, result, fingerprint, *_ = blanked(engines[at], written, merged, field)
        assert (body["v"], body["f"], fingerprint) == (None, "summary", "")
    asked = Change(1, Act.COMMAND, "client", ID, ID, AT, field="open", value={"text": "MARK"})
    assert blanked(engines[at], asked, merged, None)[0]["v"] == {}


@pytest.mark.parametrize("at", [0, 1])
def test_what_is_not_there_is_left_alone(engines: list[Engine], at: int) -> None:
    written = Change(1, Act.SET, "contact_moment", ID, DEVICE, AT, field="summary", value="MARK")
    with engines[at].connect() as tx:
        keep(tx, written, Outcome(State.OK, 7))
        blank(tx, OWN, DEVICE, 2)
        blank(tx, ID, DEVICE, 1)
        blank(tx, OWN, DEVICE, 1, "channel")
        assert kept(tx)[0] == written.travelled()


def test_it_cannot_be_used_to_write(engines: list[Engine]) -> None:
    """Whatever the service asks of the function, only blanks come out."""
    secret = "'{\"v\": 1}'), ''); --"
    made = Change(1, Act.NEW, "client", ID, ID, AT, values={"given_name": "A", secret: "B"})
    with engines[1].connect() as tx:
        assert tx.execute(text("SELECT current_user")).scalar() == SERVICE
        keep(tx, made, Outcome(State.OK, 7))
        tx.execute(text("CREATE TEMPORARY TABLE operation (organisation text, device text)"))
        tx.execute(text("SET search_path = pg_temp, public"))
        blank(tx, OWN, DEVICE, 1, secret)
        tx.execute(text("SET search_path = public"))
        tx.execute(text("DROP TABLE pg_temp.operation"))
        body = kept(tx)[0]
    assert body == {**made.travelled(), "v": {"given_name": "A"}}


def test_the_changes_here_are_undone(engines: list[Engine]) -> None:
    for engine in engines:
        with engine.connect() as tx:
            assert tx.execute(select(_OPERATION)).all() == []

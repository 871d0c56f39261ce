"""What was written before a desk heard that the client is no longer its person's."""

from __future__ import annotations

import pytest

from tests.central.forge import message, post
from tests.central.test_handover import clients, coordinator, register, told
from tests.town.town import Place, Town
from wijkdesk.store import meta


@pytest.fixture
def taken_over(any_town: Town) -> tuple[Place, Place, str]:
    """Anna's and Bart's desks, and a client who went from her to him while she was away."""
    anna, bart = any_town.desk("anna"), any_town.desk("bart")
    client = register(any_town, anna, phone="06 1")
    cora = coordinator(any_town)
    cora.do("assign", client=client, to=any_town.people["bart"])
    any_town.sync("cora Charlois")
    any_town.sync("bart")
    return anna, bart, client


def barrier(place: Place, client: str) -> str:
    """Return the id of the only barrier of a client."""
    (row,) = place.ask("barriers", client=client)
    return str(row["id"])


def test_a_record_that_was_made_lands_with_who_has_the_client(
    any_town: Town, taken_over: tuple[Place, Place, str]
) -> None:
    anna, bart, client = taken_over
    anna.do("record_contact", client=client, channel="telefoon", summary="Nog gesproken")
    any_town.settle()
    (row,) = [row for row in bart.ask("timeline", client=client) if row["text"] == "Nog gesproken"]
    assert row["by_name"] == "anna"
    assert sorted(told(bart)) == ["came_late", "client_assigned"]
    assert sorted(told(anna)) == ["client_taken_over", "late"]
    assert clients(anna) == []
    assert any_town.agrees()


def test_a_field_that_was_set_stays_beside_what_stands(
    any_town: Town, taken_over: tuple[Place, Place, str]
) -> None:
    anna, bart, client = taken_over
    anna.do("change_client", client=client, phone="06 2")
    any_town.settle()
    (double,) = bart.ask("versions")
    assert [(v["value"], v["head"], v["late"]) for v in double["values"]] == [
        ("06 1", True, False), ("06 2", False, True),
    ]  # fmt: skip
    assert bart.ask("client", client=client)[0]["phone"] == "06 1"
    assert any_town.agrees()


def test_words_that_came_late_are_never_merged(
    any_town: Town, taken_over: tuple[Place, Place, str]
) -> None:
    anna, bart, client = taken_over
    record = barrier(anna, client)
    anna.do("measure_barrier", barrier=record, severity="2", consequence="een twee drie")
    any_town.settle()
    row = bart.ask("barriers", client=client)[0]
    assert row["consequence"] is None
    assert any_town.agrees()


def test_the_answer_says_nothing_of_what_stands(
    any_town: Town, taken_over: tuple[Place, Place, str]
) -> None:
    anna, bart, client = taken_over
    bart.do("change_client", client=client, phone="06 GEHEIM")
    any_town.sync("bart")
    anna.do("change_client", client=client, phone="06 2")
    any_town.sync("anna")
    assert "GEHEIM" not in str(anna.road.messages())
    assert all(row["text"] == "" for row in anna.ask("inbox"))


def test_once_heard_nothing_comes_late(
    any_town: Town, taken_over: tuple[Place, Place, str]
) -> None:
    """A program that was changed may claim anything; central knows how far a desk has come."""
    anna, bart, client = taken_over
    any_town.sync("anna")
    register(any_town, anna, "Bos")
    with anna.desk.reading() as tx:
        n = int(anna.desk.database.connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()[0])  # fmt: skip
        assert int(meta.read(tx)["since"]) > 0
    op = {"n": n + 1, "t": "set", "k": "client", "id": client, "at": "2026-11-23T09:00:00Z",
          "f": "phone", "v": "06 3", "b": 0}  # fmt: skip
    answer = post(any_town, anna, "/sync", {**message(anna, ops=[op]), "since": 0})
    assert answer.message["acks"] == [[n + 1, {"st": "rejected", "why": "unknown"}]]
    any_town.sync("bart")
    assert bart.ask("versions") == []


def test_after_thirty_days_it_is_refused(
    any_town: Town, taken_over: tuple[Place, Place, str]
) -> None:
    anna, bart, client = taken_over
    anna.do("change_client", client=client, phone="06 2")
    any_town.later(days=31)
    any_town.settle()
    assert "unknown" in told(anna)
    assert bart.ask("versions") == []
    assert any_town.agrees()


def test_of_a_client_without_contact_person_the_coordinator_hears(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client = register(any_town, anna)
    cora = coordinator(any_town)
    any_town.person("bart")
    days = {"from": "2026-11-20", "until": "2026-11-25"}
    anna.do("replace", person=any_town.people["anna"], by=any_town.people["bart"], reason="vrij",
            **days)  # fmt: skip
    any_town.sync("anna")
    bart = any_town.desk("bart")
    assert clients(bart) == [client]
    bart.do("record_contact", client=client, channel="telefoon", summary="Waargenomen")
    any_town.later(days=4)
    any_town.settle()
    assert "late" in told(bart)
    assert "came_late" in told(anna)
    assert "came_late" not in told(cora)
    assert any_town.agrees()


def test_what_is_written_while_the_answer_comes_is_sent_before_the_client_goes(
    any_town: Town, taken_over: tuple[Place, Place, str]
) -> None:
    anna, bart, client = taken_over

    def write(*_passed: object) -> None:
        anna.road.look = None
        anna.do("record_contact", client=client, channel="telefoon", summary="Nog net op tijd")

    anna.road.look = write
    any_town.settle()
    assert clients(anna) == []
    assert "Nog net op tijd" in [row["text"] for row in bart.ask("timeline", client=client)]
    assert "late" in told(anna)
    assert any_town.agrees()


def test_a_long_queue_is_sent_whole_before_the_client_goes(
    any_town: Town, taken_over: tuple[Place, Place, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bart, client = taken_over
    monkeypatch.setattr("wijkdesk.sync.round.MOST_CHANGES", 2)
    said = [f"Gesprek {number}" for number in range(5)]
    for summary in said:
        anna.do("record_contact", client=client, channel="telefoon", summary=summary)
    any_town.settle()
    assert clients(anna) == []
    assert set(said) <= {row["text"] for row in bart.ask("timeline", client=client)}
    assert any_town.agrees()

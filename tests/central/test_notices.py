"""What people are told reaches every desk of theirs once, however much it is."""

from __future__ import annotations

from typing import Any

from tests.central.forge import message, post
from tests.town.town import Place, Town
from wijkdesk.central import notices


def tell(town: Town, people: list[str], text: str = "", client: str | None = None) -> None:
    """Tell people something."""
    told = [town.people.get(name, name) for name in people]
    with town.storage.transaction() as tx:
        notices.tell(tx, town.organisation(), told, "left_behind", "client", "r1", client, text,
                     town.clock())  # fmt: skip


def texts(place: Place) -> list[str]:
    """Return what is in the inbox of a desk, in the order it was told."""
    return [line["text"] for line in reversed(place.ask("inbox"))]


def test_it_reaches_every_desk_of_a_person_once(any_town: Town) -> None:
    desks = [any_town.enrol(name, "anna") for name in ("anna1", "anna2")]
    bart = any_town.desk("bart")
    any_town.settle()
    (laptop,) = desks[0].ask("inbox")
    desks[0].do("dismiss_answer", answer=laptop["id"])
    tell(any_town, ["anna", "anna"], "een")
    for _ in range(2):
        any_town.settle()
    (line,) = desks[0].ask("inbox")
    assert (line["code"], line["record"], line["at"]) == ("left_behind", "r1", any_town.clock())
    assert [texts(place) for place in (*desks, bart)] == [["een"], ["een"], []]
    desks[0].do("dismiss_answer", answer=line["id"])
    any_town.later(minutes=1)
    tell(any_town, ["anna", "bart"], "twee")
    any_town.settle()
    assert [texts(place) for place in (*desks, bart)] == [["twee"], ["een", "twee"], ["twee"]]
    assert any_town.agrees()


def test_nobody_is_told_nothing(town: Town) -> None:
    anna = town.desk("anna")
    tell(town, [])
    tell(town, ["not a colleague"])
    assert town.sync("anna").requests == 1
    assert anna.ask("inbox") == []


def test_more_than_fits_in_an_answer_comes_in_order(town: Town) -> None:
    anna = town.desk("anna")
    many = [f"{n:03} {'x' * 3996}" for n in range(300)]
    for text in many:
        tell(town, ["anna"], text)
    answers: list[dict[str, Any]] = []
    for _ in range(3):
        answers.append(post(town, anna, "/sync", message(anna)).message)
        town.sync("anna")
    assert 0 < len(answers[0]["notes"]) < len(many)
    assert "notes" not in answers[2]
    assert sorted(texts(anna)) == many
    assert town.agrees()


def test_a_notice_of_a_busy_moment_is_not_passed_by(town: Town) -> None:
    """Somebody is told something in the same request that also changes their dossier."""
    anna, bart = town.desk("anna"), town.desk("bart")
    client = anna.do("register_client", given_name="Samira", family_name="Aarts",
                     neighbourhood="Tarwewijk")  # fmt: skip
    note = anna.do("record_contact", client=client, channel="gesprek", summary="Hallo")
    town.sync("anna")
    town.give(client, "bart")
    town.settle()
    anna.do("erase_text", client=client, record=note, field="summary", reason="niet_nodig")
    anna.do("change_client", client=client, phone="06")
    town.sync("anna")
    town.sync("bart")
    assert [line["code"] for line in bart.ask("inbox")] == ["text_erased"]
    assert town.sync("bart").received == 0

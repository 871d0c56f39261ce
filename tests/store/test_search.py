"""Finding clients while typing: beginnings of words, every page in order, whatever is typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.desks import ANNA, NOW, ORGANISATION
from tests.store.people import FATMA, JOYCE, client, make
from wijkdesk.domain import Action, Client, ContactMoment
from wijkdesk.store import records, search
from wijkdesk.store.database import Database, Transaction

PEOPLE = (
    ("Fatma", "Yılmaz", "Tarwewijk"),
    ("Joyce", "van der Velden", "Oude Noorden"),
    ("José", "Müller-Çelik", "Bloemhof"),
    ("İnci", "Şahin", "Carnisse"),
    ("Łukasz", "O’Brien", "Tarwewijk"),
    ("Ngozi", "Okonjo", "Bloemhof"),
    ("Anna", "Zwart", "Carnisse"),
    ("Bob", "de Zwart", "Carnisse"),
)


@pytest.fixture
def full(database: Database) -> Database:
    with database.transaction() as tx:
        for n, (given, family, place) in enumerate(PEOPLE):
            records.make(tx, client(f"c{n}", given, family, neighbourhood=place))
    return database


def found(tx: Transaction, typed: str) -> set[str]:
    return {line["given_name"] for line in search.page(tx, ORGANISATION, typed)}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("fat", {"Fatma"}),
        ("FATMA", {"Fatma"}),
        ("yıl", {"Fatma"}),
        ("jose", {"José"}),
        ("José", {"José"}),
        ("Jose\u0301", {"José"}),
        ("mull", {"José"}),
        ("celik", {"José"}),
        ("yil", {"Fatma"}),
        ("luk", {"Łukasz"}),
        ("łuk", {"Łukasz"}),
        ("inci", {"İnci"}),
        ("sahin", {"İnci"}),
        ("şah", {"İnci"}),
        ("obr", set()),
        ("brien", {"Łukasz"}),
        ("O’Brien", {"Łukasz"}),
        ("o'brien", {"Łukasz"}),
        ("velden joyce", {"Joyce"}),
        ("van de", {"Joyce"}),
        ("zwart", {"Anna", "Bob"}),
        ("zwart bob", {"Bob"}),
        ("tarwe", {"Fatma", "Łukasz"}),
        ("bloem ngo", {"Ngozi"}),
        ("atma", set()),
        ("fatma joyce", set()),
        ("  ", {given for given, _, _ in PEOPLE}),
    ],
)
def test_beginnings_of_words_are_found_without_accents(
    full: Database, typed: str, names: set[str]
) -> None:
    with full.transaction() as tx:
        assert found(tx, typed) == names


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "*", "fatma*", 'fatma"', "NEAR(", "fatma NEAR joyce", "AND", "fatma OR joyce",
     "NOT fatma", "words:fatma", "-fatma", "^fatma", "(", "fatma)", "{words}:x", "\\", "_", "a_b",
     "%", "🎉", "\x00", ";DROP TABLE client", ":name", "fatma\u202e", "+", "x" * 5000, "a " * 2000],
)  # fmt: skip
def test_hostile_words_are_only_words(full: Database, typed: str) -> None:
    with full.transaction() as tx:
        assert found(tx, typed) <= {"Fatma", "Anna"}
        assert len(search.page(tx, ORGANISATION)) == len(PEOPLE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12))
def test_nothing_anybody_types_is_trouble(full: Database, typed: str) -> None:
    with full.transaction() as tx:
        assert found(tx, typed) <= {given for given, _, _ in PEOPLE}


def test_pages_follow_each_other_without_gap_or_double(full: Database) -> None:
    with full.transaction() as tx:
        whole = [line["id"] for line in search.page(tx, ORGANISATION)]
        for size in (1, 2, 3, 5, 8, 9):
            ids: list[str] = []
            after = None
            while lines := search.page(tx, ORGANISATION, "", after, size):
                ids += [line["id"] for line in lines]
                after = (lines[-1]["sorted_name"], lines[-1]["id"])
            assert ids == whole
        zwart = search.page(tx, ORGANISATION, "zwart", None, 1)
        rest = search.page(tx, ORGANISATION, "zwart", (zwart[0]["sorted_name"], zwart[0]["id"]), 9)
        assert {zwart[0]["given_name"], rest[0]["given_name"]} == {"Anna", "Bob"}
        assert len(rest) == 1


def test_the_order_is_that_of_names_whatever_stands_on_a_letter(database: Database) -> None:
    names = ["Aal", "Ågren", "Çelik", "de Boer", "Łuczak", "Özdemir", "Pieters", "Şahin", "Zwart"]
    with database.transaction() as tx:
        for n, name in enumerate(reversed(names)):
            records.make(tx, client(f"c{n}", "Jan", name))
        assert [line["family_name"] for line in search.page(tx, ORGANISATION)] == names


def test_people_of_one_name_are_all_there(database: Database) -> None:
    with database.transaction() as tx:
        for n in range(5):
            records.make(tx, client(f"same{n}", "Jan", "Jansen"))
        first = search.page(tx, ORGANISATION, "jan", None, 3)
        last = (first[-1]["sorted_name"], first[-1]["id"])
        assert len({line["id"] for line in first + search.page(tx, ORGANISATION, "jan", last)}) == 5


def test_the_index_follows_every_change(full: Database) -> None:
    with full.transaction() as tx:
        records.put(tx, Client, "c0", {"family_name": "de Boer", "phone": "06"})
        assert found(tx, "boer") == {"Fatma"}
        assert found(tx, "yılmaz") == set()
        records.remove(tx, Client, "c0")
        assert found(tx, "boer") == set()
        assert tx.execute(text("SELECT count(*) FROM search_line")).scalar() == len(PEOPLE) - 1


def test_a_name_that_was_taken_away_is_nowhere_in_the_index(full: Database) -> None:
    with full.transaction() as tx:
        words = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'search_word', 'row')"
        tx.execute(text(words))
        asked = text("SELECT count(*) FROM vocabulary WHERE term LIKE 'ngozi%'")
        assert tx.execute(asked).scalar() == 1
        records.remove(tx, Client, "c5")
        assert tx.execute(asked).scalar() == 0


def line(tx: Transaction, id_: str = FATMA) -> dict[str, Any]:
    return next(line for line in search.page(tx, ORGANISATION) if line["id"] == id_)


def test_a_line_says_what_is_next_and_what_waits(database: Database) -> None:
    today = NOW.date()
    written = {"organisation": ORGANISATION, "client": FATMA, "recorded_by": ANNA}
    step = {"kind": "overig", "by": "klant", "recorded_at": NOW}
    with database.transaction() as tx:
        records.make(tx, client())
        make(tx, client(JOYCE, "Joyce"))
        nothing = line(tx)
        assert (nothing["next_action"], nothing["next_due"], nothing["last_contact"]) == (
            None, None, None,
        )  # fmt: skip
        assert (nothing["open_actions"], nothing["waiting"], nothing["versions"]) == (0, False, 0)
        assert line(tx, JOYCE)["waiting"] is True
        for n, (title, due, done) in enumerate(
            [("later", 9, None), ("whenever", None, None), ("next", 2, None), ("done", 1, today)]
        ):
            day = None if due is None else today + timedelta(days=due)
            own = {"title": title, "due": day, "finished_on": done, **step}
            records.make(tx, Action(id=f"a{n}", **written, **own))
        for hours in (1, 5, 3):
            at = NOW - timedelta(hours=hours)
            own = {"channel": "telefoon", "summary": "x", "at": at, "recorded_at": NOW}
            records.make(tx, ContactMoment(id=f"m{hours}", **written, **own))
        told = line(tx)
        assert (told["next_action"], told["next_due"]) == ("next", today + timedelta(days=2))
        assert isinstance(told["next_due"], date)
        assert told["open_actions"] == 3
        assert told["last_contact"] == NOW - timedelta(hours=1)


def test_clients_of_another_municipality_are_not_found(full: Database) -> None:
    with full.transaction() as tx:
        assert search.page(tx, "elsewhere", "fatma") == []

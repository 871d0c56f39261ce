"""Who a client is: each refusal with its code and field, and nothing else refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.domain.nouns import KEY, KNOWN
from wijkdesk.domain import Client
from wijkdesk.domain.client import postcode
from wijkdesk.errors import UserError

SOUND: dict[str, Any] = {
    "given_name": "Fatma", "family_name": "Yılmaz", "neighbourhood": "Tarwewijk",
    "born": date(1987, 3, 1), "bsn": "999999990", "phone": "06 12 34 56 78 (zus)",
    "email": "fatma@example.nl", "postcode": "3081AB", "talk_language": "Turks",
}  # fmt: skip


def client(**own: Any) -> Client:
    return Client(**KEY, **{**SOUND, **own})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("given_name", "  ", "missing"),
        ("family_name", "", "missing"),
        ("born", date(2026, 11, 25), "born_in_future"),
        ("born", date(1899, 12, 31), "born_too_long_ago"),
        ("neighbourhood", "tarwewijk", "unknown_neighbourhood"),
        ("neighbourhood", "Kralingen-Noord", "unknown_neighbourhood"),
        ("bsn", "123456789", "not_a_bsn"),
        ("postcode", "3081 AB", "not_a_postcode"),
        ("postcode", "0081AB", "not_a_postcode"),
        ("postcode", "3081ab", "not_a_postcode"),
        ("postcode", "3081ABC", "not_a_postcode"),
        ("email", "fatma@", "not_an_email"),
        ("email", "fatma example@x.nl", "not_an_email"),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: object, code: str) -> None:
    with pytest.raises(UserError) as refused:
        client(**{field: value}).check(KNOWN)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"born": None, "bsn": None, "phone": None, "email": None, "postcode": None},
        {"born": KNOWN.today},
        {"born": date(1900, 1, 1)},
        {"phone": "bellen naar de buurvrouw"},
        {"given_name": "X Æ A-12", "family_name": "’t Hart-van der Šimić"},
    ],
    ids=str,
)
def test_what_can_be_is_not_refused(own: dict[str, Any]) -> None:
    client(**own).check(KNOWN)


def test_a_name_is_said_in_one_piece() -> None:
    assert client().name == "Fatma Yılmaz"


def test_a_postcode_is_kept_without_space() -> None:
    assert postcode("3081 ab") == "3081AB"

"""The ends of all logs stand under one signature, and say it when a line before them changed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sync.test_round import client_of
from tests.town.town import Town
from wijkdesk.central.audit import head, lines
from wijkdesk.changes import seal


def public(town: Town) -> bytes:
    """Return central's public key, as every desk keeps it."""
    return seal.from_text(town.desk("anna").desk.known["central_key"]) or b""


def signed(town: Town, told: dict[str, Any]) -> bool:
    """Say whether central signed these ends."""
    said = {name: value for name, value in told.items() if name != "signature"}
    signature = seal.from_text(told["signature"]) or b""
    return seal.verify(public(town), signature, seal.canonical(said))


def test_the_ends_of_all_logs_are_signed(any_town: Town) -> None:
    client_of(any_town.desk("anna"))
    before = head(any_town.storage, any_town.clock())
    assert signed(any_town, before)
    assert not signed(any_town, {**before, "number": 1})
    any_town.later(minutes=1)
    any_town.sync("anna")
    after = head(any_town.storage, any_town.clock())
    assert after["number"] == before["number"] + 1
    assert after["hash"] != before["hash"]
    assert after["day"] == "2026-11-23"


def test_the_ends_of_then_can_be_made_again(any_town: Town) -> None:
    client_of(any_town.desk("anna"))
    any_town.sync("anna")
    then = any_town.clock()
    kept = head(any_town.storage, then)
    any_town.later(days=1)
    client_of(any_town.desk("anna"))
    any_town.sync("anna")
    assert head(any_town.storage, any_town.clock(), then) == kept


@pytest.mark.parametrize("change", [
    "DELETE FROM audit_line WHERE device <> 'central'",
    "UPDATE audit_line SET hash = 'other' WHERE device = 'central' AND n = 2",
])  # fmt: skip
def test_a_line_that_was_changed_is_seen_by_who_kept_the_ends(any_town: Town, change: str) -> None:
    client_of(any_town.desk("anna"))
    any_town.sync("anna")
    then = any_town.clock()
    kept = head(any_town.storage, then)
    with any_town.storage.transaction() as tx:
        tx.exec_driver_sql(change)
    assert head(any_town.storage, then, then)["hash"] != kept["hash"]


def test_the_log_of_central_tells_what_was_done(any_town: Town) -> None:
    person = any_town.person("anna")
    [line] = lines(any_town.storage)
    assert (line["act"], line["record"], line["person"]) == ("add_person", person, "central")
    assert line["at"] == any_town.clock()

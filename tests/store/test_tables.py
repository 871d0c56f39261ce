"""What a desk keeps beside the nouns never leaves it, so it has no organisation in its key."""

from __future__ import annotations

from wijkdesk.domain import NOUNS
from wijkdesk.store import tables

BESIDE = (tables.Confirmed, tables.Outbox, tables.Inbox, tables.Audit, tables.Meta, tables.Draft)


def test_no_table_has_the_name_of_a_noun() -> None:
    names = {str(found.__tablename__) for found in BESIDE}
    assert len(names) == len(BESIDE)
    assert not names & set(NOUNS)


def test_what_can_name_a_client_says_so_in_one_column() -> None:
    kept = {str(found.__tablename__): set(found.model_fields) for found in BESIDE}
    assert {name for name, fields in kept.items() if "client" in fields} == {
        "outbox", "inbox", "audit",
    }  # fmt: skip

"""When something last happened in a dossier, on a desk as at central."""

from __future__ import annotations

from datetime import date

from tests.town.town import Town
from wijkdesk.changes.activity import last_activity


def test_it_is_the_same_day_at_both_ends(any_town: Town) -> None:
    anna = any_town.desk("anna")
    client, other = (
        anna.do("register_client", given_name=name, family_name="Aarts", neighbourhood="Tarwewijk")
        for name in ("Samira", "Joyce")
    )
    any_town.settle()
    any_town.later(days=3)
    # What is planned has not happened.
    anna.do("plan_action", client=client, title="Bellen", kind="overig", by="klant",
            due="2027-11-01")  # fmt: skip
    # A note in a dossier is something that happened in it.
    anna.do("record_work_note", client=other, text="Belt morgen terug")
    any_town.settle()
    with anna.desk.reading() as tx:
        ours = last_activity(tx, anna.desk.organisation)
    with any_town.storage.snapshot() as tx:
        theirs = last_activity(tx, any_town.organisation())
        one = last_activity(tx, any_town.organisation(), client)
    assert ours == theirs == {client: date(2026, 11, 26), other: date(2026, 11, 26)}
    assert one == {client: date(2026, 11, 26)}

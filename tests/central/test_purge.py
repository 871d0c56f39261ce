"""A dossier whose time is over goes from every end when three people agree, and leaves ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.central.forge import dump, post
from tests.central.search import found_at
from tests.store.pages import decrypted
from tests.town.town import Place, Town
from wijkdesk.central import purge
from wijkdesk.errors import UserError
from wijkdesk.store import audit

MARK = "Kwarkappelmoes"
NAME = f"Z{MARK}"
TEN_YEARS = 3660


def sparse(town: Town) -> tuple[Place, Place, str, str]:
    """Return two desks that hold a client of ten years ago, whose name and texts are marked."""
    anna, bart = town.desk("anna"), town.desk("bart")
    client = anna.do("register_client", given_name=NAME, family_name=f"El {MARK}",
                     neighbourhood="Tarwewijk", bsn="111222333", email=f"{MARK}@x.nl")  # fmt: skip
    barrier = anna.do("record_barrier", client=client, domain="schulden", severity="2",
                      consequence=f"een {MARK} twee")  # fmt: skip
    anna.do("plan_action", client=client, title=f"{MARK} bellen", kind="overig", by="klant",
            barrier=barrier)  # fmt: skip
    anna.do("record_contact", client=client, channel="gesprek", summary=f"drie {MARK}")
    anna.do("record_work_note", client=client, text=f"elf {MARK}", about_others="true")
    other = anna.do("register_client", given_name="Joyce", family_name="Bos",
                    neighbourhood="Tarwewijk")  # fmt: skip
    town.sync("anna")
    town.give(client, "bart")
    town.give(other, "bart")
    town.settle()
    for place, said in ((anna, "acht"), (bart, "negen")):
        place.do("measure_barrier", barrier=barrier, severity="3", consequence=f"{said} {MARK}")
        place.desk.keep_draft(f"contact {client}", {"summary": f"tien {MARK}"})
    town.settle()
    town.later(days=TEN_YEARS)
    town.settle()
    return anna, bart, client, barrier


def keepers(town: Town) -> tuple[str, Place]:
    """Return a record keeper, and the desk of a coordinator of another area."""
    keeper = town.person("ad", "admin")
    town.person("els", "coordinator", area="Feijenoord")
    return keeper, town.enrol("els")


def read_along(town: Town, client: str) -> None:
    """Let the coordinator of the area open the dossier, for a marked reason."""
    town.person("cor", "coordinator")
    cor = town.enrol("cor")
    asked = {"open": {"client": client, "reason": "klacht", "text": MARK}}
    assert post(town, cor, "/ask", asked).status == 200


def proposed(town: Town, anna: Place, client: str) -> str:
    """Propose the end of a dossier and return the proposal."""
    anna.do("propose_purge", client=client)
    town.sync("anna")
    return str(purge.proposals(town.storage)[0]["id"])


def test_a_purged_dossier_is_nowhere_any_more(any_town: Town) -> None:
    anna, bart, client, _ = sparse(any_town)
    keeper, els = keepers(any_town)
    read_along(any_town, client)
    assert {"notice", "opening"} <= found_at(any_town, MARK)
    assert [row["id"] for row in anna.ask("retention") if row["id"] == client]
    assert MARK.lower() in dump(anna).lower()
    at = proposed(any_town, anna, client)
    assert purge.approve_here(any_town.storage, at, keeper, any_town.clock())["done"] is False
    assert found_at(any_town, MARK)
    # Somebody is still writing.
    bart.do("change_client", client=client, phone=MARK)
    els.do("approve_purge", purge=at)
    any_town.sync("els")
    any_town.settle()
    assert found_at(any_town, MARK) | found_at(any_town, "111222333") == set()
    for place in (anna, bart):
        assert MARK.lower() not in dump(place).lower()
        assert "111222333" not in dump(place)
        pages = decrypted(place.folder, place.secret).lower()
        assert MARK.lower().encode() not in pages
        assert [row["name"] for row in place.ask("caseload")] == ["Joyce Bos"]
        assert place.ask("waiting") == []
        with place.desk.reading() as tx:
            assert audit.broken_at(tx) is None
    assert any_town.agrees()
    (told,) = purge.proposals(any_town.storage)
    # A client, a barrier, an action, a contact moment and two grants: random ids and nothing else.
    # The work note was gone before.
    assert client in told["erased"]
    assert len(told["erased"]) == 6
    assert found_at(any_town, client) <= {"purge", "revocation", "operation", "audit_line"}


def test_no_page_of_the_database_holds_it(town: Town) -> None:
    anna, _bart, client, _ = sparse(town)
    keeper, els = keepers(town)
    at = proposed(town, anna, client)
    els.do("approve_purge", purge=at)
    town.sync("els")
    assert purge.approve_here(town.storage, at, keeper, town.clock())["done"]
    town.settle()
    town.storage.forget_log()
    files = list(Path(town.url.removeprefix("sqlite:///")).parent.glob("central.db*"))
    assert files
    assert not [file.name for file in files if MARK.encode() in file.read_bytes()]


def test_a_dossier_that_is_still_needed_stays(town: Town) -> None:
    anna, _bart, client, barrier = sparse(town)
    anna.do("hold_dossier", client=client, reason="bezwaar")
    with pytest.raises(UserError) as refused:
        anna.do("propose_purge", client=client)
    assert refused.value.code == "purge_held"
    anna.do("release_dossier", client=client)
    keeper, els = keepers(town)
    at = proposed(town, anna, client)
    els.do("approve_purge", purge=at)
    town.sync("els")
    # An objection comes in between.
    anna.do("hold_dossier", client=client, reason="inzage")
    town.sync("anna")
    with pytest.raises(UserError) as refused:
        purge.approve_here(town.storage, at, keeper, town.clock())
    assert refused.value.code == "purge_held"
    anna.do("release_dossier", client=client)
    anna.do("measure_barrier", barrier=barrier, severity="4")
    town.sync("anna")
    with pytest.raises(UserError) as refused:
        purge.approve_here(town.storage, at, keeper, town.clock())
    assert refused.value.code == "not_due"
    assert "barrier" in found_at(town, MARK)


def test_three_people_agree_and_one_keeps_the_records(town: Town) -> None:
    anna, _bart, client, _ = sparse(town)
    keeper, _els = keepers(town)
    town.person("cor", "coordinator")
    town.person("fen", "coordinator", area="Feijenoord")
    at = proposed(town, anna, client)
    said = []
    for name in ("cor", "anna", "els", "els", "fen"):
        with town.storage.transaction() as tx:
            try:
                purge.approve(tx, town.organisation(), at, town.people[name], town.clock())
            except UserError as refused:
                said.append((name, refused.code))
    assert said == [
        ("cor", "not_yours"),  # the coordinator of the area
        ("anna", "not_yours"),  # who proposed it, and may approve nothing
        ("els", "approved_by_same"),
        ("fen", "needs_record_keeper"),
    ]
    with pytest.raises(UserError) as refused:
        purge.approve_here(town.storage, at, town.people["fen"], town.clock())
    assert refused.value.code == "not_yours"
    assert purge.approve_here(town.storage, at, keeper, town.clock())["done"]
    with pytest.raises(UserError) as refused:
        purge.approve_here(town.storage, at, keeper, town.clock())
    assert refused.value.code == "unknown_purge"


def test_record_keepers_are_told_of_a_proposal_once(town: Town) -> None:
    anna, _bart, client, _ = sparse(town)
    town.person("ad", "admin")
    desk = town.enrol("ad")
    at = proposed(town, anna, client)
    anna.do("propose_purge", client=client)
    town.settle()
    assert [line["code"] for line in anna.ask("inbox") if line["kind"] == "client"][:1] == [
        "already_proposed"
    ]
    told = [line for line in desk.ask("inbox") if line["code"] == "purge_proposed"]
    assert [(line["record"], line["client"]) for line in told] == [(at, None)]


def test_nothing_is_proposed_before_its_time(town: Town) -> None:
    anna = town.desk("anna")
    client = anna.do("register_client", given_name="Joyce", family_name="Bos",
                     neighbourhood="Tarwewijk")  # fmt: skip
    town.settle()
    assert anna.ask("retention") == []
    with pytest.raises(UserError) as refused:
        anna.do("propose_purge", client=client)
    assert refused.value.code == "not_due"

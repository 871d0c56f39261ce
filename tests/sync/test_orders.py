"""A laptop destroys its keys on central's own order; whatever else arrives changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.test_enrol import CHEAP, PASSPHRASE, Laptop
from tests.town.town import Town
from wijkdesk.caseload.catalogue import ask, perform
from wijkdesk.caseload.desk import Desk
from wijkdesk.caseload.recovery import recover_with_code
from wijkdesk.central import devices
from wijkdesk.changes import seal
from wijkdesk.changes.order import Order
from wijkdesk.config.desks import HEADER
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.store import meta
from wijkdesk.sync.http import Answer
from wijkdesk.sync.round import sync

OTHER = "99999999-9999-4999-8999-999999999999"
NEW = b"een heel nieuwe wachtzin"


class Vault:
    """A real desk with its header, and central's own key in the hands of the test."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.town, self.laptop = town, Laptop(town, folder)
        self.desk = self.laptop.enrol()
        self.code, self.known = self.desk.recovery_code, dict(self.desk.known)
        self.private = bytes.fromhex(town.storage.organisation().signing_key)

    def order(self, private: bytes | None = None, **other: Any) -> dict[str, Any]:
        """Return the answer that orders this desk to destroy its keys; `other` is not as it is."""
        named = {"device": self.known["device"], "vault": self.known["vault"], "step": 1}
        order = Order(at="2026-11-23T09:00:00Z", **{**named, **other})
        return {"code": "revoked", **order.signed(private or self.private)}

    def hear(self, message: dict[str, Any], status: int = 401) -> str:
        """Sync with a central that says this; return the code of the trouble."""
        with pytest.raises(OutsideTrouble) as said:
            sync(self.desk, lambda _request: Answer(status, message, 0, 0))
        return said.value.code

    def revoke(self, how: str = "lost", *, recovery: bool = False) -> None:
        """Revoke this laptop at central."""
        device, now = self.known["device"], self.town.clock()
        devices.revoke(self.town.storage, device, how, now, recovery=recovery)

    def register(self) -> str:
        """Register a client that central does not know yet; return the id."""
        given = {"given_name": "A", "family_name": "B", "neighbourhood": "Tarwewijk"}
        return str(perform(self.desk, "register_client", given).id)

    def opens(self) -> str:
        """Return what the passphrase opens: "" for a desk, else the code of the trouble."""
        try:
            Desk.open(self.laptop.folder, bytearray(PASSPHRASE), now=self.town.clock).close()
        except Trouble as trouble:
            return trouble.code
        return ""


@pytest.fixture
def vault(town: Town, tmp_path: Path) -> Iterator[Vault]:
    """A desk of Anna on a laptop."""
    made = Vault(town, tmp_path / "laptop")
    yield made
    made.desk.close()


def test_a_lost_laptop_is_shut_at_its_next_sync(vault: Vault) -> None:
    vault.revoke()
    with pytest.raises(OutsideTrouble, match="desk_destroyed"):
        sync(vault.desk, vault.laptop.post)
    assert vault.opens() == "desk_destroyed"


def test_what_was_not_sent_is_still_recovered(vault: Vault) -> None:
    client = vault.register()
    vault.revoke()
    assert vault.hear(vault.order()) == "desk_destroyed"
    folder, now = vault.laptop.folder, vault.town.clock
    recovered, _ = recover_with_code(folder, vault.code, bytearray(NEW), now=now, memory=CHEAP)
    assert [row["client"] for row in ask(recovered, "waiting", {})] == [client]
    # It speaks to central no more: the key of the device is gone.
    with pytest.raises(OutsideTrouble, match="not_accepted"):
        sync(recovered, vault.laptop.post)
    recovered.close()


def test_after_the_second_order_nobody_recovers_it(vault: Vault) -> None:
    vault.revoke(recovery=True)
    with pytest.raises(OutsideTrouble, match="desk_destroyed"):
        sync(vault.desk, vault.laptop.post)
    with pytest.raises(UserError, match="no_recovery"):
        recover_with_code(vault.laptop.folder, vault.code, bytearray(NEW), memory=CHEAP)
    assert "sealed" not in (vault.laptop.folder / HEADER).read_text()


FORGED: list[dict[str, Any]] = [
    {"device": OTHER}, {"vault": OTHER}, {"device": OTHER, "vault": OTHER}, {"step": 0},
    {"step": 3}, {"step": "1"}, {"act": "open"}, {"private": seal.new_key()[0]},
]  # fmt: skip
BARE: list[tuple[int, dict[str, Any]]] = [
    (401, {"code": "revoked"}), (401, {"code": "not_accepted"}), (403, {"code": "revoked"}),
    (410, {}), (401, {"code": "revoked", "order": {"act": "destroy"}, "sig": ""}),
    (401, {"code": "revoked", "order": "destroy", "sig": "x"}), (404, {"code": "unknown"}),
]  # fmt: skip


def test_a_forged_order_and_one_for_another_change_nothing(vault: Vault) -> None:
    before = (vault.laptop.folder / HEADER).read_bytes()
    for other in FORGED:
        assert vault.hear(vault.order(**other)) == "not_accepted", other
    assert (vault.laptop.folder / HEADER).read_bytes() == before
    assert sync(vault.desk, vault.laptop.post).requests == 1
    vault.desk.close()
    assert vault.opens() == ""


def test_a_status_by_itself_erases_nothing(vault: Vault) -> None:
    before = (vault.laptop.folder / HEADER).read_bytes()
    for status, message in BARE:
        assert vault.hear(message, status) in ("not_accepted", "central_trouble"), message
    assert (vault.laptop.folder / HEADER).read_bytes() == before
    assert sync(vault.desk, vault.laptop.post).requests == 1


def test_an_order_is_an_order_only_where_central_gives_it(vault: Vault) -> None:
    before = (vault.laptop.folder / HEADER).read_bytes()
    for status in (200, 403, 500):
        assert vault.hear(vault.order(), status) != "desk_destroyed"
    assert (vault.laptop.folder / HEADER).read_bytes() == before


def test_without_a_key_that_was_kept_there_is_no_order(vault: Vault) -> None:
    with vault.desk.database.transaction() as tx:
        meta.keep(tx, central_key="")
    vault.desk.look_again()
    assert vault.hear(vault.order()) == "not_accepted"


def test_the_order_another_laptop_got_is_not_for_this_one(vault: Vault, tmp_path: Path) -> None:
    second = Vault(vault.town, tmp_path / "second")
    second.revoke()
    with pytest.raises(OutsideTrouble):
        sync(second.desk, second.laptop.post)
    [(_, answer)] = second.laptop.road.passed[-1:]
    assert answer.message["order"]["device"] == second.known["device"]
    assert vault.hear(answer.message) == "not_accepted"
    vault.desk.close()
    assert (vault.opens(), second.opens()) == ("", "desk_destroyed")


def test_a_leaver_sends_first_and_is_shut_then(vault: Vault) -> None:
    vault.register()
    vault.revoke("leaver")
    vault.laptop.road.clear()
    with pytest.raises(OutsideTrouble, match="desk_destroyed"):
        sync(vault.desk, vault.laptop.post)
    assert [answer.status for _, answer in vault.laptop.road.passed] == [200, 401]
    assert vault.opens() == "desk_destroyed"

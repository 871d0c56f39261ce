"""A laptop is trusted until it is revoked, a colleague until they leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.central.forge import everything, message, new, post
from tests.central.test_enrol import Laptop
from tests.sync.test_round import client_of
from tests.town.town import Place, Town
from wijkdesk.central import devices, people
from wijkdesk.central.audit import lines
from wijkdesk.errors import OutsideTrouble, UserError
from wijkdesk.sync.http import Answer

CLIENT = {"given_name": "Ricardo", "family_name": "Bos", "neighbourhood": "Tarwewijk",
          "phase": "intake"}  # fmt: skip


def revoke(town: Town, place: Place, how: str, *, recovery: bool = False) -> dict[str, object]:
    """Revoke the laptop of a desk."""
    device = place.desk.known["device"]
    return devices.revoke(town.storage, device, how, town.clock(), recovery=recovery)


def with_role(town: Town, name: str, role: str, area: str = "Charlois") -> Place:
    """Return the desk of a colleague with a role."""
    town.person(name, role, area=area)
    return town.desk(name)


def ask(town: Town, place: Place, *ops: dict[str, object]) -> Answer:
    """Send these changes, or nothing, with one signature."""
    return post(town, place, "/sync", message(place, ops=list(ops)) if ops else message(place))


def test_devices_are_told_with_their_person(any_town: Town) -> None:
    anna = any_town.desk("anna")
    any_town.later(minutes=1)
    any_town.enrol("anna2", "anna")
    revoke(any_town, anna, "lost")
    first, second = devices.devices(any_town.storage)
    assert (first["id"], first["name"], first["person"]) == (
        anna.desk.known["device"], "anna", any_town.person("anna"),
    )  # fmt: skip
    assert (first["revoked_as"], first["revoked_at"], first["orders"]) == (
        "lost", any_town.clock(), 1,
    )  # fmt: skip
    assert (second["revoked_as"], second["orders"], second["put_back_at"]) == (None, 0, None)


def test_of_a_lost_laptop_nothing_is_taken_in(any_town: Town) -> None:
    anna = any_town.desk("anna")
    assert revoke(any_town, anna, "lost")["step"] == 1
    before = everything(any_town)
    del before["audit_line"]  # that an order was given is kept
    for _ in range(2):
        answer = ask(any_town, anna, new(1, "client", None, CLIENT))
        assert (answer.status, answer.message["code"]) == (401, "revoked")
        after = everything(any_town)
        del after["audit_line"]
        assert after == before
    assert [line["act"] for line in lines(any_town.storage)][-2:] == ["order_destroy"] * 2
    assert [line["record"] for line in lines(any_town.storage)][-1] == anna.desk.known["device"]


@pytest.mark.parametrize("path", ["/sync", "/digest", "/ask", "/succeed"])
def test_a_lost_laptop_is_ordered_whatever_it_asks(town: Town, path: str) -> None:
    anna = town.desk("anna")
    revoke(town, anna, "lost")
    answer = post(town, anna, path, {"what": "ever"})
    assert (answer.status, answer.message["order"]["act"]) == (401, "destroy")


def test_recovery_goes_with_a_second_order_only(any_town: Town) -> None:
    anna = any_town.desk("anna")
    for _ in range(2):
        assert revoke(any_town, anna, "lost")["step"] == 1
    assert ask(any_town, anna).message["order"]["step"] == 1
    assert revoke(any_town, anna, "lost", recovery=True)["step"] == 2
    assert revoke(any_town, anna, "lost")["step"] == 2
    assert ask(any_town, anna).message["order"]["step"] == 2


def test_a_leavers_laptop_may_turn_out_to_be_lost_and_not_the_reverse(any_town: Town) -> None:
    anna = any_town.desk("anna")
    revoke(any_town, anna, "leaver")
    revoke(any_town, anna, "lost")
    with pytest.raises(UserError, match="device_is_lost"):
        revoke(any_town, anna, "leaver")


@pytest.mark.parametrize(("device", "how", "code"), [
    ("niemand", "lost", "unknown_device"), (None, "gone", "not_a_choice"),
])  # fmt: skip
def test_what_cannot_be_revoked_is_refused(
    town: Town, device: str | None, how: str, code: str
) -> None:
    known = town.desk("anna").desk.known["device"]
    with pytest.raises(UserError, match=code):
        devices.revoke(town.storage, device or known, how, town.clock())


# --- Leavers -------------------------------------------------------------------------------------


def test_what_a_leaver_had_not_sent_goes_to_the_coordinators_of_the_area(any_town: Town) -> None:
    carla = with_role(any_town, "carla", "coordinator")
    other = with_role(any_town, "dirk", "coordinator", area="Noord")
    anna = any_town.desk("anna")
    client = client_of(anna)
    any_town.sync("anna")
    anna.do("change_client", client=client, phone="06 12345678", bsn="111222333")
    anna.do("record_contact", client=client, channel="gesprek", summary="Wil graag koken")
    revoke(any_town, anna, "leaver")
    kept = everything(any_town)["client"]
    with pytest.raises(OutsideTrouble, match="desk_destroyed"):
        any_town.sync("anna")
    assert everything(any_town)["client"] == kept
    any_town.sync("carla")
    any_town.sync("dirk")
    told = [row for row in carla.ask("inbox") if row["code"] != "new_device"]
    assert {row["code"] for row in told} == {"left_behind"}
    assert sorted(row["kind"] for row in told) == ["client", "client", "contact_moment"]
    words = " ".join(row["text"] for row in told)
    assert "06 12345678" in words
    assert "Wil graag koken" in words
    assert "111222333" not in words  # a citizen service number is the contact person's alone
    assert other.ask("inbox") == []


def test_without_a_coordinator_the_administrators_are_told(any_town: Town) -> None:
    admin = with_role(any_town, "ine", "admin", area="Noord")
    anna = any_town.desk("anna")
    client_of(anna)
    revoke(any_town, anna, "leaver")
    any_town.try_sync("anna")
    any_town.sync("ine")
    assert [row["code"] for row in admin.ask("inbox")] == ["left_behind"]


def test_a_leaver_is_answered_the_same_when_an_answer_was_lost(any_town: Town) -> None:
    carla, anna = with_role(any_town, "carla", "coordinator"), any_town.desk("anna")
    op = new(1, "client", None, CLIENT)
    revoke(any_town, anna, "leaver")
    first, again = ask(any_town, anna, op), ask(any_town, anna, op)
    rejected = [[1, {"st": "rejected", "why": "left_behind"}]]
    assert (first.message["acks"], again.message["acks"]) == (rejected, rejected)
    any_town.sync("carla")
    assert sorted(row["code"] for row in carla.ask("inbox")) == ["left_behind", "new_device"]
    answer = ask(any_town, anna)
    assert (answer.status, answer.message["order"]["step"]) == (401, 1)


@pytest.mark.parametrize("path", ["/digest", "/ask"])
def test_a_leaver_gets_nothing_and_no_order_before_the_work_was_sent(town: Town, path: str) -> None:
    anna = town.desk("anna")
    revoke(town, anna, "leaver")
    answer = post(town, anna, path, {})
    assert (answer.status, answer.message) == (401, {"code": "not_accepted"})


def test_whoever_is_disabled_leaves_with_every_laptop_and_code(any_town: Town) -> None:
    anna, bart = any_town.desk("anna"), any_town.desk("bart")
    any_town.enrol("anna2", "anna")
    person = any_town.person("anna")
    code = people.invite(any_town.storage, person, any_town.clock()).code
    told = devices.disable_person(any_town.storage, person, any_town.clock())
    assert len(told["devices"]) == 2
    assert ask(any_town, anna).message["code"] == "revoked"
    assert Laptop(any_town).ask(code).status == 403
    any_town.sync("bart")
    assert [row["name"] for row in bart.ask("people")] == ["bart"]
    with pytest.raises(UserError, match="unknown_person"):
        devices.disable_person(any_town.storage, person, any_town.clock())
    with pytest.raises(UserError, match="unknown_person"):
        people.invite(any_town.storage, person, any_town.clock())


def test_a_device_from_before_vaults_had_names_is_refused_without_an_order(any_town: Town) -> None:
    anna = any_town.desk("anna")
    revoke(any_town, anna, "lost")
    with any_town.storage.transaction() as tx:
        tx.exec_driver_sql("UPDATE device SET vault = NULL")
    answer = ask(any_town, anna)
    assert (answer.status, answer.message) == (401, {"code": "not_accepted"})


# --- Away ----------------------------------------------------------------------------------------


def test_who_is_away_keeps_a_desk_that_waits(any_town: Town) -> None:
    anna = any_town.desk("anna")
    person, day = any_town.person("anna"), any_town.clock().date()
    devices.absent(
        any_town.storage, person, day + timedelta(5), day + timedelta(26), any_town.clock()
    )
    any_town.sync("anna")
    assert anna.desk.status()["lease_until"] == day + timedelta(30 + 21)
    assert any_town.differences() == []
    any_town.later(days=50)
    assert anna.ask("caseload") == []
    any_town.later(days=1)
    with pytest.raises(UserError, match="lease_over"):
        anna.ask("caseload")
    any_town.sync("anna")
    assert anna.ask("caseload") == []


def test_an_absence_that_cannot_be_is_refused(town: Town) -> None:
    person, day = town.person("anna"), date(2026, 12, 1)
    with pytest.raises(UserError, match="back_before_away"):
        devices.absent(town.storage, person, day, day, town.clock())
    with pytest.raises(UserError, match="unknown_person"):
        devices.absent(town.storage, "niemand", day, day + timedelta(1), town.clock())


def test_what_was_done_is_in_the_log_of_central(any_town: Town) -> None:
    anna, bart = any_town.desk("anna"), any_town.person("bart")
    day = any_town.clock().date()
    revoke(any_town, anna, "leaver")
    devices.absent(any_town.storage, bart, day, day + timedelta(3), any_town.clock())
    devices.disable_person(any_town.storage, bart, any_town.clock())
    told = [(line["act"], line["record"]) for line in lines(any_town.storage)]
    assert told[-3:] == [
        ("revoke_leaver", anna.desk.known["device"]), ("absent_person", bart),
        ("disable_person", bart),
    ]  # fmt: skip

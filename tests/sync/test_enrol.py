"""Making a desk: a lost answer is no lost code, and what went wrong leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.town.road import Fault, Road
from tests.town.town import MORNING, SERVER, Town
from wijkdesk.caseload.desk import Desk
from wijkdesk.central import people, setup
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.sync.enrol import enrol
from wijkdesk.sync.http import Answer, Request

PASSPHRASE = b"een lange wachtzin van Anna"
CHEAP = 64 << 10  # KiB: the least a vault may cost


class Laptop:
    """A laptop on which somebody makes a desk."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.town, self.folder, self.road = town, folder, Road()
        self.code = people.invite(town.storage, town.person("anna"), town.clock()).code

    def enrol(self, code: str = "", fault: Fault | None = None, phrase: bytes = PASSPHRASE) -> Desk:
        """Type the code; the road may fail."""
        if fault is not None:
            self.road.plan(fault)
        return enrol(
            self.folder, SERVER, code or self.code, bytearray(phrase), now=self.town.clock,
            memory=CHEAP, post=self.post,
        )  # fmt: skip

    def post(self, request: Request) -> Answer:
        """Bring a request to central over this laptop's road."""
        return self.road.carry(self.town.central, request)

    def fails(self, code: str = "", fault: Fault | None = None, phrase: bytes = PASSPHRASE) -> str:
        """Return the code of the trouble there is."""
        with pytest.raises(Trouble) as said:
            self.enrol(code, fault, phrase)
        return said.value.code

    def left(self) -> set[str]:
        """Return what lies in the folder, but for the lock."""
        return {file.name for file in self.folder.iterdir()} - {"desk.lock"}


@pytest.fixture
def laptop(town: Town, tmp_path: Path) -> Laptop:
    """A laptop with a code for Anna."""
    return Laptop(town, tmp_path / "laptop")


def test_a_code_and_a_passphrase_make_a_desk(laptop: Laptop) -> None:
    phrase = bytearray(PASSPHRASE)
    desk = enrol(laptop.folder, SERVER + "/", laptop.code, phrase, now=laptop.town.clock,
                 memory=CHEAP, post=laptop.post)  # fmt: skip
    assert (desk.person.name, desk.demo, len(desk.places) > 80) == ("anna", False, True)
    desk.close()
    assert phrase == bytes(len(PASSPHRASE))
    assert laptop.left() == {"desk.db", "vault.json"}
    again = Desk.open(laptop.folder, bytearray(PASSPHRASE))
    assert again.known["server"] == SERVER
    again.close()


def test_a_lost_answer_is_asked_for_again_with_the_same_key(laptop: Laptop) -> None:
    assert laptop.fails(fault="drop_answer") == "central_unreachable"
    assert laptop.left() == {"desk.db", "vault.json"}
    desk = laptop.enrol()
    assert desk.person.name == "anna"
    desk.close()
    with laptop.town.storage.snapshot() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM device").scalar_one() == 1


@pytest.mark.parametrize(("between", "said"), [
    ({"fault": "drop_request"}, "central_unreachable"), ({"code": "AAAA-AAAA"}, "code_not_valid"),
    ({"phrase": b"een heel andere wachtzin"}, "wrong_passphrase"),
    ({"fault": 500}, "central_trouble"),
])  # fmt: skip
def test_what_goes_wrong_after_a_lost_answer_keeps_the_key(
    laptop: Laptop, between: dict[str, Any], said: str
) -> None:
    laptop.fails(fault="drop_answer")
    assert laptop.fails(**between) == said
    laptop.enrol().close()


@pytest.mark.parametrize(("wrong", "said"), [
    ({"fault": "drop_request"}, "central_unreachable"), ({"code": "AAAA-AAAA"}, "code_not_valid"),
])  # fmt: skip
def test_a_code_that_cannot_be_spent_leaves_nothing(
    laptop: Laptop, wrong: dict[str, Any], said: str
) -> None:
    assert laptop.fails(**wrong) == said
    assert laptop.left() == set()
    laptop.enrol(phrase=b"een andere lange wachtzin").close()


def test_a_used_code_makes_no_second_desk(laptop: Laptop, tmp_path: Path) -> None:
    laptop.enrol().close()
    second = Laptop(laptop.town, tmp_path / "second")
    assert second.fails(code=laptop.code) == "code_not_valid"


def test_a_desk_that_is_there_is_not_made_again(laptop: Laptop) -> None:
    laptop.enrol().close()
    code = people.invite(laptop.town.storage, laptop.town.person("anna"), laptop.town.clock()).code
    assert laptop.fails(code=code) == "desk_exists"
    assert laptop.left() == {"desk.db", "vault.json"}


def test_a_download_that_breaks_off_goes_on_later(laptop: Laptop) -> None:
    laptop.road.plan("drop_answer", 2)
    desk = laptop.enrol()
    assert desk.places == frozenset()
    desk.close()
    laptop.town.clock.later(minutes=1)
    again = Desk.open(laptop.folder, bytearray(PASSPHRASE), now=laptop.town.clock)
    assert again.person.roles == []
    again.close()


@pytest.mark.parametrize("phrase", [b"", b"te kort", "ééééééééééééé".encode()])
def test_a_short_passphrase_is_refused_before_anything_is_made(
    laptop: Laptop, phrase: bytes
) -> None:
    assert laptop.fails(phrase=phrase) == "passphrase_too_short"
    assert not laptop.folder.exists()


@pytest.mark.parametrize("told", [{}, {"person": "x"}, {"demo": 0, "private_key": "x"}])
def test_an_answer_of_another_shape_is_not_kept(laptop: Laptop, told: dict[str, object]) -> None:
    def post(_request: Request) -> Answer:
        return Answer(200, told, 0, 0)

    with pytest.raises(OutsideTrouble) as said:
        enrol(laptop.folder, SERVER, laptop.code, bytearray(PASSPHRASE), memory=CHEAP, post=post)
    assert said.value.code == "not_central"
    laptop.enrol().close()


def test_central_cannot_put_other_words_in_a_desk(laptop: Laptop) -> None:
    def post(request: Request) -> Answer:
        answer = laptop.road.carry(laptop.town.central, request)
        more = {"private_key": "00", "server": "http://evil", "x": 1}
        return Answer(answer.status, {**answer.message, **more}, 0, 0)

    desk = enrol(laptop.folder, SERVER, laptop.code, bytearray(PASSPHRASE), now=laptop.town.clock,
                 memory=CHEAP, post=post)  # fmt: skip
    assert desk.known["server"] == SERVER
    assert desk.known["private_key"] != "00"
    assert "x" not in desk.known
    desk.close()


@pytest.mark.parametrize("server", ["http://central.rotterdam.nl", "central", ""])
def test_a_code_is_never_sent_over_plain_http(tmp_path: Path, server: str) -> None:
    sent: list[Request] = []

    def post(request: Request) -> Answer:
        sent.append(request)
        return Answer(500, {}, 0, 0)

    with pytest.raises(UserError) as refused:
        enrol(tmp_path / "laptop", server, "x", bytearray(PASSPHRASE), post=post)
    assert refused.value.code == "insecure_server"
    assert sent == []
    assert not (tmp_path / "laptop").exists()


def test_a_demo_is_a_demo(tmp_path: Path, make_town: Callable[..., Town]) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    town = make_town(_made(url))
    laptop = Laptop(town, tmp_path / "laptop")
    desk = laptop.enrol()
    assert desk.demo
    desk.close()


def _made(url: str) -> str:
    setup.init(url, "Voorbeeldstad", MORNING, demo=True)
    return url

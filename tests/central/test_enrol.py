"""A one-time code makes one desk, with the key that was made on that laptop."""

from __future__ import annotations

from typing import Any

import pytest

from tests.town.road import answered
from tests.town.town import Town
from wijkdesk.central import people
from wijkdesk.changes import seal
from wijkdesk.changes.messages import pack
from wijkdesk.errors import UserError
from wijkdesk.sync.http import Answer, Request

NOT_VALID = (403, {"code": "code_not_valid"})


class Laptop:
    """A laptop that asks to become a desk."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.private, public = seal.new_key()
        self.public = seal.to_text(public)

    def ask(self, typed: str, /, **other: Any) -> Answer:
        """Ask with a code, signed with the own key; `other` takes the place of what is sound."""
        signature = seal.to_text(seal.sign(self.private, f"{typed}\n{self.public}".encode()))
        sent = {"code": typed, "key": self.public, "sig": signature, "program": "1", **other}
        return answered(self.town.central, Request("/enrol", pack(sent)))


@pytest.fixture
def code(any_town: Town) -> str:
    """A code for Anna."""
    return people.invite(any_town.storage, any_town.person("anna"), any_town.clock()).code


def test_a_code_makes_one_desk(any_town: Town, code: str) -> None:
    first = Laptop(any_town)
    told = first.ask(code)
    assert told.status == 200
    assert told.message["person"] == any_town.person("anna")
    # The first answer may have got lost: the same key gets it again, and nobody else does.
    assert first.ask(code).message == told.message
    answer = Laptop(any_town).ask(code)
    assert (answer.status, answer.message) == NOT_VALID


def test_how_a_code_was_typed_does_not_matter(any_town: Town, code: str) -> None:
    assert Laptop(any_town).ask(f" {code.lower().replace('-', ' ')} ").status == 200


def test_unknown_used_expired_and_forged_have_one_answer(any_town: Town, code: str) -> None:
    owner = Laptop(any_town)
    owner.ask(code)
    late = people.invite(any_town.storage, any_town.person("anna"), any_town.clock()).code
    answers = [Laptop(any_town).ask("ABCD-EFGH-IJKL-MNOP"), Laptop(any_town).ask(code)]
    stranger = Laptop(any_town)
    answers.append(stranger.ask(late, key=owner.public))
    answers.append(stranger.ask(late, sig=seal.to_text(bytes(64))))
    answers.append(stranger.ask(late, key="", sig=""))
    any_town.later(days=7)
    answers += [Laptop(any_town).ask(late), owner.ask(code)]
    assert [(answer.status, answer.message) for answer in answers] == [NOT_VALID] * 7


@pytest.mark.parametrize("part", ["code", "key", "sig"])
@pytest.mark.parametrize("value", [None, 1, [], {"a": 1}])
def test_what_is_no_request_is_400(town: Town, part: str, value: object) -> None:
    assert Laptop(town).ask("x", **{part: value}).status == 400


def test_a_code_is_kept_only_as_its_hash(any_town: Town, code: str) -> None:
    with any_town.storage.snapshot() as tx:
        kept = repr(tx.exec_driver_sql("SELECT * FROM invitation").all())
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert people.code_hash(code) in kept


def test_codes_are_all_different_and_of_eighty_bits(any_town: Town) -> None:
    person = any_town.person("anna")
    codes = {people.invite(any_town.storage, person, any_town.clock()).code for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code.replace("-", "")) * 5 == people.CODE_BITS for code in codes)


def test_nobody_is_invited_who_is_not_there(any_town: Town) -> None:
    with pytest.raises(UserError) as refused:
        people.invite(any_town.storage, "nobody", any_town.clock())
    assert refused.value.code == "unknown_person"

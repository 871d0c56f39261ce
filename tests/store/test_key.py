"""From words to key: one form of every letter, and no key without its words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from wijkdesk.changes import seal
from wijkdesk.changes.recovery import to_recovery
from wijkdesk.errors import OutsideTrouble, Trouble, UserError
from wijkdesk.store import key
from wijkdesk.store.header import Header, Slot, ToCode

CHEAP = key.MEMORY_STEPS[0]
PASSPHRASE = "vier woorden, één café"
SECRET = bytearray(range(32))


def typed(text: str) -> bytearray:
    return bytearray(text.encode())


@pytest.fixture(scope="module")
def vault() -> Header:
    """Return a vault that holds SECRET under PASSPHRASE, at the lowest cost there is."""
    return key.new_vault(SECRET, typed(PASSPHRASE), CHEAP)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as refused:
        act()
    return refused.value.code


def with_slots(header: Header, *slots: Slot) -> Header:
    return replace(header, slots=slots)


def test_the_passphrase_gives_the_key_and_another_one_does_not(vault: Header) -> None:
    assert key.unwrap(vault, typed(PASSPHRASE)) == [(0, SECRET)]
    with pytest.raises(UserError) as refused:
        key.unwrap(vault, typed("vier woorden, een cafe"))
    assert (refused.value.code, refused.value.field) == ("wrong_passphrase", "passphrase")


def test_the_same_letters_from_another_keyboard_are_the_same(vault: Header) -> None:
    apart = unicodedata.normalize("NFD", PASSPHRASE)
    assert apart != PASSPHRASE
    assert key.unwrap(vault, typed(apart)) == [(0, SECRET)]


def test_bytes_that_are_no_text_are_just_another_passphrase(vault: Header) -> None:
    assert refusal(lambda: key.unwrap(vault, bytearray(b"\xff\xfe"))) == "wrong_passphrase"
    assert refusal(lambda: key.unwrap(vault, bytearray())) == "wrong_passphrase"


def test_a_passphrase_of_a_megabyte_works_and_a_longer_one_is_refused_at_once(
    vault: Header,
) -> None:
    longest = typed("z" * key.LONGEST_PASSPHRASE)
    assert key.unwrap(key.new_vault(SECRET, longest, CHEAP), longest) == [(0, SECRET)]
    longer = typed("z" * (len(longest) + 1))
    assert refusal(lambda: key.unwrap(vault, longer)) == "passphrase_too_long"
    assert refusal(lambda: key.wrap(vault, SECRET, longer, CHEAP)) == "passphrase_too_long"


def test_two_vaults_of_one_key_have_nothing_in_common(vault: Header) -> None:
    other = key.new_vault(SECRET, typed(PASSPHRASE), CHEAP)
    assert vault.vault != other.vault
    for name in ("salt", "nonce", "wrapped"):
        assert getattr(vault.slots[0], name) != getattr(other.slots[0], name)
    assert SECRET.hex() not in json.dumps(vault.said())


@pytest.mark.parametrize("name", ["salt", "nonce", "wrapped"])
def test_no_part_of_the_seal_can_be_taken_from_another_vault(vault: Header, name: str) -> None:
    other = key.new_vault(bytearray(32), typed(PASSPHRASE), CHEAP)
    mixed = replace(vault.slots[0], **{name: getattr(other.slots[0], name)})
    for header in (with_slots(vault, mixed), replace(vault, vault=other.vault)):
        assert refusal(lambda of=header: key.unwrap(of, typed(PASSPHRASE))) == "wrong_passphrase"


def test_a_slot_that_claims_more_than_it_was_made_with_does_not_open(vault: Header) -> None:
    dearer = with_slots(vault, replace(vault.slots[0], passes=4))
    assert refusal(lambda: key.unwrap(dearer, typed(PASSPHRASE))) == "wrong_passphrase"


def test_each_slot_has_its_own_words_and_its_own_key(vault: Header) -> None:
    other = bytearray(32)
    both = with_slots(vault, *vault.slots, key.wrap(vault, other, typed("nieuw"), CHEAP))
    assert key.unwrap(both, typed(PASSPHRASE)) == [(0, SECRET)]
    assert key.unwrap(both, typed("nieuw")) == [(1, other)]
    same = with_slots(vault, *vault.slots, key.wrap(vault, other, typed(PASSPHRASE), CHEAP))
    assert key.unwrap(same, typed(PASSPHRASE)) == [(0, SECRET), (1, other)]


def test_a_code_gives_the_key_however_it_is_typed(vault: Header) -> None:
    code = key.new_code()
    slot = replace(vault.slots[0], recovery=key.under_code(vault, SECRET, code))
    header = with_slots(vault, slot)
    misread = code.replace("O", "0").replace("I", "1").replace("B", "8")
    for words in (code, code.lower().replace("-", " "), f" {code}\n", misread):
        assert key.unwrap_code(header, words) == [(0, SECRET)]
    for wrong in ("", "-", key.new_code(), code[:-1], "z" * (1 << 21)):
        with pytest.raises(UserError) as refused:
            key.unwrap_code(header, wrong)
        assert (refused.value.code, refused.value.field) == ("wrong_code", "code")
    assert refusal(lambda: key.unwrap_code(vault, code)) == "no_recovery"


def test_a_code_is_no_passphrase_and_the_reverse(vault: Header) -> None:
    code = key.new_code()
    under = key.under_code(vault, SECRET, code)
    as_slot = Slot(**under.cost(), wrapped=under.wrapped)
    letters = typed(code.replace("-", ""))
    assert refusal(lambda: key.unwrap(with_slots(vault, as_slot), letters)) == "wrong_passphrase"
    plain = key.wrap(vault, SECRET, letters, CHEAP)
    as_code = replace(plain, recovery=ToCode(**plain.cost(), wrapped=plain.wrapped))
    header = with_slots(vault, as_code)
    assert refusal(lambda: key.unwrap_code(header, code)) == "wrong_code"


def test_codes_are_random_and_long_and_easy_to_copy() -> None:
    codes = {key.new_code() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4] * 6
        assert not set("018") & set(code)


def test_only_the_recovery_key_opens_what_is_sealed_to_it(vault: Header) -> None:
    private, public = seal.recovery_pair()
    sealed = key.to_key(vault, SECRET, public)
    assert sealed.fingerprint == seal.fingerprint(public)
    raw = seal.from_text(sealed.sealed) or b""
    assert seal.open_sealed(private, raw, to_recovery(vault.vault)) == SECRET
    with pytest.raises(ValueError, match="not sealed"):
        seal.open_sealed(private, raw, to_recovery("another vault"))


def test_a_destroyed_header_opens_with_nothing(vault: Header) -> None:
    code = key.new_code()
    kept = replace(vault.slots[0], recovery=key.under_code(vault, SECRET, code))
    first = key.destroy(with_slots(vault, kept), recovery=False)
    with pytest.raises(OutsideTrouble, match="desk_destroyed"):
        key.unwrap(first, typed(PASSPHRASE))
    assert key.unwrap_code(first, code) == [(0, SECRET)]
    second = key.destroy(first, recovery=True)
    assert refusal(lambda: key.unwrap_code(second, code)) == "no_recovery"
    assert vault.slots[0].wrapped not in json.dumps(second.said())


def test_the_cost_is_one_of_three_steps() -> None:
    assert key.measured_memory() in key.MEMORY_STEPS
    assert key.MEMORY_STEPS[0] == 64 << 10


def test_keys_are_random_and_can_be_wiped() -> None:
    one, other = key.new_key(), key.new_key()
    assert len(one) == 32
    assert one != other
    key.wipe(one)
    assert one == bytes(32)

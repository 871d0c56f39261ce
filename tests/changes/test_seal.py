"""A signature is over everything that matters: one byte of another makes it nobody's."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkdesk.changes import seal
from wijkdesk.changes.seal import Envelope, Signed

PRIVATE, PUBLIC = seal.new_key()
DEVICE = "11111111-1111-4111-8111-111111111111"
ENVELOPE = Envelope("stad", "https://central", "POST", "/sync", b"body")


def sound(signed: Signed, envelope: Envelope = ENVELOPE, key: bytes = PUBLIC) -> bool:
    """Say whether central would take this."""
    covered = envelope.covered(signed.device, signed.counter, signed.at)
    return seal.verify(key, signed.signature, covered)


def header(counter: int = 7) -> Signed:
    """Return the header of a request, read again."""
    text = seal.header(PRIVATE, DEVICE, counter, 1_790_000_000, ENVELOPE)
    read = seal.read_header(text)
    assert read is not None
    return read


def test_it_is_short_and_says_who_and_when() -> None:
    text = seal.header(PRIVATE, DEVICE, 9_999_999_999, 1_790_000_000, ENVELOPE)
    assert len(text) <= seal.LONGEST_HEADER
    read = seal.read_header(text)
    assert read is not None
    assert (read.device, read.counter, read.at) == (DEVICE, 9_999_999_999, 1_790_000_000)
    assert sound(read)


@pytest.mark.parametrize("part", [field.name for field in fields(Envelope)])
def test_another_envelope_is_refused(part: str) -> None:
    other = getattr(ENVELOPE, part) + ("x" if part != "body" else b"x")
    assert not sound(header(), replace(ENVELOPE, **{part: other}))


@pytest.mark.parametrize("change", [{"device": "x"}, {"counter": 8}, {"at": 1}])
def test_another_header_is_refused(change: dict[str, object]) -> None:
    assert not sound(replace(header(), **change))  # type: ignore[arg-type]


def test_another_key_and_another_signature_are_refused() -> None:
    signed = header()
    assert not sound(signed, key=seal.new_key()[1])
    for at in range(64):
        flipped = bytearray(signed.signature)
        flipped[at] ^= 1
        assert not sound(replace(signed, signature=bytes(flipped)))


@pytest.mark.parametrize("key", [b"", b"x", bytes(31), bytes(33)])
def test_what_is_no_key_signs_nothing(key: bytes) -> None:
    assert not sound(header(), key=key)


@pytest.mark.parametrize("text", [
    "", "WD1", "WD1 ", "Bearer x", "WD2 a.1.2.AA", "WD1 a.1.2", "WD1 a.1.2.AA.AA", "WD1 a.-1.2.AA",
    "WD1 a.1.x.AA", "WD1 a.1.2.A", "WD1 a.1.2.\u00e9", "WD1 a.1.2.A A",
    "WD1 a." + "1" * 17 + ".2.AA", "WD1 a.\u00b2.2.AA", "wd1 a.1.2.AA", "WD1 " + "a" * 160,
])  # fmt: skip
def test_what_is_no_header_is_none(text: str) -> None:
    assert seal.read_header(text) is None


@given(st.binary(max_size=80))
def test_bytes_become_text_and_bytes_again(raw: bytes) -> None:
    text = seal.to_text(raw)
    assert seal.from_text(text) == raw
    assert "." not in text
    assert "=" not in text


@given(st.text(max_size=170))
def test_any_text_is_a_header_or_none(text: str) -> None:
    read = seal.read_header(f"WD1 {text}")
    assert read is None or not sound(read)


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    """Return the two halves of a key in a safe."""
    return seal.recovery_pair()


def test_only_the_private_half_opens_what_was_sealed(pair: tuple[bytes, bytes]) -> None:
    private, public = pair
    sealed = seal.seal_to(public, b"secret", b"end")
    assert seal.open_sealed(private, sealed, b"end") == b"secret"
    assert seal.seal_to(public, b"secret", b"end") != sealed
    with pytest.raises(ValueError, match="not sealed"):
        seal.open_sealed(seal.recovery_pair()[0], sealed, b"end")
    with pytest.raises(ValueError, match="not sealed"):
        seal.open_sealed(private, sealed, b"another end")


@pytest.mark.parametrize("at", [0, 1087, 1088, 1119, 1120, -1])
def test_a_seal_that_was_touched_does_not_open(pair: tuple[bytes, bytes], at: int) -> None:
    sealed = bytearray(seal.seal_to(pair[1], bytes(32), b""))
    sealed[at] ^= 1
    with pytest.raises(ValueError, match="not sealed"):
        seal.open_sealed(pair[0], bytes(sealed), b"")


@pytest.mark.parametrize("sealed", [b"", b"x", bytes(1120), bytes(1168)])
def test_what_is_no_seal_does_not_open(pair: tuple[bytes, bytes], sealed: bytes) -> None:
    with pytest.raises(ValueError, match="not sealed"):
        seal.open_sealed(pair[0], sealed, b"")


@pytest.mark.parametrize("public", [b"", bytes(1216), b"\xff" * 1216, bytes(1215), bytes(1217)])
def test_nothing_is_sealed_to_what_is_no_key(public: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        seal.seal_to(public, b"secret", b"")


@pytest.mark.parametrize("private", [b"", bytes(95), bytes(97)])
def test_what_is_no_private_half_opens_nothing(private: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        seal.open_sealed(private, bytes(1168), b"")


def test_a_key_has_a_short_name(pair: tuple[bytes, bytes]) -> None:
    assert (len(pair[0]), len(pair[1])) == (96, 1216)
    assert len(seal.fingerprint(pair[1])) == seal.FINGERPRINT_LENGTH
    assert seal.fingerprint(pair[1]) != seal.fingerprint(pair[0])


def test_what_is_said_has_one_way_to_be_written() -> None:
    assert seal.canonical({"b": [1, None], "a": "é"}) == seal.canonical({"a": "é", "b": [1, None]})
    assert seal.canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode()

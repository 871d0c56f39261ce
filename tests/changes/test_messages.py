"""What goes over the line is read with every limit checked, and costs no more than its size."""

from __future__ import annotations

import json
import os
import re

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from wijkdesk.changes.messages import (
    DEEPEST,
    LARGEST_INFLATED,
    LARGEST_SENT,
    NotAMessage,
    TooLarge,
    pack,
    unpack,
)

STORABLE = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | STORABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STORABLE, inner, max_size=4),
    max_leaves=8,
)


def squeezed(body: bytes) -> bytes:
    """Return bytes as they are sent."""
    return zstandard.compress(body)


@given(st.dictionaries(STORABLE, VALUES, max_size=4))
def test_what_is_packed_is_unpacked(message: dict[str, object]) -> None:
    assert unpack(pack(message)) == message


@pytest.mark.parametrize("body", [
    b"", b"null", b"[]", b'"x"', b"7", b"{", b"<html>", b'{"a":1}{', b"{'a':1}", b"\xff\xfe",
    b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}', b'{"a":1e999}', b'{"a":1.0}',
    b'{"a":1E3}', b'{"a":' + b"1" * 21 + b"}", b'{"a":' + b"1" * 5000 + b"}",
    b'{"a":1,"a":2}', b'{"x":{"a":1,"a":1}}',
    rb'{"a":"\ud800"}', rb'{"a":"\uDFFF"}', rb'{"a":"\u0000"}', rb'{"\u0000":1}',
    rb'{"a":"\\\u0000"}', b'{"a":"\x00"}', b'{"a":"\xed\xa0\x80"}',
    b'{"a":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}", b'{"a":' + b"[" * 100_000,
    b'{"a":"\\\n' + b"[" * 100_000 + b'"}', b'{"a":' * 100_000,
])  # fmt: skip
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(NotAMessage):
        unpack(squeezed(body))


@pytest.mark.parametrize("text", [r"\u0000", r"\\ud800", "[[[[" * 20, '"[{', "\t\n"])
def test_what_only_looks_odd_is_taken(text: str) -> None:
    assert unpack(pack({"a": text})) == {"a": text}


def test_it_may_be_as_deep_as_it_may_be() -> None:
    deep = b'{"a":' + b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1) + b"}"
    assert "a" in unpack(squeezed(deep))


@pytest.mark.parametrize(
    "sent", [b"", b"{}", b"<html>", b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd\x00"]
)
def test_what_is_not_compressed_is_refused(sent: bytes) -> None:
    with pytest.raises(NotAMessage):
        unpack(sent)


def test_a_message_that_breaks_off_is_refused_at_every_byte() -> None:
    sent = pack({"since": 0, "text": os.urandom(64).hex()})
    for end in range(len(sent) - 3):  # the end of a frame may be an empty block
        with pytest.raises(NotAMessage):
            unpack(sent[:end])


def test_a_bomb_is_refused_before_it_is_there() -> None:
    sized = zstandard.compress(b" " * (LARGEST_INFLATED + 1))
    streamed = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(64 << 20))
    for bomb in (sized, streamed):
        assert len(bomb) < 1 << 16
        with pytest.raises(TooLarge):
            unpack(bomb)


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(TooLarge):
        unpack(bytes(LARGEST_SENT + 1))


def test_a_window_of_a_gigabyte_is_refused() -> None:
    settings = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    sent = zstandard.ZstdCompressor(compression_params=settings).compress(bytes(1000))
    wide = sent[:5] + bytes([0x88]) + sent[6:]  # 2^27: more than anybody needs
    with pytest.raises(NotAMessage):
        unpack(wide)


def test_quotes_that_never_close_cost_one_walk() -> None:
    # Read again from every quote, this takes hours: a test that hangs is the failure.
    with pytest.raises(NotAMessage):
        unpack(squeezed(b'{"a":"' + b'\\"' * (LARGEST_INFLATED // 2 - 10)))


def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    secret = "123456782"
    for body in (
        f'{{"bsn":"{secret}","bsn":"{secret}"}}',
        f'{{"bsn":{secret}.5}}',
        f'{{"b":{secret}',
    ):
        with pytest.raises(NotAMessage) as refused:
            unpack(squeezed(body.encode()))
        assert secret not in str(refused.value)


def test_it_is_compact() -> None:
    sent = pack({"rows": [{"name": f"naam {n}"} for n in range(1000)]})
    assert len(sent) < 4000
    read = zstandard.ZstdDecompressor().stream_reader(sent).read()
    assert json.loads(read)["rows"][0] == {"name": "naam 0"}
    assert not re.search(rb"[:,] ", read)

"""An order counts only when central's own key signed it, whole and unchanged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from wijkdesk.changes import seal
from wijkdesk.changes.order import Order

PRIVATE, PUBLIC = seal.new_key()
ORDER = Order("d-1", "v-1", 1, "2026-11-23T09:00:00Z")


def test_what_was_signed_arrives() -> None:
    assert Order.received(ORDER.signed(PRIVATE), PUBLIC) == ORDER


@pytest.mark.parametrize("change", [
    {"device": "d-2"}, {"vault": "v-2"}, {"step": 2}, {"at": "2026-11-24T09:00:00Z"},
    {"act": "open"},
])  # fmt: skip
def test_what_was_changed_does_not(change: dict[str, Any]) -> None:
    message = ORDER.signed(PRIVATE)
    assert Order.received({**message, "order": {**message["order"], **change}}, PUBLIC) is None


def test_another_act_is_no_order_though_it_is_signed() -> None:
    assert Order.received(replace(ORDER, act="open").signed(PRIVATE), PUBLIC) is None


@pytest.mark.parametrize("part", ["act", "device", "vault", "step", "at"])
def test_a_part_too_few_or_too_many_is_no_order(part: str) -> None:
    order = ORDER.signed(PRIVATE)["order"]
    for other in ({name: order[name] for name in order if name != part}, {**order, "more": 1}):
        signature = seal.to_text(seal.sign(PRIVATE, seal.canonical(other)))
        assert Order.received({"order": other, "sig": signature}, PUBLIC) is None


@pytest.mark.parametrize(
    "public", [b"", bytes(32), seal.new_key()[1]], ids=["none", "zeros", "another"]
)
def test_another_key_signed_nothing(public: bytes) -> None:
    assert Order.received(ORDER.signed(PRIVATE), public) is None


@pytest.mark.parametrize("message", [
    {}, {"order": ORDER.signed(PRIVATE)["order"]}, {"sig": ORDER.signed(PRIVATE)["sig"]},
    {"order": [], "sig": ""}, {"order": "destroy", "sig": "x"}, {"order": {}, "sig": None},
    {"order": ORDER.signed(PRIVATE)["order"], "sig": "é"},
])  # fmt: skip
def test_what_has_no_signature_is_no_order(message: dict[str, Any]) -> None:
    assert Order.received(message, PUBLIC) is None

"""An order of central to one laptop, which obeys it only when central's own key signed it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

from wijkdesk.changes import seal

DESTROY = "destroy"


@dataclass(frozen=True)
class Order:
    """Destroy the keys of a vault: its passphrase first (step 1), its recovery too at step 2.

    It names device and vault, so that it means nothing anywhere else; `at` is central's time.
    """

    device: str
    vault: str
    step: int
    at: str
    act: str = DESTROY

    def signed(self, private: bytes) -> dict[str, Any]:
        """Return the parts of an answer that carry this order under central's signature."""
        order = asdict(self)
        return {"order": order, "sig": seal.to_text(seal.sign(private, seal.canonical(order)))}

    @classmethod
    def received(cls, message: dict[str, Any], public: bytes) -> Self | None:
        """Return the order in an answer; None unless the holder of this key gave it, whole."""
        order, signature = message.get("order"), message.get("sig")
        if not isinstance(order, dict) or not isinstance(signature, str):
            return None
        if not seal.verify(public, seal.from_text(signature) or b"", seal.canonical(order)):
            return None
        if set(order) != {"act", "device", "vault", "step", "at"} or order["act"] != DESTROY:
            return None
        return cls(**order)
